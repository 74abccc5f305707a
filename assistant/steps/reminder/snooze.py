"""`reminder.snooze`: tell the last reminder once more, later."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Reminder
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.value import Duration
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.wording import records, undone


class SnoozeReminder(StepKind["SnoozeReminder.Params"]):
    """Tells the reminder or timer with this `id` once more, after `duration` (ten minutes unless said). Gives the reminder.

    `record.find` with `state: fired` gives the one that went off last.
    """

    title = local("Put a reminder off", "Отложить напоминание")
    about = local("Tells a reminder or timer once more a little later", "Напоминает ещё раз немного позже")

    class Params(BaseModel):
        """Which one, and how long to wait."""

        model_config = ConfigDict(extra="forbid")
        id: str = Field(title="Reminder", json_schema_extra=in_russian("Напоминание"))
        duration: Duration = Field(
            default=Duration(seconds=600), title="How long", json_schema_extra=in_russian("Сколько времени")
        )

    effect = Effect.WRITES

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Records)
        reminder = (await port.get(params.id)).body
        if not isinstance(reminder, Reminder):
            raise StepRefused(f"`{params.id}` is not a reminder.", ru=f"`{params.id}` — не напоминание.")
        later = context.now + timedelta(seconds=params.duration.seconds)
        record = await port.change(params.id, reminder.model_copy(update={"at": later, "fired": False}), key=context.key)
        receipt = Receipt(kind="reminder", id=record.id, summary=records.line(record, context.now, context.language))
        return StepResult(value=records.value(record), receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return undone.sentence(await context.use(Records).revert(context.key), context.now, context.language)
