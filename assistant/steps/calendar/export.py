"""`calendar.export`: write the local calendar as an .ics file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Language
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Files, Records
from assistant.steps.calendar._ics import write

_EMPTY = {
    "en": "The calendar is empty, there is nothing to write.",
    "ru": "Календарь пуст, сохранять нечего.",
}

_UNDONE: dict[Language, dict[bool, str]] = {
    "en": {True: "The file {name} is removed", False: "The file {name} was gone already"},
    "ru": {True: "Файл {name} удалён", False: "Файла {name} уже не было"},
}


class ExportCalendar(StepKind["ExportCalendar.Params"]):
    """Writes all events into a new iCalendar file in the export folder, never over another. Gives `{path, count}`."""

    title = local("Export the calendar", "Экспортировать календарь")
    about = local("Writes all events into a new iCalendar file", "Записывает все события в новый файл iCalendar")

    class Params(BaseModel):
        """What the file is called."""

        model_config = ConfigDict(extra="forbid")
        name: str = Field(
            default="calendar.ics", max_length=100, title="Name of the file", json_schema_extra=in_russian("Имя файла")
        )

    effect = Effect.WRITES
    targets = ("name",)
    shorthand = "name"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        events = await context.use(Records).find("event", limit=100_000)
        if not events:
            raise StepRefused(_EMPTY[context.language])
        text = write(events, context.now)
        path = await context.use(Files).write_text(params.name, text)
        digest = hashlib.sha256(text.encode()).hexdigest()
        receipt = Receipt(kind="file", id=digest, summary=path)
        return StepResult(value={"path": path, "count": len(events)}, receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        removed = await context.use(Files).remove_written(receipt.summary, receipt.id)
        return _UNDONE[context.language][removed].format(name=Path(receipt.summary).name)
