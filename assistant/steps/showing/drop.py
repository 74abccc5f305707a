"""`showing.drop`: end the recording and keep nothing of it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Showings


class DropShowing(StepKind["DropShowing.Params"]):
    """Ends the recording of what the owner shows and keeps nothing of it. Gives nothing."""

    title = local("Keep nothing of what was shown", "Не сохранять показанное")
    about = local("Ends the recording and keeps nothing of it", "Заканчивает запись и ничего из неё не сохраняет")

    class Params(BaseModel):
        """Nothing."""

        model_config = ConfigDict(extra="forbid")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        await context.use(Showings).drop(context.run)
        return StepResult()
