"""`event.check`: whether a time is free, and which is the next that is."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json, Language
from assistant.domain.calendar import Gap
from assistant.domain.free import busy, gaps, places, takes_time
from assistant.domain.record import Event, Record
from assistant.domain.recurrence import ending
from assistant.domain.run import StepResult
from assistant.domain.value import Duration, Moment
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Calendars
from assistant.steps.event import _told
from assistant.steps.event._planned import moved
from assistant.wording import times

USUAL = timedelta(hours=1)
AHEAD = timedelta(days=14)
"""How far the next free time is looked for."""
LATEST = time(22)
"""Nothing is offered beyond it outside working hours."""
OFFERED = 2
"""Free times that are offered."""
_TEXTS: dict[Language, tuple[str, str]] = {
    "en": ("At that time anyway", "Don't put it down"),
    "ru": ("Всё равно в это время", "Не ставить"),
}


class CheckTime(StepKind["CheckTime.Params"]):
    """Looks whether anything stands in any calendar at a time. Gives `{taken, count, start, end, when, options}`.

    `options` are what to offer when it is `taken`: the next free times in working hours, that time anyway, or none; each `{text, when}`
    with `when` for `event.add`, nothing for none. It says no word of what stands there; `event.list` does. A day without a time is
    never taken. `id` is the event that is to be moved: it is not in its own way.
    """

    title = local("Check a time", "Проверить время")
    about = local("Looks whether a time is free, and when the next free one is", "Проверяет, свободно ли время и когда ближайшее")

    class Params(BaseModel):
        """Which time."""

        model_config = ConfigDict(extra="forbid")
        when: Moment = Field(title="When", json_schema_extra=in_russian("Когда"))
        duration: Duration | None = Field(default=None, title="How long", json_schema_extra=in_russian("Сколько времени"))
        id: str = Field(default="", title="The event that moves", json_schema_extra=in_russian("Переносимое событие"))

    shorthand = "when"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port, now = context.use(Calendars), context.now
        length = timedelta(seconds=max(params.duration.seconds, 60)) if params.duration else USUAL
        start = params.when.at.astimezone(now.tzinfo)
        timed = params.when.has_time
        if params.id:
            after = moved(_told.event_of(await port.get(params.id)), params.when, context)
            start, length, timed = after.start, after.end.astimezone(UTC) - after.start.astimezone(UTC), not after.all_day
        wanted = Gap(start=start, end=ending(start, start + length, start))
        there = await port.between(wanted.start, wanted.end) if timed else []
        in_way = [each for each in there if _is_in_way(each, params.id)]
        options: list[dict[str, Json]] = []
        if in_way:
            free = await self._next(port, wanted, params.id, context)
            options = [_option(times.at_moment(gap.start, now, context.language), gap.start) for gap in free]
            anyway, none = _TEXTS[context.language]
            options += [{"text": anyway, "when": params.when.model_dump(mode="json")}, {"text": none, "when": None}]
        value: dict[str, Json] = {
            "taken": bool(in_way),
            "count": len(in_way),
            "start": wanted.start.isoformat(),
            "end": wanted.end.isoformat(),
            "when": params.when.model_dump(mode="json"),
            "options": options,
        }
        return StepResult(value=value)

    async def _next(self, port: Calendars, wanted: Gap, moved: str, context: StepContext) -> list[Gap]:
        hours, until = port.hours, wanted.start + AHEAD
        found = await port.between(wanted.start - hours.buffer, until + hours.buffer, fresh=False)
        taken = busy(each.body for each in found if isinstance(each.body, Event) and _is_in_way(each, moved))
        length, begin = wanted.end - wanted.start, max(wanted.start, context.now)
        free = places(gaps(taken, begin, until, hours, context.now.tzinfo), length, a_day=OFFERED, limit=OFFERED)
        if wanted.start.isoweekday() in hours.days and hours.start <= wanted.start.time() < hours.end:
            return free
        # Whoever asks for a Saturday, or an evening, may well mean it: what is next that day comes first.
        day = hours.model_copy(update={"days": (wanted.start.isoweekday(),), "start": time(), "end": LATEST})
        midnight = datetime.combine(wanted.start.date() + timedelta(days=1), time(), wanted.start.tzinfo)
        near = places(gaps(taken, begin, midnight, day, context.now.tzinfo), length, a_day=1, limit=1)
        return (near + [gap for gap in free if gap not in near])[:OFFERED]


def _is_in_way(record: Record, moved: str) -> bool:
    event = record.body
    return isinstance(event, Event) and takes_time(event) and not (moved and moved in (record.id, event.occurrence))


def _option(text: str, at: datetime) -> dict[str, Json]:
    return {"text": text, "when": {"at": at.isoformat(), "has_time": True, "recurrence": "", "text": ""}}
