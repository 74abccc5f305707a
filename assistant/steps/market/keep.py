"""`market.keep`: a shop, kept in the owner's table of shops."""

from __future__ import annotations

from contextlib import suppress

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json, Language
from assistant.domain.market import Shop
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.table import Column
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Tables
from assistant.steps.market import _tables
from assistant.words import fold

_COLUMNS: dict[Language, dict[str, str]] = {
    "en": {
        "name": "Shop", "address": "Search address", "currency": "Currency", "more": "More", "item": "Item", "title": "Title",
        "price": "Price", "rating": "Rating", "reviews": "Reviews", "link": "Link", "next": "Next",
    },
    "ru": {
        "name": "Магазин", "address": "Адрес поиска", "currency": "Валюта", "more": "Ещё", "item": "Карточка", "title": "Название",
        "price": "Цена", "rating": "Рейтинг", "reviews": "Отзывы", "link": "Ссылка", "next": "Дальше",
    },
}  # fmt: skip


class KeepShop(StepKind["KeepShop.Params"]):
    """Adds a shop to the owner's table of shops, which is made when there is none. Gives the shop.

    Every cell can be changed in the table: where the structure of a page misleads, a selector in its column decides.
    """

    title = local("Keep a shop", "Запомнить магазин")
    about = local("Adds a shop to your table of shops", "Добавляет магазин в вашу таблицу магазинов")

    class Params(BaseModel):
        """The shop."""

        model_config = ConfigDict(extra="forbid")
        shop: Shop = Field(
            description="as `market.learn` gives it",
            title="Shop",
            json_schema_extra=in_russian("Магазин", "как его даёт `market.learn`"),
        )

    effect = Effect.WRITES
    shorthand = "shop"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        known: list[Shop] = []
        with suppress(StepRefused):
            known = await _tables.shops(context)
        port, names = context.use(Tables), _COLUMNS[context.language]
        table = await _tables.named(_tables.SHOPS, context)
        same = next((shop for shop in known if fold(shop.name) == fold(params.shop.name)), None)
        if same is not None and same.address != params.shop.address:
            raise StepRefused(
                f"There is a shop “{params.shop.name}” already; change it in the table “{table}”.",
                ru=f"Магазин «{params.shop.name}» уже есть; измените его в таблице «{table}».",
            )
        given = params.shop.model_dump()
        if same is not None:
            return StepResult(value=given, receipt=Receipt(kind="table", id=same.name, summary=f"{table}: {same.name}"))
        if table is None:
            columns = [Column(name=name) for name in names.values()]
            table = (await port.create(_tables.SHOPS[context.language], columns, key=context.key, language=context.language)).name
        row: dict[str, Json] = {own: given[field] for field, own in await self._own(table, context) if given.get(field)}
        today = context.now.date()
        (added,) = await port.add(table, [row], key=f"{context.key}:row", language=context.language, today=today)
        summary = f"{table}: {params.shop.name}"
        return StepResult(value=given, receipt=Receipt(kind="table", id=str(added.id), summary=summary))

    async def _own(self, table: str, context: StepContext) -> list[tuple[str, str]]:
        """The fields of a shop with the columns of the owner's table that mean them."""
        there = {fold(column.name): column.name for column in (await context.use(Tables).table(table)).columns}
        return [(field, there[fold(name)]) for names in _COLUMNS.values() for field, name in names.items() if fold(name) in there]

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        port = context.use(Tables)
        await port.revert(f"{context.key}:row")
        await port.revert(context.key)
        return f"Убран магазин: {receipt.summary}" if context.language == "ru" else f"Shop removed: {receipt.summary}"
