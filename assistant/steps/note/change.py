"""`note.change`: write a note anew, or add to it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Note
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.wording import records, undone

LONGEST = 20_000


class ChangeNote(StepKind["ChangeNote.Params"]):
    """Replaces the text of a note, or adds a line to it. Gives `{id, text}`; "undo" brings the former text back."""

    title = local("Change a note", "Изменить заметку")
    about = local("Replaces the text of a note, or adds a line to it", "Заменяет текст заметки или добавляет к ней строку")

    class Params(BaseModel):
        """Which note, and its new text."""

        model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
        id: str = Field(
            description="the note's id, from `record.find` or `note.list`",
            title="Note",
            json_schema_extra=in_russian("Заметка", "id заметки из `record.find` или `note.list`"),
        )
        text: str = Field(
            min_length=1,
            max_length=LONGEST,
            description="the new text, or what to add",
            title="Text",
            json_schema_extra=in_russian("Текст", "новый текст или что добавить"),
        )
        how: Literal["replace", "append"] = Field(
            default="replace",
            description="replace the text, or append a line",
            title="How",
            json_schema_extra=in_russian("Как", "заменить текст или добавить строку"),
        )

    effect = Effect.WRITES

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Records)
        before = (await port.get(params.id)).body
        if not isinstance(before, Note):
            raise StepRefused("That is not a note.", ru="Это не заметка.")
        text = params.text if params.how == "replace" else f"{before.text}\n{params.text}"
        if len(text) > LONGEST:
            raise StepRefused(f"A note holds {LONGEST:,} characters.", ru=f"В заметке — не больше {LONGEST} знаков.")
        record = await port.change(params.id, Note(text=text), key=context.key)
        receipt = Receipt(kind="note", id=record.id, summary=records.line(record, context.now, context.language))
        return StepResult(value=records.value(record), receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return undone.sentence(await context.use(Records).revert(context.key), context.now, context.language)
