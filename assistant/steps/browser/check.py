"""`browser.check`: tick a box on the page, or untick it."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.page import Deed
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Browser
from assistant.steps.browser import _page, _undo


class CheckOnPage(StepKind["CheckOnPage.Params"]):
    """Ticks a check box, a switch or one of several choices, or takes the tick away. Gives `{url, title, before, after}`.

    One that is as wanted already is left alone. Undo puts it back while the page is open.
    """

    title = local("Tick a box", "Отметить флажок")
    about = local("Ticks a box or a choice on the page, or unticks it", "Ставит или снимает отметку на странице")

    class Params(_page.OnElement):
        """Which box."""

        on: bool = Field(
            default=True,
            description="tick it, or untick it",
            title="Ticked",
            json_schema_extra=in_russian("Отмечено", "поставить отметку или снять"),
        )

    effect = Effect.WRITES
    untrusted = True
    targets = _page.ELEMENT
    shorthand = "name"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        if params.target is None:
            raise StepRefused("It is not said which box.", ru="Не сказано, какой флажок.")
        deed = Deed(kind="check" if params.on else "uncheck", target=params.target)
        done = await context.use(Browser).do(deed, params.visit(context))
        return StepResult(
            value=_page.value(done.evidence, before=done.before, after=done.after),
            receipt=_page.proof(done.evidence, f"{params.target}: {'☑' if params.on else '☐'}"),
            sources=_page.source(done.evidence),
            evidence=done.evidence,
        )

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return await _undo.put_back(context)
