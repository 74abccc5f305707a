"""`market.rank`: what of all that was found is worth selling."""

from __future__ import annotations

from functools import partial

import anyio.to_thread
from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json, Language
from assistant.domain.market import Product, Ranked
from assistant.domain.run import StepResult
from assistant.extensions import StepContext, StepKind, in_russian, local
from assistant.market import said
from assistant.market.rank import WEIGHTS, ranking
from assistant.steps.market import _tables


class Weights(BaseModel):
    """How much each part of the points counts."""

    model_config = ConfigDict(extra="forbid")
    margin: float = Field(default=WEIGHTS["margin"], ge=0, le=100, title="Margin", json_schema_extra=in_russian("Маржа"))
    demand: float = Field(default=WEIGHTS["demand"], ge=0, le=100, title="Demand", json_schema_extra=in_russian("Спрос"))
    rating: float = Field(default=WEIGHTS["rating"], ge=0, le=100, title="Rating", json_schema_extra=in_russian("Оценка"))


class RankProducts(StepKind["RankProducts.Params"]):
    """Works out what is left of each sale, by the owner's costs, and ranks the products: margin, demand by reviews, rating.

    Gives `{currency, ranked, unknown, best, lines, rates, weights, offers, without_rate}`: `ranked` have a known margin, the best first;
    `unknown` have no cost in the table. `costs` is a table or a CSV file with a product, its cost and, if there is, delivery and the
    shop's commission.
    """

    title = local("Rank what to sell", "Выбрать, что продавать")
    about = local(
        "Works out the margin by your costs and ranks products by margin, demand and rating",
        "Считает маржу по вашей себестоимости и ранжирует товары по марже, спросу и оценке",
    )

    class Params(BaseModel):
        """What was found, and what it costs the owner."""

        model_config = ConfigDict(extra="forbid")
        products: list[Product] = Field(
            max_length=5_000,
            description="products as `market.collected` gives them",
            title="Products",
            json_schema_extra=in_russian("Товары", "товары, как их даёт `market.collected`"),
        )
        costs: str = Field(
            default="",
            max_length=4_000,
            description="a table, or a CSV file in one of the chosen folders; empty: the table of costs",
            title="Costs",
            json_schema_extra=in_russian(
                "Себестоимость", "таблица или файл CSV в выбранной папке; пусто — таблица себестоимости"
            ),
        )
        currency: str = Field(
            default="",
            pattern=r"^([A-Z]{3})?$",
            description="empty: that of the costs",
            title="Currency",
            json_schema_extra=in_russian("Валюта", "пусто — валюта себестоимости"),
        )
        weights: Weights = Field(
            default=Weights(),
            description="how much margin, demand and rating count",
            title="Weights",
            json_schema_extra=in_russian("Веса", "сколько значат маржа, спрос и оценка"),
        )

    shorthand = "products"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        costs, rates = await _tables.costs(context, params.costs), await _tables.rates(context)
        weights = params.weights.model_dump()
        work = partial(ranking, params.products, costs, params.currency, rates, weights)
        result = await anyio.to_thread.run_sync(work)
        ranked: list[Json] = [_value(one) for one in result.ranked]
        return StepResult(
            value={
                "currency": result.currency,
                "ranked": ranked,
                "unknown": [_value(one) for one in result.unknown],
                "best": ranked[0] if result.ranked and result.ranked[0].score > 0 else None,
                "lines": [_line(place, one, context.language) for place, one in enumerate(result.ranked, start=1)],
                "rates": dict(rates),
                "weights": dict(weights),
                "offers": result.offers,
                "without_rate": list(result.without_rate),
            }
        )


def _value(one: Ranked) -> dict[str, Json]:
    return one.model_dump(mode="json")


def _line(place: int, one: Ranked, language: Language) -> dict[str, Json]:
    margin = f"{said.money(one.margin, language)} ({said.percent(one.share or 0, language)})" if one.margin else ""
    return {
        "text": f"{place}. {one.name} — {said.money(one.price, language)}",
        "margin" if language == "en" else "маржа": margin,
        "link": one.link,
    }
