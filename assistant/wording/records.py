"""Notes, tasks, reminders and events in one line each, and as the plain values flows work with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from assistant.domain.base import Json, Language
from assistant.domain.record import Body, Event, Note, Record, Reminder, Task
from assistant.wording import times
from assistant.wording.rules import rule

_BODIES: Mapping[str, type[Note | Task | Reminder | Event]] = {
    "note": Note,
    "task": Task,
    "reminder": Reminder,
    "event": Event,
}


def value(record: Record) -> dict[str, Json]:
    """A record as steps give it: its fields with `id`, `collection` and `created`."""
    body = record.body.model_dump(mode="json")
    return {"id": record.id, "collection": record.collection, "created": record.created.isoformat(), **body}


def line(record: Record, now: datetime, language: Language) -> str:
    """A record in one line, with when it is."""
    return body_line(record.body, now, language)


def value_line(fields: Mapping[str, Json], now: datetime, language: Language) -> str:
    """The same for a value that `value` gave, or any mapping with a text."""
    kind = _BODIES.get(str(fields.get("collection", "")))
    if kind is None:
        text = str(fields.get("text", "") or fields.get("title", ""))
        return f"{_said_at(str(fields['at']), now, language)} — {text}" if fields.get("at") else text
    return body_line(kind.model_validate({key: fields[key] for key in kind.model_fields if key in fields}), now, language)


def _said_at(at: str, now: datetime, language: Language) -> str:
    return times.at_moment(datetime.fromisoformat(at), now, language)


def body_line(body: Body, now: datetime, language: Language) -> str:
    """What a record says in one line."""
    match body:
        case Note():
            return body.text
        case Task():
            return _task(body, now, language)
        case Reminder():
            return f"{body.text or _timer(language)} — {when(body, now, language)}"
        case Event():
            said = f"{body.text} — {when(body, now, language)}" + (f", {body.place}" if body.place else "")
            return f"{said} · {body.calendar}" if body.calendar else said


def when(body: Reminder | Event, now: datetime, language: Language) -> str:
    """When a reminder or an event is: завтра в 10:00, every Monday at 9:00, on 5 June all day."""
    start = (body.at if isinstance(body, Reminder) else body.start).astimezone(now.tzinfo)
    if body.recurrence:
        at = "" if isinstance(body, Event) and body.all_day else f" {'в' if language == 'ru' else 'at'} {times.clock_time(start)}"
        return rule(body.recurrence, language) + at
    if isinstance(body, Reminder):
        return times.ahead(start, now, language) if body.timer else times.at_moment(start, now, language)
    if body.all_day:
        return _whole_days(body, now, language)
    if body.end - body.start > timedelta(days=1):
        return times.during(body.start, body.end, now, language)
    return f"{times.at_moment(start, now, language)}–{times.clock_time(body.end.astimezone(now.tzinfo))}"


def due_line(due: datetime, now: datetime, language: Language) -> str:
    """When a task is due; one without a time of day stands at the end of its day."""
    local = due.astimezone(now.tzinfo)
    return times.at_moment(local, now, language, has_time=not is_end_of_day(local))


def is_end_of_day(local: datetime) -> bool:
    """Whether a due time stands for the whole day."""
    return (local.hour, local.minute) == (23, 59)


def _whole_days(event: Event, now: datetime, language: Language) -> str:
    start, last = event.start.astimezone(now.tzinfo).date(), (event.end - timedelta(microseconds=1)).astimezone(now.tzinfo).date()
    if last <= start:
        return times.on_day(start, now.date(), language)
    return times.during(event.start, event.end, now, language)


def _task(task: Task, now: datetime, language: Language) -> str:
    if task.done:
        return f"✓ {task.text}"
    if task.due is None:
        return task.text
    late = task.due < now
    words = {"ru": ("срок был" if late else "срок —"), "en": ("was due" if late else "due")}
    return f"{task.text} — {words[language]} {due_line(task.due, now, language)}"


def _timer(language: Language) -> str:
    return "таймер" if language == "ru" else "timer"
