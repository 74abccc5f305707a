"""`reminder.list`: the reminders to come."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Reminder
from assistant.domain.run import StepResult
from assistant.domain.value import Period
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.wording import records

_MOST = 500


class ListReminders(StepKind["ListReminders.Params"]):
    """Finds the reminders to come, soonest first; timers are not among them. Gives a list of `{id, text, at, recurrence}`.

    With `period` those told in it, recurring ones once per time.
    """

    title = local("List the reminders", "Перечислить напоминания")
    about = local("Finds the reminders to come, soonest first", "Находит будущие напоминания, ближайшие сначала")

    class Params(BaseModel):
        """Which reminders."""

        model_config = ConfigDict(extra="forbid")
        period: Period | None = Field(default=None, title="Which days", json_schema_extra=in_russian("За какие дни"))
        limit: int = Field(default=50, ge=1, le=_MOST, title="At most", json_schema_extra=in_russian("Не больше"))

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Records)
        if params.period is None:
            found = await port.find("reminder", limit=_MOST)
        else:
            found = await port.between("reminder", max(params.period.start, context.now), params.period.end)
        coming = [
            (record, record.body)
            for record in found
            if isinstance(record.body, Reminder) and not record.body.fired and not record.body.timer
        ]
        coming.sort(key=lambda pair: pair[1].at)
        return StepResult(value=[records.value(record) for record, _reminder in coming[: params.limit]])
