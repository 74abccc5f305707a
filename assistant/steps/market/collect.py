"""`market.collect`: what a shop offers, into a table."""

from __future__ import annotations

from contextlib import suppress

from pydantic import Field

from assistant.domain.base import Json
from assistant.domain.market import ProductPage
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.table import Condition, Table
from assistant.errors import NotFound, StepError, Unbegun, Undecided, Unreachable
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Tables
from assistant.steps.market import _page, _tables


class CollectOffers(StepKind["CollectOffers.Params"]):
    """Reads one page of what a shop finds and adds its products to a table, each once a day. Gives `{found, added, more}`.

    The table is made when there is none. "Undo" takes the rows out again.
    """

    title = local("Collect a shop's offers", "Собрать предложения магазина")
    about = local(
        "Reads one page of a shop's results in the browser and adds the products to a table",
        "Читает в браузере страницу результатов магазина и добавляет товары в таблицу",
    )

    class Params(_page.OnePage):
        """Which page of which search, and where to."""

        table: str = Field(
            min_length=1,
            max_length=100,
            description="the table; made when there is none",
            title="Table",
            json_schema_extra=in_russian("Таблица", "таблица; если её нет, она будет создана"),
        )

    effect = Effect.WRITES
    untrusted = True
    targets = ("table", "shop")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        page = await self._page(params, context)
        table, day = await self._table(params.table, context), context.now.date().isoformat()
        names = _tables.own_names(table.columns)
        seen = await self._seen(table, names, day, context)
        new = [product for product in page.products if (product.shop, product.phrase, product.link or product.name) not in seen]
        port, today = context.use(Tables), context.now.date()
        if new:
            rows = [_tables.as_row(product, day, names) for product in new]
            await port.add(table.id, rows, key=f"{context.key}:rows", language=context.language, today=today)
        value: dict[str, Json] = {"found": len(page.products), "added": len(new), "more": bool(page.next or page.more)}
        summary = f"{table.name}: +{len(new)} ({params.shop})"
        return StepResult(
            value=value,
            receipt=Receipt(kind="table", id=table.id, summary=summary),
            sources=_page.sources(page.products),
        )

    async def _page(self, params: Params, context: StepContext) -> ProductPage:
        try:
            return await _page.read(params, context)
        except (Unreachable, Undecided):
            raise
        except StepError as error:
            raise Unbegun.saying(error.both) from error

    async def _table(self, name: str, context: StepContext) -> Table:
        port = context.use(Tables)
        with suppress(NotFound):
            return await port.table(name)
        return await port.create(name, _tables.columns(context.language), key=context.key, language=context.language)

    @staticmethod
    async def _seen(table: Table, names: dict[str, str], day: str, context: StepContext) -> set[tuple[str, str, str]]:
        """What is in the table of today already."""
        if "day" not in names:
            return set()
        rows = await _tables.rows_of(table.id, context, Condition(column=names["day"], value=day), limit=100_000)
        found = [product for row in rows if (product := _tables.as_product(row)) is not None]
        return {(product.shop, product.phrase, product.link or product.name) for product in found}

    async def imagine(self, params: Params, context: StepContext) -> Json:
        """Nothing is opened in a dry run."""
        return {"found": 0, "added": 0, "more": False}

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        port = context.use(Tables)
        changes = [*await port.revert(f"{context.key}:rows"), *await port.revert(context.key)]
        rows = sum(change.rows for change in changes)
        return f"Убрано строк: {rows}" if context.language == "ru" else f"Rows removed: {rows}"
