"""`record.remove`: remove a note, task, reminder or event."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.wording import records, undone


class RemoveRecord(StepKind["RemoveRecord.Params"]):
    """Removes the record with this `id` (from `record.find` or a list). Gives what it was; "undo" brings it back."""

    title = local("Remove a record", "Удалить запись")
    about = local("Removes a note, a task, a reminder or an event", "Удаляет заметку, задачу, напоминание или событие")

    class Params(BaseModel):
        """Which record."""

        model_config = ConfigDict(extra="forbid")
        id: str = Field(title="Which record", json_schema_extra=in_russian("Какая запись"))

    effect = Effect.WRITES
    shorthand = "id"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        record = await context.use(Records).remove(params.id, key=context.key)
        receipt = Receipt(kind=record.collection, id=record.id, summary=records.line(record, context.now, context.language))
        return StepResult(value=records.value(record), receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return undone.sentence(await context.use(Records).revert(context.key), context.now, context.language)
