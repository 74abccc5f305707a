"""`agenda.list`: all that happens in a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Language
from assistant.domain.record import Event, Record, Reminder, Task
from assistant.domain.run import StepResult
from assistant.domain.value import Period
from assistant.errors import Unreachable
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Calendars, Records
from assistant.wording import calendars, origins, records

_OLD: dict[Language, str] = {
    "en": "A calendar cannot be reached, so this is how it was when it last could.",
    "ru": "Календарь недоступен, показано то, что было известно в последний раз.",
}


class ListAgenda(StepKind["ListAgenda.Params"]):
    """Gives the events, reminders and open tasks of a period (today unless said) as one list in order of time.

    Late tasks belong to a period that holds the present. Reminders already told and timers are left out. With `calendars` only the
    events of those: reminders and tasks stand in none.
    """

    title = local("Look at the plans", "Посмотреть планы")
    about = local(
        "Gives events, reminders and open tasks of some days in order of time",
        "Даёт события, напоминания и открытые задачи за выбранные дни по порядку",
    )

    class Params(BaseModel):
        """Which time."""

        model_config = ConfigDict(extra="forbid")
        period: Period | None = Field(default=None, title="Which days", json_schema_extra=in_russian("За какие дни"))
        calendars: list[str] = Field(
            default_factory=list,
            max_length=50,
            description="by their names; none: all that are looked at, with reminders and tasks",
            title="Calendars",
            json_schema_extra=in_russian("Календари", "по названиям; пусто — все, что видны, с напоминаниями и задачами"),
        )

    shorthand = "period"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        period, port = params.period or today(context.now), context.use(Records)
        named = await calendars.to_read(params.calendars, context.use(Calendars), context.decided, context.language)
        events = await self._events(period, named, context)
        if named:
            return _given(events, events)
        found = [*events]
        found += [record for record in await port.between("reminder", period.start, period.end) if _to_come(record)]
        found += [record for record in await port.find("task", limit=500) if _to_do(record, period, context.now)]
        return _given(sorted(found, key=lambda record: (_at(record), record.id)), events)

    async def _events(self, period: Period, named: Sequence[str], context: StepContext) -> Sequence[Record]:
        """What is known is shown also while a calendar cannot be reached, and that it may be old is said."""
        port = context.use(Calendars)
        try:
            return await port.between(period.start, period.end, calendars=named)
        except Unreachable as trouble:
            known = await port.between(period.start, period.end, calendars=named, fresh=False)
            await context.say(f"{_OLD[context.language]} {trouble.said(context.language)}")
            return known


def _given(found: Sequence[Record], events: Sequence[Record]) -> StepResult:
    return StepResult(value=[records.value(record) for record in found], sources=origins.of_events(events))


def today(now: datetime) -> Period:
    """The owner's present day."""
    start = datetime.combine(now.date(), time(), now.tzinfo)
    return Period(start=start, end=datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo))


def _to_come(record: Record) -> bool:
    return isinstance(record.body, Reminder) and not record.body.fired and not record.body.timer


def _to_do(record: Record, period: Period, now: datetime) -> bool:
    task = record.body
    if not isinstance(task, Task) or task.done or task.due is None:
        return False
    return period.start <= task.due < period.end or (task.due < now and period.start <= now < period.end)


def _at(record: Record) -> datetime:
    match record.body:
        case Event(start=at) | Reminder(at=at) | Task(due=datetime() as at):
            return at
        case _:
            return record.created
