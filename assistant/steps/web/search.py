"""`web.search`: search the web."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Opener


class SearchWeb(StepKind["SearchWeb.Params"]):
    """Opens the search page for some words in the owner's browser; which page is a setting. Gives its address."""

    title = local("Search the web", "Искать в интернете")
    about = local("Opens the search page for some words in your browser", "Открывает в браузере страницу поиска по словам")

    class Params(BaseModel):
        """What to look for."""

        model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
        query: str = Field(min_length=1, max_length=1_000, title="What to look for", json_schema_extra=in_russian("Что искать"))

    shorthand = "query"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=await context.use(Opener).search(params.query))
