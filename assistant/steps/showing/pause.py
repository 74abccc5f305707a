"""`showing.pause`: record nothing for a while, or go on."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Showings


class PauseShowing(StepKind["PauseShowing.Params"]):
    """Records nothing of what the owner does in the browser for a while, or goes on with it. Gives nothing."""

    title = local("Pause the recording", "Приостановить запись")
    about = local(
        "Records nothing in the browser for a while, or goes on", "Приостанавливает запись действий в браузере или продолжает её"
    )

    class Params(BaseModel):
        """Which of both."""

        model_config = ConfigDict(extra="forbid")
        paused: bool = Field(default=True, title="Paused", json_schema_extra=in_russian("Приостановить"))

    shorthand = "paused"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        await context.use(Showings).pause(params.paused)
        return StepResult()
