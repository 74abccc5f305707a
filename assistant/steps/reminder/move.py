"""`reminder.move`: another time for a reminder."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Reminder
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.value import Moment
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.steps.reminder._due import due
from assistant.wording import records, undone


class MoveReminder(StepKind["MoveReminder.Params"]):
    """Moves the reminder with this `id` to another time. Gives the reminder.

    A recurring one keeps its rule unless the new moment brings its own; a moment in the past is refused.
    """

    title = local("Move a reminder", "Перенести напоминание")
    about = local("Moves a reminder to another time", "Переносит напоминание на другое время")

    class Params(BaseModel):
        """Which reminder, and when instead."""

        model_config = ConfigDict(extra="forbid")
        id: str = Field(title="Reminder", json_schema_extra=in_russian("Напоминание"))
        when: Moment = Field(title="New time", json_schema_extra=in_russian("Новое время"))

    effect = Effect.WRITES

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Records)
        before = (await port.get(params.id)).body
        if not isinstance(before, Reminder):
            raise StepRefused(f"`{params.id}` is not a reminder.", ru=f"`{params.id}` — не напоминание.")
        after = before.model_copy(
            update={
                "at": due(params.when, context.now, context.language),
                "recurrence": params.when.recurrence or before.recurrence,
                "fired": False,
            }
        )
        record = await port.change(params.id, after, key=context.key)
        receipt = Receipt(kind="reminder", id=record.id, summary=records.line(record, context.now, context.language))
        return StepResult(value=records.value(record), receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return undone.sentence(await context.use(Records).revert(context.key), context.now, context.language)
