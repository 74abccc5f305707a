"""`browser.drag`: drag something on the page."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from assistant.domain.base import Json
from assistant.domain.page import Deed, Target
from assistant.domain.run import Effect, StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Browser
from assistant.steps.browser import _page


class DragOnPage(StepKind["DragOnPage.Params"]):
    """Drags an element of the page onto another. Gives `{url, title}` as they are then.

    `to` is described as the element itself is: `{role, name, label, text, near, css, number}`.
    """

    title = local("Drag on the page", "Перетащить на странице")
    about = local("Drags an element of the page onto another", "Перетаскивает элемент страницы на другой")

    class Params(_page.OnElement):
        """What is dragged, and where to."""

        to: Target = Field(description="the other element", title="Onto", json_schema_extra=in_russian("Куда", "другой элемент"))

    effect = Effect.SENDS
    untrusted = True
    targets = (*_page.ELEMENT, "to")
    asks = True

    @classmethod
    def effect_of(cls, params: Mapping[str, Json]) -> Effect:
        return Effect.WRITES

    async def run(self, params: Params, context: StepContext) -> StepResult:
        if params.target is None:
            raise StepRefused("It is not said what to drag.", ru="Не сказано, что перетащить.")
        deed, visit = _deed(params), params.visit(context)
        if (gone := await _page.cut_off(deed, visit, context)) is not None:
            return gone
        done = await context.use(Browser).do(deed, visit)
        return StepResult(
            value=_page.value(done.evidence),
            receipt=_page.proof(done.evidence, f"{params.target} → {params.to}"[:300]),
            sources=_page.source(done.evidence),
            evidence=done.evidence,
        )

    async def trace(self, params: Params, context: StepContext) -> StepResult | None:
        """What is known of its page, or what the owner says."""
        return await _page.trace(_deed(params), params.visit(context), context)


def _deed(params: DragOnPage.Params) -> Deed:
    return Deed(kind="drag", target=params.target, to=params.to)
