"""`command.way`: a command out of what a browser task did."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Showings
from assistant.steps.command import _draft


class KeepWay(StepKind["KeepWay.Params"]):
    """Makes a draft of what the last browser task did, as steps that need no model. Gives a draft like `command.tell`.

    Go on with `command.shown` and the answers to its questions.
    """

    title = local("Keep the way of a browser task", "Запомнить ход задачи в браузере")
    about = local(
        "Makes a draft of a command of what a model did in the browser; the command needs no model",
        "Делает черновик команды из того, что модель сделала в браузере; самой команде модель не нужна",
    )

    class Params(BaseModel):
        """What the command shall be called, if that was said."""

        model_config = ConfigDict(extra="forbid")
        words: str = Field(default="", title="What it will be called", json_schema_extra=in_russian("Как это назвать"))

    shorthand = "words"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        way = context.use(Showings).way
        draft = await way(params.words, before_turn=context.turn, language=context.language, now=context.now)
        return StepResult(value=_draft.value(await _draft.finished(draft, context)))
