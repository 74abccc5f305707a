"""`reminder.add`: tell the owner something at a time."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Reminder
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.value import Moment
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.steps.reminder._due import due
from assistant.wording import records, undone


class AddReminder(StepKind["AddReminder.Params"]):
    """Sets a reminder, once or recurring. Gives `{id, text, at, recurrence}`.

    A day without a time is nine in the morning of that day (today, when that is over: in an hour); a moment in the past is refused.
    `missed` says what happens when the computer was off then: `tell` it on waking, or `skip` it.
    """

    title = local("Set a reminder", "Поставить напоминание")
    about = local("Sets a reminder, once or recurring", "Ставит напоминание, одно или повторяющееся")

    class Params(BaseModel):
        """What to say, and when."""

        model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
        text: str = Field(min_length=1, max_length=2_000, title="Text", json_schema_extra=in_russian("Текст"))
        when: Moment = Field(title="When", json_schema_extra=in_russian("Когда"))
        missed: Literal["tell", "skip"] = Field(default="tell", title="If missed", json_schema_extra=in_russian("Если пропущено"))

    effect = Effect.WRITES

    async def run(self, params: Params, context: StepContext) -> StepResult:
        reminder = Reminder(
            text=params.text[0].upper() + params.text[1:],
            at=due(params.when, context.now, context.language),
            recurrence=params.when.recurrence,
            missed=params.missed,
        )
        record = await context.use(Records).add("reminder", reminder, key=context.key)
        receipt = Receipt(kind="reminder", id=record.id, summary=records.line(record, context.now, context.language))
        return StepResult(value=records.value(record), receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return undone.sentence(await context.use(Records).revert(context.key), context.now, context.language)
