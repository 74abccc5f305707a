"""`browser.wait_for`: wait until the page shows something."""

from __future__ import annotations

from assistant.domain.run import StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Browser
from assistant.steps.browser import _page


class WaitForPage(StepKind["WaitForPage.Params"]):
    """Waits until an element is there, or until the page shows what is expected. Gives `{url, title, checked}`.

    `checked` is what was looked at. When it does not come in time the step fails.
    """

    title = local("Wait for the page", "Дождаться страницы")
    about = local("Waits until the page shows an element or a text", "Ждёт, пока страница покажет элемент или текст")

    class Params(_page.OnElement):
        """What is waited for."""

    untrusted = True
    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        if params.target is None and params.expect.is_empty:
            raise StepRefused("It is not said what to wait for.", ru="Не сказано, чего ждать.")
        evidence = await context.use(Browser).wait_for(params.target, params.visit(context))
        given = _page.value(evidence, checked=dict(evidence.checked))
        return StepResult(value=given, sources=_page.source(evidence), evidence=evidence)
