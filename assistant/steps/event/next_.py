"""`event.next`: the next event."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Event
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Calendars
from assistant.wording import calendars, origins, records
from assistant.words import lemmas

_AHEAD = timedelta(days=366)


class NextEvent(StepKind["NextEvent.Params"]):
    """Gives the next event that has not begun, within a year, or nothing. With `text` the next one that holds all its words.

    Events of a whole day count only for days to come; what was declined does not count.
    """

    title = local("Find the next event", "Найти ближайшее событие")
    about = local("Gives the next event that has not begun", "Даёт ближайшее ещё не начавшееся событие")

    class Params(BaseModel):
        """Which event."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(default="", title="Words in it", json_schema_extra=in_russian("Слова в нём"))
        calendars: list[str] = Field(
            default_factory=list,
            max_length=50,
            description="by their names; none: all that are looked at",
            title="Calendars",
            json_schema_extra=in_russian("Календари", "по названиям; пусто — все, что видны"),
        )

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        wanted, port = set(lemmas(params.text).split()), context.use(Calendars)
        named = await calendars.to_read(params.calendars, port, context.decided, context.language)
        for record in await port.between(context.now, context.now + _AHEAD, calendars=named):
            event = record.body
            if not isinstance(event, Event) or event.start <= context.now or event.answer == "no":
                continue
            if wanted <= set(lemmas(event.text).split()):
                return StepResult(value=records.value(record), sources=origins.of_events([record]))
        return StepResult(value=None)
