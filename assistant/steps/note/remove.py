"""`note.remove`: remove a note."""

from __future__ import annotations

from contextlib import suppress

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.errors import NotFound, StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.wording import records, undone


class RemoveNote(StepKind["RemoveNote.Params"]):
    """Removes a note, and nothing that is not a note. Gives what it was; "undo" brings it back."""

    title = local("Remove a note", "Удалить заметку")
    about = local("Removes a note", "Удаляет заметку")

    class Params(BaseModel):
        """Which note."""

        model_config = ConfigDict(extra="forbid")
        id: str = Field(
            description="the note's id, from `record.find` or `note.list`",
            title="Note",
            json_schema_extra=in_russian("Заметка", "id заметки из `record.find` или `note.list`"),
        )

    effect = Effect.WRITES
    shorthand = "id"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Records)
        with suppress(NotFound):  # removed by this very step, before a crash: `remove` knows
            if (await port.get(params.id)).collection != "note":
                raise StepRefused("That is not a note.", ru="Это не заметка.")
        record = await port.remove(params.id, key=context.key)
        receipt = Receipt(kind="note", id=record.id, summary=records.line(record, context.now, context.language))
        return StepResult(value=records.value(record), receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return undone.sentence(await context.use(Records).revert(context.key), context.now, context.language)
