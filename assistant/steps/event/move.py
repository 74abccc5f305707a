"""`event.move`: another time for an event."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.value import Moment
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Calendars
from assistant.steps.event import _told
from assistant.steps.event._planned import moved


class MoveEvent(StepKind["MoveEvent.Params"]):
    """Moves the event with this `id`; it stays as long as it was, an all-day one given a time becomes an hour. Gives the event.

    A day without a time keeps the time of day, a time without a day ("на одиннадцать") the day. A recurring event moves as a whole
    and keeps its rule unless the moment brings its own; with the id of one `occurrence` only that one moves. A moment in the past is
    refused, and an event with guests, who must be told: `event.reschedule` does that.
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
        port = context.use(Calendars)
        event = _told.event_of(await port.get(params.id))
        _told.check_quiet(event, "event.move", "event.reschedule")
        return _told.given(await port.change(params.id, moved(event, params.when, context), key=context.key), context)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return await _told.put_back(context)
