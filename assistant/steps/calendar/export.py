"""`calendar.export`: write the local calendar as an .ics file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.errors import StepRefused
from assistant.extensions import StepContext, StepKind
from assistant.ports import Files, Records
from assistant.steps.calendar._ics import write

_EMPTY = {
    "en": "The calendar is empty, there is nothing to write.",
    "ru": "Календарь пуст, сохранять нечего.",
}


class ExportCalendar(StepKind["ExportCalendar.Params"]):
    """Writes all events into a new iCalendar file in the export folder, never over another. Gives `{path, count}`."""

    class Params(BaseModel):
        """What the file is called."""

        model_config = ConfigDict(extra="forbid")
        name: str = Field(default="calendar.ics", max_length=100)

    shorthand = "name"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        events = await context.use(Records).find("event", limit=100_000)
        if not events:
            raise StepRefused(_EMPTY[context.language])
        path = await context.use(Files).write_text(params.name, write(events, context.now))
        return StepResult(value={"path": path, "count": len(events)})
