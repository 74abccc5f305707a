"""`market.rank`: what of all that was collected is worth selling."""

from __future__ import annotations

from assistant.domain.base import Json, Language
from assistant.domain.market import Ranked
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.market import said
from assistant.steps.market import _page, _ranked


class RankProducts(StepKind["RankProducts.Params"]):
    """Works out what is left of each sale, by the owner's costs, and ranks what was collected: margin, demand by reviews, rating.

    Gives `{offers, products, best, lines, items, day, phrases, table, currency, without_cost, without_rate}`: `lines` are the ranked, the
    best first, `items` the same with links; `best` is the first that leaves a margin. `costs` is a table or a CSV file with a product,
    its cost and, if there is, delivery and the shop's commission. The names in it are from shops' pages: what writes them asks first.
    """

    title = local("Rank what to sell", "Выбрать, что продавать")
    about = local(
        "Works out the margin by your costs and ranks what was collected by margin, demand and rating",
        "Считает маржу по вашей себестоимости и ранжирует собранное по марже, спросу и оценке",
    )

    class Params(_ranked.OfCollected):
        """What is ranked."""

    untrusted = True
    shorthand = "table"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        market = await _ranked.ranked(params, context)
        result = market.ranking
        best = result.ranked[0].model_dump(mode="json") if result.ranked and result.ranked[0].score > 0 else None
        items: list[Json] = [
            _item(line, one, context.language) for line, one in enumerate(result.ranked[: _ranked.MOST_LINES], 1)
        ]
        return StepResult(
            value={
                "offers": result.offers,
                "products": len(result.ranked) + len(result.unknown),
                "best": best,
                "lines": list(market.lines(context.language)),
                "items": items,
                "day": market.day,
                "phrases": list(market.phrases),
                "table": market.table,
                "currency": result.currency,
                "without_cost": len(result.unknown),
                "without_rate": list(result.without_rate),
            },
            sources=_page.sources(market.products),
        )


def _item(place: int, one: Ranked, language: Language) -> dict[str, Json]:
    price = said.money(one.price, language)
    return {"text": f"{place}. {one.name} — {price}, {_ranked.margin_of(one, language)}", "link": one.link}
