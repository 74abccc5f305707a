"""`timer.list`: the timers that run."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.record import Reminder
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Records
from assistant.wording import records

_MOST = 500


class ListTimers(StepKind["ListTimers.Params"]):
    """Gives the running timers as a list of `{id, text, at}`, the next to end first."""

    title = local("List the timers", "Перечислить таймеры")
    about = local("Gives the running timers, the next to end first", "Даёт идущие таймеры, ближайший сначала")

    class Params(BaseModel):
        """Nothing to say."""

        model_config = ConfigDict(extra="forbid")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        found = await context.use(Records).find("reminder", limit=_MOST)
        running = [
            (record, record.body)
            for record in found
            if isinstance(record.body, Reminder) and record.body.timer and not record.body.fired
        ]
        running.sort(key=lambda pair: pair[1].at)
        return StepResult(value=[records.value(record) for record, _timer in running])
