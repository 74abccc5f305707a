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
from assistant.wording import origins, records

_OLD: dict[Language, str] = {
    "en": "A calendar cannot be reached, so this is how it was when it last could.",
    "ru": "Календарь недоступен, показано то, что было известно в последний раз.",
}


class ListAgenda(StepKind["ListAgenda.Params"]):
    """Gives the events, reminders and open tasks of a period (today unless said) as one list in order of time.

    Late tasks belong to a period that holds the present. Reminders already told and timers are left out.
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

    shorthand = "period"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        period, port = params.period or today(context.now), context.use(Records)
        events = await self._events(period, context)
        found = [*events]
        found += [record for record in await port.between("reminder", period.start, period.end) if _to_come(record)]
        found += [record for record in await port.find("task", limit=500) if _to_do(record, period, context.now)]
        found.sort(key=lambda record: (_at(record), record.id))
        return StepResult(value=[records.value(record) for record in found], sources=origins.of_events(events))

    async def _events(self, period: Period, context: StepContext) -> Sequence[Record]:
        """What is known is shown also while a calendar cannot be reached, and that it may be old is said."""
        calendars = context.use(Calendars)
        try:
            return await calendars.between(period.start, period.end)
        except Unreachable as trouble:
            known = await calendars.between(period.start, period.end, fresh=False)
            await context.say(f"{_OLD[context.language]} {trouble.said(context.language)}")
            return known


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
