"""`browser.press`: press keys on the page."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from assistant.domain.base import Json
from assistant.domain.final import presses
from assistant.domain.page import Deed
from assistant.domain.run import Effect, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Browser
from assistant.steps.browser import _consent, _page


class PressOnPage(StepKind["PressOnPage.Params"]):
    """Presses keys in an element of the page, or where the cursor is. Gives `{url, title}` as they are then.

    Keys are Enter, Tab, Escape, ArrowDown, Control+A and the like. Enter in a form whose button pays, sends, orders or deletes is
    asked about first, as `browser.click` does.
    """

    title = local("Press keys on the page", "Нажать клавиши на странице")
    about = local("Presses keys in a field or on the page", "Нажимает клавиши в поле или на странице")

    class Params(_page.OnElement):
        """Which keys, and where."""

        keys: str | list[str] = Field(
            max_length=100,
            description="a key, or several one after another",
            title="Keys",
            json_schema_extra=in_russian("Клавиши", "клавиша или несколько подряд"),
        )
        careful: bool = Field(
            default=False,
            description="ask first",
            title="Ask first",
            json_schema_extra=in_russian("Спросить сначала", "спросить сначала"),
        )

    effect = Effect.SENDS
    untrusted = True
    targets = (*_page.ELEMENT, "keys")
    asks = True
    shorthand = "keys"

    @classmethod
    def effect_of(cls, params: Mapping[str, Json]) -> Effect:
        return Effect.SENDS if params.get("careful") else Effect.WRITES

    async def run(self, params: Params, context: StepContext) -> StepResult:
        keys = params.keys if isinstance(params.keys, str) else tuple(params.keys)
        deed, browser, visit = _deed(params), context.use(Browser), params.visit(context)
        if (gone := await _page.cut_off(deed, visit, context)) is not None:
            return gone
        seen = await browser.look(deed, visit)
        acts = seen.acts if presses(keys) else ()
        is_final = params.careful or _consent.is_final(acts)
        if is_final:
            _consent.ask(seen, context)
        done = await browser.do(deed.model_copy(update={"final": is_final}), visit)
        said = keys if isinstance(keys, str) else " ".join(keys)
        proven = not is_final or not params.expect.is_empty
        return StepResult(
            value=_page.value(done.evidence),
            receipt=_page.proof(done.evidence, said) if proven else None,
            sources=_page.source(done.evidence),
            evidence=done.evidence,
        )

    async def trace(self, params: Params, context: StepContext) -> StepResult | None:
        """What is known of its page, or what the owner says."""
        return await _page.trace(_deed(params), params.visit(context), context)


def _deed(params: PressOnPage.Params) -> Deed:
    return Deed(kind="press", target=params.target, value=params.keys if isinstance(params.keys, str) else tuple(params.keys))
