"""`calendar.free`: when the owner is free."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json, Language
from assistant.domain.calendar import Gap
from assistant.domain.free import busy, gaps, places
from assistant.domain.record import Event
from assistant.domain.run import StepResult
from assistant.domain.value import Duration, Period
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Calendars
from assistant.wording import calendars, times

USUAL = timedelta(days=7)
"""How far is looked when no time is named."""
A_DAY = 3
"""Times of one length that are proposed for one day."""
SHORTEST = timedelta(minutes=15)
"""Free time shorter than this is none."""


class FindFreeTime(StepKind["FindFreeTime.Params"]):
    """Finds when nothing stands in any calendar, within the working hours of the settings and with their buffer around events.

    Gives a list of `{text, start, end, when, seconds}`: with `duration` times of just that length, at most three a day, else each whole
    free time. `when` fits `event.add`. What is past is left out; without `period` the next seven days are looked at.
    """

    title = local("Find free time", "Найти свободное время")
    about = local("Finds when nothing stands in any calendar", "Находит время, когда в календарях ничего нет")

    class Params(BaseModel):
        """Within which time, how long, in which calendars."""

        model_config = ConfigDict(extra="forbid")
        period: Period | None = Field(default=None, title="Within", json_schema_extra=in_russian("В пределах"))
        duration: Duration | None = Field(default=None, title="How long", json_schema_extra=in_russian("Сколько времени"))
        calendars: list[str] = Field(
            default_factory=list,
            max_length=50,
            description="by their names; none: all that are looked at",
            title="Calendars",
            json_schema_extra=in_russian("Календари", "по названиям; пусто — все, что видны"),
        )
        any_hour: bool = Field(
            default=False, title="Also outside working hours", json_schema_extra=in_russian("И вне рабочих часов")
        )
        limit: int = Field(default=10, ge=1, le=100, title="At most", json_schema_extra=in_russian("Не больше"))

    shorthand = "period"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port, now = context.use(Calendars), context.now
        named = await calendars.to_read(params.calendars, port, context.decided, context.language)
        start = max(params.period.start, now) if params.period else now
        end = params.period.end if params.period else now + USUAL
        if start >= end:
            return StepResult(value=[])
        hours = port.hours
        if params.any_hour:
            hours = hours.model_copy(update={"days": (1, 2, 3, 4, 5, 6, 7), "start": time(), "end": time()})
        found = await port.between(start - hours.buffer, end + hours.buffer, calendars=named)
        taken = busy(record.body for record in found if isinstance(record.body, Event))
        free = [gap for gap in gaps(taken, start, end, hours, now.tzinfo) if gap.end - gap.start >= SHORTEST]
        if params.duration:
            free = places(free, timedelta(seconds=max(params.duration.seconds, 60)), a_day=A_DAY, limit=params.limit)
        return StepResult(value=[_value(gap, now, context.language) for gap in free[: params.limit]])


def _value(gap: Gap, now: datetime, language: Language) -> dict[str, Json]:
    return {
        "text": f"{times.at_moment(gap.start, now, language)}–{times.clock_time(gap.end.astimezone(now.tzinfo))}",
        "start": gap.start.isoformat(),
        "end": gap.end.isoformat(),
        "when": {"at": gap.start.isoformat(), "has_time": True, "recurrence": "", "text": ""},
        "seconds": (gap.end - gap.start).total_seconds(),
    }
