"""`market.compare`: offers of several shops beside one another."""

from __future__ import annotations

from collections.abc import Sequence

import anyio.to_thread
from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json, Language
from assistant.domain.market import Offer, Product
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.market import said
from assistant.market.compare import Compared, compared
from assistant.steps.market import _tables

_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "gone": "out of stock",
        "rate": "no rate for {codes}: add it to the table “Rates”",
        "priceless": "{count} without a price",
        "prices": "prices",
    },
    "ru": {
        "gone": "нет в наличии",
        "rate": "нет курса для {codes}: добавьте его в таблицу «Курсы»",
        "priceless": "без цены: {count}",
        "prices": "цены",
    },
}


class CompareOffers(StepKind["CompareOffers.Params"]):
    """Puts the same products of different shops together, in one currency, the cheapest first.

    Gives `{currency, products, rows, lines, notes, cheapest}`: `rows` are all offers by price as `{name, shop, cost, price, dearer,
    rating, reviews, link, available}`, `lines` one for each product, what fits the phrase best first; `cheapest` is the first row of the
    first line. Rates come from the owner's table of rates.
    """

    title = local("Compare offers", "Сравнить предложения")
    about = local(
        "Puts the same products of different shops together, in one currency, the cheapest first",
        "Сводит одинаковые товары разных магазинов, в одной валюте, сначала дешёвые",
    )

    class Params(BaseModel):
        """What to compare."""

        model_config = ConfigDict(extra="forbid")
        offers: list[Product] = Field(
            max_length=3_000,
            description="products as `market.offers` gives them",
            title="Offers",
            json_schema_extra=in_russian("Предложения", "товары, как их даёт `market.offers`"),
        )
        phrase: str = Field(
            default="",
            max_length=300,
            description="what was searched for",
            title="Searched for",
            json_schema_extra=in_russian("Что искали", "что искали"),
        )
        currency: str = Field(
            default="",
            pattern=r"^([A-Z]{3})?$",
            description="the currency to compare in; empty: the owner's",
            title="Currency",
            json_schema_extra=in_russian("Валюта", "в какой валюте сравнивать; пусто — в валюте владельца"),
        )

    shorthand = "offers"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        rates = await _tables.rates(context)
        result = await anyio.to_thread.run_sync(compared, params.offers, params.currency, rates, params.phrase)
        groups = [[_row(offer, context.language) for offer in group] for group in result.groups]
        rows = sorted((row for group in groups for row in group), key=lambda row: (row["cost"] is None, _amount(row)))
        lines: list[Json] = [_line(group, context.language) for group in result.groups]
        return StepResult(
            value={
                "currency": result.currency,
                "products": len(groups),
                "rows": list(rows),
                "lines": lines,
                "notes": _notes(result, context.language),
                "cheapest": groups[0][0] if groups else None,
            }
        )


def _row(offer: Offer, language: Language) -> dict[str, Json]:
    product = offer.product
    return {
        "name": product.name,
        "shop": product.shop,
        "cost": offer.cost.model_dump(mode="json") if offer.cost else None,
        "price": said.money(product.price, language) if product.price else "",
        "dearer": offer.dearer,
        "rating": product.rating,
        "reviews": product.reviews,
        "link": product.link,
        "available": product.available,
    }


def _amount(row: dict[str, Json]) -> float:
    return float(row["cost"]["amount"]) if row["cost"] else 0.0


def _line(group: Sequence[Offer], language: Language) -> dict[str, Json]:
    """One product with what it costs in each shop; its link leads to the cheapest."""
    first = group[0].product
    prices = " · ".join(_offered(offer, language) for offer in group)
    return {"text": first.name, _WORDS[language]["prices"]: prices, "link": first.link}


def _offered(offer: Offer, language: Language) -> str:
    product = offer.product
    own = said.money(product.price, language) if product.price else "—"
    here = said.money(offer.cost, language) if offer.cost else own
    also = f" ({own})" if offer.cost and product.price and offer.cost.currency != product.price.currency else ""
    more = f" +{said.percent(offer.dearer, language)}" if offer.dearer and offer.dearer >= 0.005 else ""
    gone = "" if product.available else f", {_WORDS[language]['gone']}"
    return f"{product.shop} {here}{also}{more}{gone}"


def _notes(result: Compared, language: Language) -> list[Json]:
    words, found = _WORDS[language], []
    if result.without_rate:
        found.append(words["rate"].format(codes=", ".join(result.without_rate)))
    if result.priceless:
        found.append(words["priceless"].format(count=result.priceless))
    return list(found)
