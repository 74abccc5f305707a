"""`llm.connected`: whether a language model can be asked."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Model


class ModelIsConnected(StepKind["ModelIsConnected.Params"]):
    """Tells whether a language model is connected and can be asked, so that a command works without one too. Gives true or false."""

    title = local("Is a model connected", "Подключена ли модель")
    about = local("Tells whether a language model can be asked", "Говорит, можно ли спросить языковую модель")

    class Params(BaseModel):
        """Nothing."""

        model_config = ConfigDict(extra="forbid")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=context.use(Model).connected)
