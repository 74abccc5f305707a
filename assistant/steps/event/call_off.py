"""`event.call_off`: cancel an event with guests, who are told."""

from __future__ import annotations

from contextlib import suppress

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.errors import NotFound
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Calendars
from assistant.steps.event import _guests, _told


class CallOffEvent(StepKind["CallOffEvent.Params"]):
    """Takes the event with this `id` out of its calendar and tells its guests. Gives what it was."""

    title = local("Cancel a meeting and tell the guests", "Отменить встречу и сообщить гостям")
    about = local("Cancels an event and tells its guests", "Отменяет событие и сообщает гостям")

    class Params(BaseModel):
        """Which event."""

        model_config = ConfigDict(extra="forbid")
        id: str = Field(title="Event", json_schema_extra=in_russian("Событие"))

    effect = Effect.SENDS
    shorthand = "id"
    targets = ("id",)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Calendars)
        with suppress(NotFound):  # it is gone when this step has done it before: then `remove` says what it was
            event = _told.event_of(await port.get(params.id))
            _told.check_own(event, "event.call_off")
            if event.guests and not event.calendar:
                await _guests.tell(event, "CANCEL", context, sequence=_guests.next_sequence(event))
        return _told.given(await port.remove(params.id, tell=True, key=context.key), context)

    async def trace(self, params: Params, context: StepContext) -> Receipt | StepResult | None:
        """By what is not in the calendar any more, or the letter among those sent."""
        return await _guests.proven(context)
