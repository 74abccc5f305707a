"""`undo.last`: take back what was done last."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Undo


class UndoLast(StepKind["UndoLast.Params"]):
    """Takes back the newest thing that was done before this sentence and can be taken back. Gives what was done, or nothing.

    It acts through the steps that did the work, whose receipts it uses up; by itself it changes nothing.
    """

    title = local("Undo the last action", "Отменить последнее действие")
    about = local("Takes back the newest thing that can be taken back", "Отменяет последнее из того, что можно отменить")

    class Params(BaseModel):
        """Nothing."""

        model_config = ConfigDict(extra="forbid")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=await context.use(Undo).undo_last(before_turn=context.turn))
