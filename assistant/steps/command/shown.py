"""`command.shown`: a command out of what was shown."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.domain.telling import Draft
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Showings
from assistant.steps.command import _draft


class DraftShown(StepKind["DraftShown.Params"]):
    """Ends the recording of what the owner shows and makes a draft of it; nothing is saved. Gives a draft like `command.tell`.

    While something is to be decided, `question` asks for it (`options`, when there is a choice): hand the answer in as `text`
    together with the draft.
    """

    title = local("Make a command of what was shown", "Сделать команду из показанного")
    about = local(
        "Ends the recording and makes a draft of a command of it", "Заканчивает запись и делает из неё черновик команды"
    )

    class Params(BaseModel):
        """The draft so far, and the answer to its question."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(default="", title="Answer", json_schema_extra=in_russian("Ответ"))
        draft: Draft | None = Field(default=None, title="Draft", json_schema_extra=in_russian("Черновик"))

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        shown = context.use(Showings)
        draft = await shown.draft(params.text, params.draft, run=context.run, language=context.language, now=context.now)
        if not draft.form.get("steps"):
            raise StepRefused(" ".join(draft.notes))
        return StepResult(value=_draft.value(await _draft.finished(draft, context)))
