"""`web.search`: open the owner's search page for some words."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions import StepContext, StepKind
from assistant.ports import Opener


class SearchWeb(StepKind["SearchWeb.Params"]):
    """Opens the search page for some words in the owner's browser. Gives its address. Which page it is, is a setting."""

    class Params(BaseModel):
        """What to search for."""

        model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
        text: str = Field(min_length=1, max_length=1_000)

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=await context.use(Opener).search(params.text))
