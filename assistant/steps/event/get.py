"""`event.get`: an event as it is just now."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Event
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Calendars
from assistant.steps.event import _told
from assistant.wording import origins, records


class GetEvent(StepKind["GetEvent.Params"]):
    """Gives the event with this `id` as it is just now, with `changed`: whether it differs from how it was `seen` before."""

    title = local("Look at an event again", "Посмотреть событие ещё раз")
    about = local("Gives an event as it is just now", "Даёт событие таким, какое оно сейчас")

    class Params(BaseModel):
        """Which event, and how it was seen."""

        model_config = ConfigDict(extra="forbid")
        id: str = Field(title="Event", json_schema_extra=in_russian("Событие"))
        seen: dict[str, Any] = Field(
            default_factory=dict,
            description="what another step gave of it",
            title="As seen before",
            json_schema_extra=in_russian("Каким было", "что дал о нём другой шаг"),
        )

    shorthand = "id"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        record = await context.use(Calendars).get(params.id)
        changed = _differs(params.id, params.seen, _told.event_of(record))
        return StepResult(value={**records.value(record), "changed": changed}, sources=origins.of_events([record]))


def _differs(name: str, seen: dict[str, Any], event: Event) -> bool:
    """One time of a series and all of it begin at different times: only the same of the two are compared."""
    if not seen or name not in ((seen.get("occurrence") or seen.get("id")),):
        return False
    before = Event.model_validate({key: seen[key] for key in Event.model_fields if key in seen})
    return (before.start, before.end, before.place, len(before.guests)) != (
        event.start,
        event.end,
        event.place,
        len(event.guests),
    )
