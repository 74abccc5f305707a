"""`event.list`: the events of a time."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.free import takes_time
from assistant.domain.record import Event
from assistant.domain.run import StepResult
from assistant.domain.value import Period
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Calendars
from assistant.wording import calendars, origins, records


class ListEvents(StepKind["ListEvents.Params"]):
    """Gives the events of a period, of all calendars that are looked at, as a list in order of time.

    With `busy` only those that take up the time: none that are free, were declined, or last a whole day.
    """

    title = local("Look at the events", "Посмотреть события")
    about = local("Gives the events of a time in order", "Даёт события за время по порядку")

    class Params(BaseModel):
        """Which time, which calendars."""

        model_config = ConfigDict(extra="forbid")
        period: Period = Field(title="Which time", json_schema_extra=in_russian("За какое время"))
        calendars: list[str] = Field(
            default_factory=list,
            max_length=50,
            description="by their names; none: all that are looked at",
            title="Calendars",
            json_schema_extra=in_russian("Календари", "по названиям; пусто — все, что видны"),
        )
        busy: bool = Field(
            default=False, title="Only what takes up the time", json_schema_extra=in_russian("Только то, что занимает время")
        )

    shorthand = "period"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Calendars)
        named = await calendars.to_read(params.calendars, port, context.decided, context.language)
        found = await port.between(params.period.start, params.period.end, calendars=named)
        kept = [record for record in found if not params.busy or (isinstance(record.body, Event) and takes_time(record.body))]
        return StepResult(value=[records.value(record) for record in kept], sources=origins.of_events(kept))
