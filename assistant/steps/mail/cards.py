"""`mail.cards`: letters as a list to act upon."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.wording import letters


class LetterCards(StepKind["LetterCards.Params"]):
    """Makes letters that were found into items for `say`: who wrote, about what, when, why it was chosen, a link where there is one."""

    title = local("Letters as a list", "Письма списком")
    about = local("Makes letters that were found into items to show", "Готовит найденные письма к показу списком")

    class Params(BaseModel):
        """Letters as `mail.search`, `mail.important` or `mail.thread` give them."""

        model_config = ConfigDict(extra="forbid")
        letters: list[dict[str, Json]] = Field(max_length=500, title="Letters", json_schema_extra=in_russian("Письма"))

    shorthand = "letters"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        accounts = await context.use(Mail).accounts()
        return StepResult(value=[letters.card(each, accounts) for each in params.letters])
