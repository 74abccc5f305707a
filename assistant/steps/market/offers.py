"""`market.offers`: what a shop offers for some words."""

from __future__ import annotations

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.steps.market import _page


class ReadOffers(StepKind["ReadOffers.Params"]):
    """Searches a shop in the browser and reads one page of what it finds.

    Gives `{products, found, more}`: each product is `{shop, phrase, name, price, rating, reviews, link, sponsored, available}`,
    `more` tells whether another page follows. Waits between pages of one site and leaves out what its robots.txt asks to.
    """

    title = local("Read a shop's offers", "Прочитать предложения магазина")
    about = local(
        "Searches a shop in the browser and reads the products of one page",
        "Ищет в магазине через браузер и читает товары одной страницы",
    )

    class Params(_page.OnePage):
        """Which page of which search."""

    untrusted = True

    async def run(self, params: Params, context: StepContext) -> StepResult:
        page = await _page.read(params, context)
        return StepResult(
            value={
                "products": [product.model_dump(mode="json") for product in page.products],
                "found": len(page.products),
                "more": bool(page.next or page.more),
            },
            sources=_page.sources(page.products),
        )
