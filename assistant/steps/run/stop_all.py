"""`run.stop_all`: stop everything that is running."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Runs


class StopAll(StepKind["StopAll.Params"]):
    """Cancels every run that has not ended, but this one. Gives how many. What they had done stays done."""

    title = local("Stop everything", "Остановить всё")
    about = local(
        "Stops everything that is running; what is done stays done", "Останавливает всё, что выполняется; сделанное остаётся"
    )

    class Params(BaseModel):
        """Nothing."""

        model_config = ConfigDict(extra="forbid")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=await context.use(Runs).stop_all(but=context.run))
