"""`record.find`: which record the owner means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Language
from assistant.domain.record import Collection, Event, Record, Reminder, Task
from assistant.domain.run import StepResult
from assistant.domain.value import Moment
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.wording import records
from assistant.wording.meant import meant

MOST = 5
"""Records offered when several are meant equally well."""
_LOOKED_AT = 500
_RECENT = timedelta(hours=12)
"""What went off longer ago is not what the owner wants to hear again."""
_NOTHING: dict[Language, dict[str, str]] = {
    "en": {
        "fired": "Nothing has gone off lately",
        "timer": "There is no timer running",
        "note": "There is no note",
        "task": "There is no such task",
        "reminder": "There is nothing to come",
        "event": "There is no event to come",
    },
    "ru": {
        "fired": "Недавно ничего не напоминалось",
        "timer": "Нет такого таймера",
        "note": "Нет заметки",
        "task": "Нет такой задачи",
        "reminder": "Нет напоминания",
        "event": "Нет события впереди",
    },
}


class FindRecord(StepKind["FindRecord.Params"]):
    """Finds the record the owner means by `text`. Gives a list of `{id, text, ...}`: one when it is clear, up to five that fit equally well.

    A record whose words are exactly the text wins, then those that hold all its words by dictionary form, then the most
    alike. Without `text`: the next one to come (reminder, event), else the newest. `when` keeps those of that day, or of
    that time when it names one. `state` (tasks: open, done; reminders: open are those to come, `timer` the timers, `fired` those told in the
    last twelve hours) narrows it first. Past reminders and events are never meant. Nothing fits: the step is refused with what there is.
    """

    title = local("Find notes, tasks, reminders, events", "Найти заметки, задачи, напоминания, события")
    about = local("Finds the record that is meant by some words", "Находит запись, о которой идёт речь")

    class Params(BaseModel):
        """What is looked for."""

        model_config = ConfigDict(extra="forbid")
        collection: Collection = Field(title="Where", json_schema_extra=in_russian("Где"))
        text: str = Field(default="", title="What to look for", json_schema_extra=in_russian("Что искать"))
        when: Moment | None = Field(default=None, title="When", json_schema_extra=in_russian("Когда"))
        state: Literal["", "open", "done", "timer", "fired"] = Field(
            default="", title="State", json_schema_extra=in_russian("Состояние")
        )

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Records)
        everything = [
            record
            for record in await port.find(params.collection, limit=_LOOKED_AT)
            if _is_meant(record, params, context.now) and _is_then(record, params.when, context.now)
        ]
        if params.text:
            holding = {record.id for record in await port.find(params.collection, params.text, limit=_LOOKED_AT)}
            found = _best(params.text, everything, holding)
        else:
            found = sorted(everything, key=lambda record: _order(record, context.now))[:1]
        if not found:
            raise StepRefused(_nothing(params, everything, context))
        return StepResult(value=[_choice(record, context) for record in found])


def _choice(record: Record, context: StepContext) -> dict[str, object]:
    """`text` is the whole line, so that records with the same words can be told apart when the owner is asked."""
    return {**records.value(record), "text": records.line(record, context.now, context.language)}


def _is_meant(record: Record, params: FindRecord.Params, now: datetime) -> bool:
    match record.body:
        case Task(done=done):
            return params.state in ("", "done" if done else "open")
        case Reminder(fired=fired, at=at) if params.state == "fired":
            return fired and now - at < _RECENT
        case Reminder(timer=timer, fired=fired):
            return not fired and timer == (params.state == "timer")
        case Event(end=end, recurrence=recurrence):
            return bool(recurrence) or end > now
        case _:
            return True


def _is_then(record: Record, when: Moment | None, now: datetime) -> bool:
    if when is None:
        return True
    match record.body:
        case Reminder(at=at) | Event(start=at) | Task(due=datetime() as at):
            local, asked = at.astimezone(now.tzinfo), when.at.astimezone(now.tzinfo)
            if when.has_time:
                return abs(local - asked) < timedelta(minutes=1)
            return local.date() == asked.date()
        case _:
            return False


def _best(text: str, everything: Sequence[Record], holding: set[str]) -> list[Record]:
    by_id = {record.id: record for record in everything}
    return [by_id[key] for key in meant(text, {record.id: record.body.text for record in everything}, MOST, holding)]


def _order(record: Record, now: datetime) -> tuple[bool, float]:
    """The next to come first, then the newest."""
    match record.body:
        case Reminder(at=at) | Event(start=at):
            return at < now, abs((at - now).total_seconds())
        case _:
            return False, -record.created.timestamp()


def _nothing(params: FindRecord.Params, everything: Sequence[Record], context: StepContext) -> str:
    language = context.language
    quoted = "" if not params.text else f" «{params.text}»" if language == "ru" else f" “{params.text}”"
    there = "; ".join(records.line(record, context.now, language) for record in everything[:MOST])
    words = _NOTHING[language]
    said = f"{words.get(params.state, words[params.collection])}{quoted}."
    return said + (f" {'Есть' if language == 'ru' else 'There is'}: {there}." if there else "")
