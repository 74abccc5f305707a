"""`browser.pdf`: keep the page as a PDF."""

from __future__ import annotations

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Browser
from assistant.steps.browser import _file


class PdfOfPage(StepKind["PdfOfPage.Params"]):
    """Keeps the page as a PDF file in the export folder. Gives `{url, title, path}`."""

    title = local("Keep the page as a PDF", "Сохранить страницу в PDF")
    about = local("Keeps the page as a PDF file", "Сохраняет страницу в файл PDF")

    class Params(_file.AsFile):
        """What the file is called."""

    effect = Effect.WRITES
    untrusted = True
    shorthand = "file"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        evidence, content = await context.use(Browser).pdf(params.visit(context))
        return await _file.keep(params.file, ".pdf", content, evidence, context)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return await _file.remove(receipt, context)
