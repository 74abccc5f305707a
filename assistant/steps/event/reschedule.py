"""`event.reschedule`: another time for an event with guests, who are told."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.value import Moment
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Calendars
from assistant.steps.event import _guests, _told
from assistant.steps.event._planned import moved


class RescheduleEvent(StepKind["RescheduleEvent.Params"]):
    """Moves the event with this `id`, as `event.move` does, and tells its guests. Gives the event."""

    title = local("Move a meeting and tell the guests", "Перенести встречу и сообщить гостям")
    about = local("Moves an event and tells its guests", "Переносит событие и сообщает гостям")

    class Params(BaseModel):
        """Which event, and when instead."""

        model_config = ConfigDict(extra="forbid")
        id: str = Field(title="Event", json_schema_extra=in_russian("Событие"))
        when: Moment = Field(title="New time", json_schema_extra=in_russian("Новое время"))

    effect = Effect.SENDS
    targets = ("id",)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Calendars)
        event = _told.event_of(await port.get(params.id))
        _told.check_own(event, "event.reschedule")
        after = moved(event, params.when, context)
        if event.guests and not event.calendar:
            count = _guests.next_sequence(event)
            await _guests.tell(after, "REQUEST", context, sequence=count)
            after = after.model_copy(update={"version": str(count)})
        return _told.given(await port.change(params.id, after, tell=True, key=context.key), context)

    async def trace(self, params: Params, context: StepContext) -> Receipt | StepResult | None:
        """By the event in the calendar, or the letter among those sent."""
        return await _guests.proven(context)
