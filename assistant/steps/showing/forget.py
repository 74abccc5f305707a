"""`showing.forget`: take the last recorded thing out."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Showings


class ForgetShown(StepKind["ForgetShown.Params"]):
    """Takes out the last thing that was recorded of what the owner shows. Gives its words."""

    title = local("Take out what was shown last", "Убрать последнее показанное")
    about = local("Takes the last recorded action out of the recording", "Убирает из записи последнее действие")

    class Params(BaseModel):
        """Nothing."""

        model_config = ConfigDict(extra="forbid")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=await context.use(Showings).forget())
