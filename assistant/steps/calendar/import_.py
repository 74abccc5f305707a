"""`calendar.import`: take the events of an .ics file into the local calendar."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Language
from assistant.domain.record import Change, Event
from assistant.domain.run import Effect, Receipt, Source, StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Files, Records
from assistant.steps.calendar._ics import MAX_CHARACTERS, NotACalendar, read
from assistant.wording import undone

_ALL = 100_000
_REFUSED: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "large": f"The calendar has more than {MAX_CHARACTERS:,} characters.",
        "unreadable": "This is not an iCalendar (.ics) file.",
    },
    "ru": {
        "large": f"В календаре больше {MAX_CHARACTERS} знаков.",
        "unreadable": "Это не файл календаря iCalendar (.ics).",
    },
}


class ImportCalendar(StepKind["ImportCalendar.Params"]):
    """Adds the events of an iCalendar file to the local calendar. Gives `{added, skipped}`; one whose UID is already there is skipped."""

    title = local("Import a calendar", "Импортировать календарь")
    about = local("Adds the events of an iCalendar file to the calendar", "Добавляет в календарь события из файла iCalendar")

    class Params(BaseModel):
        """The file, by its path, or its text."""

        model_config = ConfigDict(extra="forbid")
        path: str = Field(default="", title="File", json_schema_extra=in_russian("Файл"))
        text: str = Field(default="", title="Or its text", json_schema_extra=in_russian("Или его текст"))

    effect = Effect.WRITES
    untrusted = True
    shorthand = "path"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        text = params.text or await context.use(Files).read_text(params.path)
        port = context.use(Records)
        bodies = [record.body for record in await port.find("event", limit=_ALL)]
        known = {body.uid for body in bodies if isinstance(body, Event) and body.uid}
        events = _events(text, context)
        added = 0
        for number, event in enumerate(events):
            if event.uid not in known or not event.uid:
                # The place in the file is part of the key: tried again after a crash, nothing is added twice.
                await port.add("event", event, key=f"{context.key}:{number}")
                known.add(event.uid)
                added += 1
        source = Source(kind="calendar", title=params.path, excerpt=", ".join(event.text for event in events[:10])[:300])
        receipt = Receipt(kind="calendar", id=str(len(events)), summary=f"+{added}")
        return StepResult(value={"added": added, "skipped": len(events) - added}, receipt=receipt, sources=(source,))

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        port = context.use(Records)
        changes: list[Change] = []
        for number in range(int(receipt.id)):
            changes += await port.revert(f"{context.key}:{number}")
        return undone.sentence(changes, context.now, context.language)


def _events(text: str, context: StepContext) -> list[Event]:
    try:
        return list(read(text, context.now.tzinfo))
    except NotACalendar as error:
        raise StepRefused(_REFUSED[context.language][str(error)]) from error
