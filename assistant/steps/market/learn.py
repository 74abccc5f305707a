"""`market.learn`: how a shop is searched and read, from one page of its results."""

from __future__ import annotations

import re
from urllib.parse import quote, quote_plus, unquote_plus, urlsplit

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.market import Shop
from assistant.domain.page import Visit
from assistant.domain.run import StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.market import said
from assistant.ports import Sites
from assistant.steps.market import _page

_EXAMPLES = 3


class LearnShop(StepKind["LearnShop.Params"]):
    """Learns a shop from the address of a page of its results: where the words go in it, where the number of the page does, and whether
    the products can be read. Gives `{shop, found, examples}`; nothing is kept yet.
    """

    title = local("Learn a shop", "Изучить магазин")
    about = local(
        "Learns how a shop is searched from the address of a page of its results",
        "По адресу страницы с результатами понимает, как искать в магазине",
    )

    class Params(BaseModel):
        """The page, and what was searched for on it."""

        model_config = ConfigDict(extra="forbid")
        address: str = Field(
            min_length=4,
            max_length=2_000,
            description="the address of a page of results",
            title="Address",
            json_schema_extra=in_russian("Адрес", "адрес страницы с результатами поиска"),
        )
        word: str = Field(
            min_length=1,
            max_length=200,
            description="what was searched for there",
            title="Searched for",
            json_schema_extra=in_russian("Что искали", "что на ней искали"),
        )
        name: str = Field(
            default="",
            max_length=100,
            description="what the shop is called; empty: by its address",
            title="Name",
            json_schema_extra=in_russian("Название", "как называется магазин; пусто — по адресу"),
        )

    untrusted = True

    async def run(self, params: Params, context: StepContext) -> StepResult:
        address = params.address if "://" in params.address else f"https://{params.address}"
        template = with_query(address, params.word)
        host = (urlsplit(address).hostname or "").removeprefix("www.")
        shop = Shop(name=params.name or host, address=template)
        visit = Visit(run=context.run, key=context.key, language=context.language)
        page = await context.use(Sites).products(shop, params.word, 1, visit)
        if not page.products:
            raise StepRefused(
                "I found no products on that page. Give the address of a page where the shop shows several with their prices.",
                ru="На этой странице я не нашёл товаров. Дайте адрес страницы, где магазин показывает несколько товаров с ценами.",
            )
        found: dict[str, Json] = {
            "name": shop.name,
            "address": with_page(template, page.next, params.word),
            "more": page.more,
            "currency": next((product.price.currency for product in page.products if product.price), ""),
        }
        examples: list[Json] = [
            f"{product.name} — {said.money(product.price, context.language) if product.price else '?'}"
            for product in page.products[:_EXAMPLES]
        ]
        value: dict[str, Json] = {
            "shop": {name: one for name, one in found.items() if one},
            "found": len(page.products),
            "examples": examples,
        }
        return StepResult(
            value=value, sources=_page.sources([product.model_copy(update={"shop": shop.name}) for product in page.products])
        )


def with_query(address: str, word: str) -> str:
    """The address with `{query}` where the word stands. Raises StepRefused when it is not in it."""
    for written in (quote(word), quote_plus(word), word, quote(word.lower()), quote_plus(word.lower())):
        if written and (hit := re.search(re.escape(written), address, re.IGNORECASE)):
            return address[: hit.start()] + "{query}" + address[hit.end() :]
    raise StepRefused(
        f"“{word}” does not stand in that address, so I cannot tell where the words go.",
        ru=f"В этом адресе нет «{word}», поэтому непонятно, куда подставлять слова.",
    )


def with_page(template: str, following: str, word: str) -> str:
    """The template with `{page}` where the number of the page goes, when the address of the second page shows it."""
    if not following or "{page}" in template:
        return template
    try:
        second = with_query(following, word)
    except StepRefused:
        return template
    numbered = re.sub(r"(?<=[=/_-])2(?=$|[&/#?.])", "{page}", second, count=1)
    same = unquote_plus(re.sub(r"[?&][\w-]*\{page\}|\{page\}", "", numbered)).startswith(unquote_plus(template).split("?")[0])
    return numbered if "{page}" in numbered and same else template
