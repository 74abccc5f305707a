"""The owner's tables that commands on markets live on: shops, costs, rates, what was collected; in either language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from pydantic import ValidationError

from assistant import sheet
from assistant.domain.base import Json, Language
from assistant.domain.market import Product, Shop
from assistant.domain.table import Column, Condition, TableQuery
from assistant.domain.value import Money
from assistant.errors import NotFound, StepRefused
from assistant.extensions.steps import StepContext
from assistant.market.rank import Cost
from assistant.pages import prices
from assistant.ports import Folders, Tables
from assistant.words import fold

SHOPS: Mapping[Language, str] = {"en": "Shops", "ru": "Магазины"}
COSTS: Mapping[Language, str] = {"en": "Costs", "ru": "Себестоимость"}
RATES: Mapping[Language, str] = {"en": "Rates", "ru": "Курсы"}
MARKET: Mapping[Language, str] = {"en": "Market", "ru": "Рынок"}
OWN: Mapping[Language, str] = {"en": "USD", "ru": "RUB"}
"""The currency rates are for when no table says so."""
_SHOP: Mapping[str, tuple[str, ...]] = {
    "name": ("shop", "магазин"), "address": ("search address", "адрес поиска", "address", "адрес"), "currency": ("currency", "валюта"),
    "item": ("item", "карточка"), "title": ("title", "название"), "price": ("price", "цена"), "rating": ("rating", "рейтинг", "оценка"),
    "reviews": ("reviews", "отзывы"), "link": ("link", "ссылка"), "next": ("next", "дальше"), "more": ("more", "ещё"),
}  # fmt: skip
_COST: Mapping[str, tuple[str, ...]] = {
    "name": ("product", "товар", "name", "название"), "cost": ("cost", "себестоимость", "закупка", "цена закупки"),
    "delivery": ("delivery", "доставка"), "commission": ("commission", "комиссия", "доля площадки"),
}  # fmt: skip
_RATE: Mapping[str, tuple[str, ...]] = {"currency": ("currency", "валюта"), "rate": ("rate", "курс")}
FOUND: Mapping[str, Mapping[Language, str]] = {
    "day": {"en": "Seen", "ru": "Когда"}, "phrase": {"en": "Searched for", "ru": "Запрос"}, "shop": {"en": "Shop", "ru": "Магазин"},
    "name": {"en": "Product", "ru": "Товар"}, "price": {"en": "Price", "ru": "Цена"}, "rating": {"en": "Rating", "ru": "Оценка"},
    "reviews": {"en": "Reviews", "ru": "Отзывы"}, "link": {"en": "Link", "ru": "Ссылка"}, "sponsored": {"en": "Advertised", "ru": "Реклама"},
    "available": {"en": "In stock", "ru": "В наличии"},
}  # fmt: skip
"""Columns of the table that is collected into."""
_TYPES = {"day": "date", "price": "money", "rating": "number", "reviews": "number", "sponsored": "yes_no", "available": "yes_no"}


async def named(names: Mapping[Language, str], context: StepContext) -> str | None:
    """The owner's table of this name in either language, his own first; None when he has none."""
    for name in (names[context.language], *names.values()):
        with suppress(NotFound):
            return (await context.use(Tables).table(name)).name
    return None


async def shops(context: StepContext, wanted: Sequence[str] = ()) -> list[Shop]:
    """The owner's shops, or those of these names. Raises StepRefused saying what to do when there is none."""
    table = await named(SHOPS, context)
    rows = await rows_of(table, context) if table else []
    found = [shop for row in rows if (shop := _shop(row)) is not None]
    if not found:
        raise StepRefused(
            "I know no shop yet. Say “add a shop” and give the address of its search results.",
            ru="Я ещё не знаю ни одного магазина. Скажите «добавь магазин» и дайте адрес страницы с результатами поиска.",
        )
    if wanted:
        known = {fold(shop.name): shop for shop in found}
        if lost := [name for name in wanted if fold(name) not in known]:
            there = ", ".join(shop.name for shop in found)
            raise StepRefused(
                f"I know no shop “{lost[0]}”. There are: {there}.", ru=f"Магазина «{lost[0]}» я не знаю. Есть: {there}."
            )
        return [known[fold(name)] for name in wanted]
    return found


def _shop(row: Mapping[str, Json]) -> Shop | None:
    fields = {name: str(value) for name, value in by_field(row, _SHOP).items() if value}
    if "name" not in fields or "address" not in fields:
        return None
    try:
        return Shop.model_validate({**fields, "currency": fields.get("currency", "").upper()})
    except ValidationError as error:
        fault = error.errors()[0]
        raise StepRefused(
            f"The shop “{fields['name']}” is described wrongly: {fault['loc'][0]}: {fault['msg']}.",
            ru=f"Магазин «{fields['name']}» описан неверно: {fault['loc'][0]}.",
        ) from error


async def costs(context: StepContext, source: str) -> list[Cost]:
    """What products cost the owner: from a CSV file in one of his folders, or a table; none when he has no such table."""
    if source.lower().endswith(".csv"):
        read = sheet.read(await context.use(Folders).read(source))
        rows: list[Mapping[str, Json]] = [dict(zip(read.names, row, strict=True)) for row in read.rows]
    else:
        table = source or await named(COSTS, context)
        rows = list(await rows_of(table, context)) if table else []
    return [cost for row in rows if (cost := _cost(row, context.language)) is not None]


def _cost(row: Mapping[str, Json], language: Language) -> Cost | None:
    fields = by_field(row, _COST)
    name, cost = str(fields.get("name") or "").strip(), _money(fields.get("cost"), OWN[language])
    if not name or cost is None:
        return None
    delivery = _money(fields.get("delivery"), cost.currency)
    return Cost(name, cost, delivery.amount if delivery else 0.0, part(fields.get("commission")))


async def rates(context: StepContext) -> dict[str, float]:
    """What one unit of a currency costs in the owner's; his own counts one. Only the owner's own when he has no such table."""
    table = await named(RATES, context)
    found: dict[str, float] = {}
    for row in await rows_of(table, context) if table else []:
        fields = by_field(row, _RATE)
        code, rate = str(fields.get("currency") or "").strip().upper(), amount(fields.get("rate"))
        if len(code) == 3 and rate is not None and rate > 0:
            found[code] = rate
    return found if 1 in found.values() else {OWN[context.language]: 1.0, **found}


async def rows_of(table: str, context: StepContext, *where: Condition, limit: int = 5_000) -> list[Mapping[str, Json]]:
    """The rows of a table, as they were added."""
    query = TableQuery(where=where, limit=limit)
    page = await context.use(Tables).find(table, query, language=context.language, today=context.now.date())
    return [row.values for row in page.rows]


def by_field(row: Mapping[str, Json], names: Mapping[str, Sequence[str]]) -> dict[str, Json]:
    """The cells of a row by what they mean, whichever language its columns are called in."""
    cells = {fold(name).strip(): value for name, value in row.items()}
    return {
        field: next((cells[fold(name)] for name in known if cells.get(fold(name)) not in (None, "")), None)
        for field, known in names.items()
    }


def columns(language: Language) -> list[Column]:
    """Those of a new table to collect into."""
    return [Column.model_validate({"name": said[language], "type": _TYPES.get(key, "text")}) for key, said in FOUND.items()]


def as_row(product: Product, day: str, names: Mapping[str, str]) -> dict[str, Json]:
    """A product as a row; `names` are the table's own columns."""
    price = {"amount": product.price.amount, "currency": product.price.currency} if product.price else None
    cells: dict[str, Json] = {**product.model_dump(mode="json"), "day": day, "price": price}
    return {names[key]: cells[key] for key in FOUND if key in names}


def own_names(table_columns: Sequence[Column]) -> dict[str, str]:
    """How the columns of a table are called that is collected into."""
    known = {fold(column.name): column.name for column in table_columns}
    return {key: known[fold(name)] for key, said in FOUND.items() for name in said.values() if fold(name) in known}


def as_product(row: Mapping[str, Json]) -> Product | None:
    """A row as a product; None for one somebody has emptied."""
    fields = by_field(row, {key: tuple(said.values()) for key, said in FOUND.items()})
    name, price = fields.get("name"), fields.get("price")
    if not name:
        return None
    return Product(
        shop=str(fields["shop"] or ""),
        phrase=str(fields["phrase"] or ""),
        name=str(name),
        price=Money.model_validate(price) if isinstance(price, Mapping) else None,
        rating=amount(fields["rating"]),
        reviews=int(amount(fields["reviews"]) or 0),
        link=str(fields["link"] or ""),
        sponsored=fields["sponsored"] is True,
        available=fields["available"] is not False,
    )


def _money(value: Json, currency: str) -> Money | None:
    if isinstance(value, Mapping):
        return Money.model_validate(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Money(amount=float(value), currency=currency)
    return prices.read(str(value), currency) if value else None


def amount(value: Json) -> float | None:
    """A number of a cell, however it is kept."""
    if isinstance(value, Mapping):
        value = value.get("amount")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return prices.number(str(value).strip().rstrip("%").strip()) if value else None


def part(value: Json) -> float:
    """A share as a part of one: 15, "15 %" and 0.15 are the same."""
    found = amount(value) or 0.0
    return min(found / 100 if found > 1 else found, 1.0)
