"""`browser.screenshot`: keep a picture of the page."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Browser
from assistant.steps.browser import _file


class PictureOfPage(StepKind["PictureOfPage.Params"]):
    """Keeps a picture of the page, or of one element, as a PNG file in the export folder. Gives `{url, title, path}`.

    With `whole: true` all of the page, not only what is seen.
    """

    title = local("Keep a picture of the page", "Сохранить снимок страницы")
    about = local("Keeps a picture of the page as a file", "Сохраняет снимок страницы в файл")

    class Params(_file.AsFile):
        """What is seen on the picture."""

        whole: bool = Field(
            default=False,
            description="all of the page",
            title="Whole page",
            json_schema_extra=in_russian("Вся страница", "страница целиком"),
        )

    effect = Effect.WRITES
    untrusted = True
    shorthand = "file"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        visit = params.visit(context)
        evidence, content = await context.use(Browser).screenshot(params.target, visit, whole=params.whole)
        return await _file.keep(params.file, ".png", content, evidence, context)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return await _file.remove(receipt, context)
