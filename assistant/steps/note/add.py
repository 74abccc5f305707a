"""`note.add`: write something down."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Note
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.wording import records, undone


class AddNote(StepKind["AddNote.Params"]):
    """Writes a note down. Gives `{id, text}`.

    The first letter becomes a capital, as a recogniser may leave it small.
    """

    title = local("Add a note", "Добавить заметку")
    about = local("Writes a note down", "Записывает заметку")

    class Params(BaseModel):
        """What to write down."""

        model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
        text: str = Field(min_length=1, max_length=20_000, title="Text", json_schema_extra=in_russian("Текст"))

    effect = Effect.WRITES
    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        text = params.text[0].upper() + params.text[1:]
        record = await context.use(Records).add("note", Note(text=text), key=context.key)
        receipt = Receipt(kind="note", id=record.id, summary=records.line(record, context.now, context.language))
        return StepResult(value=records.value(record), receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return undone.sentence(await context.use(Records).revert(context.key), context.now, context.language)
