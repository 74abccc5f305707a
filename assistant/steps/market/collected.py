"""`market.collected`: what was collected into a table."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.market import Product
from assistant.domain.run import Source, StepResult
from assistant.domain.table import Condition
from assistant.errors import NotFound
from assistant.extensions import StepContext, StepKind, in_russian, local
from assistant.ports import Tables
from assistant.steps.market import _tables
from assistant.words import fold

MOST = 2_000


class TakeCollected(StepKind["TakeCollected.Params"]):
    """Takes the products that were collected into a table, of the newest day or of one. Gives `{products, day, phrases, shops, table}`.

    The names in them are from shops' pages: what writes or sends them asks first.
    """

    title = local("Take what was collected", "Взять собранное")
    about = local("Takes the products that were collected into a table", "Берёт товары, собранные в таблицу")

    class Params(BaseModel):
        """Which of them."""

        model_config = ConfigDict(extra="forbid")
        table: str = Field(
            default="",
            max_length=100,
            description="the table; empty: that of the market",
            title="Table",
            json_schema_extra=in_russian("Таблица", "таблица; пусто — таблица рынка"),
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

    untrusted = True
    shorthand = "table"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        name = params.table or await _tables.named(_tables.MARKET, context) or _tables.MARKET[context.language]
        try:
            table = await context.use(Tables).table(name)
        except NotFound:
            return StepResult(value={"products": [], "day": params.day, "phrases": [], "shops": [], "table": name})
        names = _tables.own_names(table.columns)
        where = [Condition(column=names["day"], value=params.day)] if params.day and "day" in names else []
        rows = await _tables.rows_of(table.id, context, *where, limit=100_000)
        wanted = {fold(phrase) for phrase in params.phrases}
        days = {str(row.get(names.get("day", "")) or "") for row in rows}
        day = params.day or max(days, default="")
        found = [
            product
            for row in rows
            if str(row.get(names.get("day", "")) or "") in (day, "")
            and (product := _tables.as_product(row)) is not None
            and (not wanted or fold(product.phrase) in wanted)
        ][:MOST]
        shops = list(dict.fromkeys(product.shop for product in found))
        sources = [Source(kind="page", who=shop, title=table.name, link=_first(found, shop)) for shop in shops]
        return StepResult(
            value={
                "products": [product.model_dump(mode="json") for product in found],
                "day": day,
                "phrases": list(dict.fromkeys(product.phrase for product in found)),
                "shops": shops,
                "table": table.name,
            },
            sources=tuple(sources),
        )


def _first(found: list[Product], shop: str) -> str:
    return next((product.link for product in found if product.shop == shop and product.link), "")
