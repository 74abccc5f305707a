"""`browser.table`: read a table from the page."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Browser
from assistant.steps.browser import _page


class TableFromPage(StepKind["TableFromPage.Params"]):
    """Reads a table of the page, the largest unless one is named. Gives a list of rows by the names of the columns.

    A row that leads somewhere has its first link as `link`. Cells that span rows or columns count for each.
    """

    title = local("Read a table from the page", "Прочитать таблицу со страницы")
    about = local("Reads a table of the page as a list of rows", "Читает таблицу со страницы как список строк")

    class Params(_page.OnElement):
        """Which table."""

        limit: int = Field(default=500, ge=1, le=5_000, title="At most", json_schema_extra=in_russian("Не больше"))

    untrusted = True
    shorthand = "name"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        found = await context.use(Browser).table(params.target, params.visit(context), limit=params.limit)
        return StepResult(value=found.value, sources=_page.source(found.evidence, found.excerpt), evidence=found.evidence)
