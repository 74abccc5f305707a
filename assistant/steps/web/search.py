"""`web.search`: search the web."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions import StepContext, StepKind
from assistant.ports import Opener


class SearchWeb(StepKind["SearchWeb.Params"]):
    """Opens the search page for some words in the owner's browser; which page is a setting. Gives its address."""

    class Params(BaseModel):
        """What to look for."""

        model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
        query: str = Field(min_length=1, max_length=1_000)

    shorthand = "query"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=await context.use(Opener).search(params.query))
