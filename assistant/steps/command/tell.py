"""`command.tell`: a new command out of the owner's words."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.domain.telling import Draft
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Lessons
from assistant.steps.command import _draft
from assistant.steps.command._composed import composed


class TellCommand(StepKind["TellCommand.Params"]):
    """Understands what the owner tells a new command to do; nothing is saved or done. Gives a draft `{phrases, form, text, summary, question, ...}`.

    Parts no known command does are written by the language model, when one is connected. While something is missing, `question` asks for it: hand the answer in as `text` together with the draft.
    """

    title = local("Understand a new command", "Понять новую команду")
    about = local(
        "Understands what you tell a new command to do and gives a draft",
        "Понимает, что должна делать новая команда, и даёт черновик",
    )

    class Params(BaseModel):
        """The words, and the draft they go on with."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(default="", title="What it shall do", json_schema_extra=in_russian("Что она должна делать"))
        draft: Draft | None = Field(default=None, title="Draft", json_schema_extra=in_russian("Черновик"))

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        draft = params.draft or Draft(language=context.language)
        draft = await context.use(Lessons).told(params.text, draft, context.now)
        draft = await composed(draft, context)
        return StepResult(value=_draft.value(await _draft.finished(draft, context)))
