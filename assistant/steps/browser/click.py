"""`browser.click`: click something on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from assistant.domain.base import Json
from assistant.domain.page import Deed
from assistant.domain.run import Effect, StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Browser
from assistant.steps.browser import _consent, _page


class ClickOnPage(StepKind["ClickOnPage.Params"]):
    """Clicks an element of the page. Gives `{url, title}` as they are then, and `files` when something was downloaded.

    What pays, sends, orders or deletes (by its words, or with `careful: true`) is asked about first, with the page's address and
    what stands in its form; it is done only if both are still the same after the yes. Such a click counts as proven only by
    `expect`. A question the page itself asks meanwhile is answered with no, unless `dialog: accept`.
    """

    title = local("Click on the page", "Нажать на странице")
    about = local("Clicks a button, a link or anything else on the page", "Нажимает кнопку, ссылку или что-то другое на странице")

    class Params(_page.OnElement):
        """What is clicked."""

        how: Literal["click", "double", "hover"] = Field(
            default="click",
            description="once, twice, or only pointed at",
            title="How",
            json_schema_extra=in_russian("Как", "один раз, дважды или только навести"),
        )
        careful: bool = Field(
            default=False,
            description="ask first, whatever it is called",
            title="Ask first",
            json_schema_extra=in_russian("Спросить сначала", "спросить сначала, как бы это ни называлось"),
        )
        dialog: Literal["", "accept", "dismiss"] = Field(
            default="",
            description="the answer to a question of the page: accept or dismiss",
            title="Answer to the page's question",
            json_schema_extra=in_russian("Ответ на вопрос страницы", "ответ на вопрос страницы: accept — да, dismiss — нет"),
        )
        words: str = Field(
            default="",
            max_length=1_000,
            description="what is typed when the page asks for words",
            title="Words for the page's question",
            json_schema_extra=in_russian("Слова на вопрос страницы", "что ввести, если страница просит слова"),
        )

    effect = Effect.SENDS
    untrusted = True
    targets = _page.ELEMENT
    asks = True
    shorthand = "name"

    @classmethod
    def effect_of(cls, params: Mapping[str, Json]) -> Effect:
        names = [str(params.get(key) or "") for key in ("name", "text", "label")]
        return Effect.SENDS if params.get("careful") or _consent.is_final(names) else Effect.WRITES

    async def run(self, params: Params, context: StepContext) -> StepResult:
        if params.target is None:
            raise StepRefused("It is not said what to click.", ru="Не сказано, на что нажать.")
        deed, browser, visit = _deed(params), context.use(Browser), params.visit(context)
        if (gone := await _page.cut_off(deed, visit, context)) is not None:
            return gone
        seen = await browser.look(deed, visit)
        is_final = params.how != "hover" and (params.careful or _consent.is_final(seen.acts))
        if is_final:
            _consent.ask(seen, context)
        done = await browser.do(deed.model_copy(update={"final": is_final}), visit)
        files: dict[str, Json] = {"files": list(done.downloads)} if done.downloads else {}
        proven = not is_final or not params.expect.is_empty
        return StepResult(
            value=_page.value(done.evidence, **files),
            receipt=_page.proof(done.evidence, seen.name) if proven else None,
            sources=_page.source(done.evidence),
            evidence=done.evidence,
        )

    async def trace(self, params: Params, context: StepContext) -> StepResult | None:
        """What is known of its page, or what the owner says."""
        return await _page.trace(_deed(params), params.visit(context), context)


def _deed(params: ClickOnPage.Params) -> Deed:
    return Deed(kind=params.how, target=params.target, dialog=params.dialog, words=params.words)
