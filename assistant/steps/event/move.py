"""`event.move`: another time for an event."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Event
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.value import Moment
from assistant.errors import StepRefused
from assistant.extensions import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.steps.event._hour import on_the_day_of
from assistant.steps.event._span import USUAL, start_of
from assistant.wording import records, undone


class MoveEvent(StepKind["MoveEvent.Params"]):
    """Moves the event with this `id`; it stays as long as it was, an all-day one given a time becomes an hour. Gives the event.

    A day without a time keeps the time of day, a time without a day ("на одиннадцать") the day. A recurring event moves as a whole and keeps its rule unless the moment
    brings its own. A moment in the past is refused.
    """

    title = local("Move an event", "Перенести событие")
    about = local(
        "Moves an event to another time; it stays as long as it was", "Переносит событие на другое время; длительность остаётся"
    )

    class Params(BaseModel):
        """Which event, and when instead."""

        model_config = ConfigDict(extra="forbid")
        id: str = Field(title="Event", json_schema_extra=in_russian("Событие"))
        when: Moment = Field(title="New time", json_schema_extra=in_russian("Новое время"))

    effect = Effect.WRITES

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Records)
        event = (await port.get(params.id)).body
        if not isinstance(event, Event):
            raise StepRefused(f"`{params.id}` is not an event.", ru=f"`{params.id}` — не событие.")
        when = on_the_day_of(event.start, _with_time_of(event, params.when, context.now), context.now)
        start = start_of(when, context.now, context.language)
        after = event.model_copy(
            update={
                "start": start,
                "end": start + (USUAL if event.all_day and params.when.has_time else event.end - event.start),
                "all_day": event.all_day and not params.when.has_time,
                "recurrence": params.when.recurrence or event.recurrence,
                "skipped": tuple(at + (start - event.start) for at in event.skipped),
            }
        )
        record = await port.change(params.id, after, key=context.key)
        receipt = Receipt(kind="event", id=record.id, summary=records.line(record, context.now, context.language))
        return StepResult(value=records.value(record), receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return undone.sentence(await context.use(Records).revert(context.key), context.now, context.language)


def _with_time_of(event: Event, when: Moment, now: datetime) -> Moment:
    if when.has_time or event.all_day:
        return when
    local = datetime.combine(when.at.astimezone(now.tzinfo).date(), event.start.astimezone(now.tzinfo).time(), now.tzinfo)
    return when.model_copy(update={"at": local, "has_time": True})
