"""`command.keep`: what was just done, as a command."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.domain.telling import Draft
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Lessons
from assistant.steps.command import _draft


class KeepCommand(StepKind["KeepCommand.Params"]):
    """Makes a draft of what was carried out last: one sentence's commands, or as many as `text` names ("the last two"). Gives a draft like `command.tell`.

    Names, dates, amounts and addresses in it are offered as what will be asked each time: `question` asks which.
    """

    title = local("Make a command of what was done", "Сделать команду из сделанного")
    about = local(
        "Makes a draft of a command of what was carried out last", "Делает черновик команды из того, что выполнялось последним"
    )

    class Params(BaseModel):
        """What was said about it, and the draft it goes on with."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(default="", title="What was said about it", json_schema_extra=in_russian("Что об этом сказано"))
        draft: Draft | None = Field(default=None, title="Draft", json_schema_extra=in_russian("Черновик"))

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        draft = params.draft or Draft(language=context.language, why="kept")
        draft = await context.use(Lessons).kept(params.text, draft, context.now, before_turn=context.turn)
        if not draft.form.get("steps"):
            raise StepRefused(" ".join(draft.notes))
        return StepResult(value=_draft.value(await _draft.finished(draft, context)))
