"""`command.said`: the words of this turn."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Lessons


class SaidCommand(StepKind["SaidCommand.Params"]):
    """Gives the sentence that started this run, word for word."""

    title = local("Take the sentence", "Взять сказанную фразу")
    about = local("Gives the sentence that started this run, word for word", "Даёт фразу, с которой всё началось, слово в слово")

    class Params(BaseModel):
        """Nothing."""

        model_config = ConfigDict(extra="forbid")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=await context.use(Lessons).said(context.turn))
