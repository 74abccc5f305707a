"""A ranking of what was collected into a table: the same for whoever shows it and whoever writes it down."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import anyio.to_thread
from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Language
from assistant.domain.market import Product, Ranked
from assistant.domain.table import Condition
from assistant.errors import NotFound
from assistant.extensions.steps import StepContext, in_russian
from assistant.market import said
from assistant.market.rank import WEIGHTS, Ranking, ranking
from assistant.ports import Tables
from assistant.steps.market import _tables
from assistant.words import fold

MOST = 3_000
MOST_LINES = 40
_MARGIN: dict[Language, tuple[str, str]] = {"en": ("margin", "at a loss"), "ru": ("маржа", "в убыток")}


class Weights(BaseModel):
    """How much each part of the points counts."""

    model_config = ConfigDict(extra="forbid")
    margin: float = Field(default=WEIGHTS["margin"], ge=0, le=100, title="Margin", json_schema_extra=in_russian("Маржа"))
    demand: float = Field(default=WEIGHTS["demand"], ge=0, le=100, title="Demand", json_schema_extra=in_russian("Спрос"))
    rating: float = Field(default=WEIGHTS["rating"], ge=0, le=100, title="Rating", json_schema_extra=in_russian("Оценка"))


class OfCollected(BaseModel):
    """What of a table is ranked, and by which costs."""

    model_config = ConfigDict(extra="forbid")
    table: str = Field(
        default="",
        max_length=100,
        description="the table it was collected into; empty: that of the market",
        title="Table",
        json_schema_extra=in_russian("Таблица", "таблица, куда собрано; пусто — таблица рынка"),
    )
    phrases: list[str] = Field(
        default_factory=list,
        max_length=200,
        description="only what these phrases have found",
        title="Searched for",
        json_schema_extra=in_russian("По запросам", "только найденное по этим запросам"),
    )
    day: str = Field(
        default="",
        max_length=10,
        description="a day as 2026-05-05; empty: the newest",
        title="Day",
        json_schema_extra=in_russian("День", "день в виде 2026-05-05; пусто — последний"),
    )
    costs: str = Field(
        default="",
        max_length=4_000,
        description="a table, or a CSV file in one of the chosen folders; empty: the table of costs",
        title="Costs",
        json_schema_extra=in_russian("Себестоимость", "таблица или файл CSV в выбранной папке; пусто — таблица себестоимости"),
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


@dataclass(frozen=True, slots=True)
class RankedMarket:
    """A ranking with what it was made of."""

    ranking: Ranking
    table: str
    day: str
    phrases: list[str]
    rates: dict[str, float]
    products: list[Product]

    def lines(self, language: Language) -> list[str]:
        """The first of the ranked, one in a line."""
        return [
            f"{place}. {one.name} — {said.money(one.price, language)}, {margin_of(one, language)}"
            for place, one in enumerate(self.ranking.ranked[:MOST_LINES], start=1)
        ]


def margin_of(one: Ranked, language: Language) -> str:
    """What is left of a sale, in words."""
    word, loss = _MARGIN[language]
    if one.margin is None:
        return "—"
    shown = f"{word} {said.money(one.margin, language)} ({said.percent(one.share or 0, language)})"
    return shown if one.margin.amount > 0 else f"{shown}, {loss}"


async def ranked(params: OfCollected, context: StepContext) -> RankedMarket:
    """Rank what is in the table; nothing when there is none."""
    name = params.table or await _tables.named(_tables.MARKET, context) or _tables.MARKET[context.language]
    day, products = await _collected(name, params, context)
    costs, rates = await _tables.costs(context, params.costs), await _tables.rates(context)
    work = partial(ranking, products, costs, params.currency, rates, params.weights.model_dump())
    return RankedMarket(
        ranking=await anyio.to_thread.run_sync(work),
        table=name,
        day=day,
        phrases=list(dict.fromkeys(product.phrase for product in products)),
        rates=rates,
        products=products,
    )


async def _collected(name: str, params: OfCollected, context: StepContext) -> tuple[str, list[Product]]:
    """The day, and the products of that day."""
    try:
        table = await context.use(Tables).table(name)
    except NotFound:
        return params.day, []
    names = _tables.own_names(table.columns)
    dated = names.get("day", "")
    where = [Condition(column=dated, value=params.day)] if params.day and dated else []
    rows = await _tables.rows_of(table.id, context, *where, limit=100_000)
    day = params.day or max((str(row.get(dated) or "") for row in rows), default="")
    wanted = {fold(phrase) for phrase in params.phrases}
    found = [
        product
        for row in rows
        if str(row.get(dated) or "") in (day, "")
        and (product := _tables.as_product(row)) is not None
        and (not wanted or fold(product.phrase) in wanted)
    ]
    return day, found[:MOST]
