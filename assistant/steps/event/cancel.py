"""`event.cancel`: take an event out of the calendar."""

from __future__ import annotations

from contextlib import suppress

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.errors import NotFound
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Calendars
from assistant.steps.event import _told


class CancelEvent(StepKind["CancelEvent.Params"]):
    """Takes the event with this `id` out of its calendar, or only one `occurrence` of it. Gives what it was; "undo" brings it back.

    An event with guests is refused: they must be told, which `event.call_off` does.
    """

    title = local("Cancel an event", "Отменить событие")
    about = local("Takes an event out of the calendar", "Убирает событие из календаря")

    class Params(BaseModel):
        """Which event."""

        model_config = ConfigDict(extra="forbid")
        id: str = Field(title="Event", json_schema_extra=in_russian("Событие"))

    effect = Effect.WRITES
    shorthand = "id"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Calendars)
        with suppress(NotFound):  # it is gone when this step has done it before: then `remove` says what it was
            _told.check_quiet(_told.event_of(await port.get(params.id)), "event.cancel", "event.call_off")
        return _told.given(await port.remove(params.id, key=context.key), context)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return await _told.put_back(context)
