"""Tables: typed cells, names that are never SQL, one way back for every change."""

from __future__ import annotations

from datetime import date
from typing import Any

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.base import Json, Language
from assistant.domain.table import Column, Condition, TableQuery
from assistant.errors import Conflict, NotFound, StepRefused
from assistant.store.database import Database
from assistant.store.tables import Tables
from tests.store.conftest import Opened

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
TODAY = date(2026, 5, 5)
COLUMNS = (
    Column(name="Что"),
    Column(name="Сумма", type="money"),
    Column(name="Дата", type="date"),
    Column(name="Штук", type="number"),
    Column(name="Оплачено", type="yes_no"),
    Column(name="Статус", type="choice", choices=("новый", "готов")),
)


class Kept:
    """Tables with what every call needs filled in; each call is a step of its own unless `key` is given."""

    def __init__(self, tables: Tables, language: Language = "ru") -> None:
        self.tables, self.language, self._count = tables, language, 0

    def _key(self, key: str) -> str:
        self._count += 1
        return key or f"run:{self._count}"

    async def create(self, name: str = "Расходы", columns: tuple[Column, ...] = COLUMNS, key: str = "") -> Any:
        return await self.tables.create(name, columns, key=self._key(key), language=self.language)

    async def add(self, *rows: dict[str, Json], table: str = "Расходы", key: str = "") -> Any:
        return await self.tables.add(table, rows, key=self._key(key), language=self.language, today=TODAY)

    async def update(self, values: dict[str, Json], key: str = "", **query: Any) -> Any:
        return await self.tables.update(
            "Расходы", TableQuery(**query), values, key=self._key(key), language=self.language, today=TODAY
        )

    async def remove(self, key: str = "", **query: Any) -> int:
        return await self.tables.remove("Расходы", TableQuery(**query), key=self._key(key), language=self.language, today=TODAY)

    async def what(self, table: str = "Расходы", **query: Any) -> list[str]:
        page = await self.tables.find(table, TableQuery(**query), language=self.language, today=TODAY)
        return [str(next(iter(row.values.values()))) for row in page.rows]

    async def total(self, how: Any, of: str = "", by: str = "", each: str = "", **query: Any) -> list[tuple[Json, Json]]:
        groups = await self.tables.total("Расходы", TableQuery(**query), how, of, by, each, language=self.language, today=TODAY)
        return [(group.group, group.value) for group in groups]


@pytest.fixture
def kept(opened: Opened) -> Kept:
    """No table yet."""
    return Kept(Tables(opened.database))


@pytest.fixture
async def spent(kept: Kept) -> Kept:
    """Four rows of expenses."""
    await kept.create()
    await kept.add(
        {"Что": "Ёлка", "Сумма": "1 500,50", "Дата": "31.12.2025", "Штук": 1, "Оплачено": "да", "Статус": "готов"},
        {"Что": "обед", "сумма": "500 рублей", "Дата": "вчера", "Штук": "2", "Оплачено": True, "Статус": "НОВЫЙ"},
        {"Что": "Кофе", "Сумма": {"amount": 3, "currency": "EUR"}, "Дата": "2026-05-04", "Оплачено": "нет"},
        {"Что": "обед", "Сумма": 700, "Дата": {"at": "2026-04-01T10:00:00+03:00"}, "Штук": 2.5},
    )
    return kept


async def test_cells_are_read_by_the_type_of_their_column(spent: Kept) -> None:
    page = await spent.tables.find("расходы", TableQuery(), language="ru", today=TODAY)
    assert page.rows[0].values == {
        "Что": "Ёлка", "Сумма": {"amount": 1500.5, "currency": "RUB"}, "Дата": "2025-12-31", "Штук": 1, "Оплачено": True, "Статус": "готов",
    }  # fmt: skip
    assert page.rows[1].values["Дата"] == "2026-05-04"
    assert page.rows[1].values["Статус"] == "новый"
    assert page.rows[2].values["Штук"] is None


@pytest.mark.parametrize(
    ("column", "raw"),
    [
        ("Сумма", "много"),
        ("Сумма", True),
        ("Дата", "31.02.2026"),
        ("Дата", "скоро"),
        ("Штук", "два"),
        ("Штук", 1e400),
        ("Штук", [1]),
        ("Оплачено", "может быть"),
        ("Статус", "нет такого"),
        ("Что", "x" * 20_000),
        ("Что", "a\0b"),
        ("Сумма", {"amount": 1, "currency": "'; drop"}),
        ("Нет", 1),
    ],
)
async def test_a_cell_that_does_not_fit_is_refused_by_name_and_nothing_is_added(column: str, raw: Any, spent: Kept) -> None:
    with pytest.raises(StepRefused) as caught:
        await spent.add({"Что": "хорошо"}, {column: raw})
    assert column in caught.value.said("ru") and column in caught.value.said("en")
    assert len(await spent.what()) == 4


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"text": "елка"}, ["Ёлка"]),
        ({"text": "ОБЕД 500"}, ["обед"]),
        ({"text": "04.05.2026"}, ["обед", "Кофе"]),
        ({"where": [("что", "=", "ЁЛКА")]}, ["Ёлка"]),
        ({"where": [("Что", "contains", "ОФ")]}, ["Кофе"]),
        ({"where": [("Сумма", ">", "600")]}, ["Ёлка", "обед"]),
        ({"where": [("Сумма", ">=", 500), ("Сумма", "<=", 700)]}, ["обед", "обед"]),
        ({"where": [("Дата", "<", "01.01.2026")]}, ["Ёлка"]),
        ({"where": [("Дата", "=", "вчера")]}, ["обед", "Кофе"]),
        ({"where": [("Штук", "empty", True)]}, ["Кофе"]),
        ({"where": [("Штук", "empty", False)]}, ["Ёлка", "обед", "обед"]),
        ({"where": [("Оплачено", "=", "да")]}, ["Ёлка", "обед"]),
        ({"where": [("Статус", "!=", "готов")]}, ["обед", "Кофе", "обед"]),
        ({"sort": "Сумма"}, ["Кофе", "обед", "обед", "Ёлка"]),
        ({"sort": "Что"}, ["Ёлка", "Кофе", "обед", "обед"]),
        ({"sort": "Штук", "descending": True}, ["обед", "обед", "Ёлка", "Кофе"]),
        ({"descending": True, "limit": 2, "offset": 1}, ["Кофе", "обед"]),
        ({"ids": (2, 3)}, ["обед", "Кофе"]),
    ],
)  # fmt: skip
async def test_rows_are_found(query: dict[str, Any], found: list[str], spent: Kept) -> None:
    conditions = [Condition(column=column, op=op, value=value) for column, op, value in query.get("where", [])]
    assert await spent.what(**{**query, "where": tuple(conditions)}) == found


async def test_money_of_two_currencies_is_never_added_together(spent: Kept) -> None:
    assert sorted(await spent.total("sum", "Сумма"), key=str) == [
        (None, {"amount": 2700.5, "currency": "RUB"}),
        (None, {"amount": 3, "currency": "EUR"}),
    ]
    assert await spent.total("sum", "Сумма", where=(Condition(column="Что", value="кофе"),)) == [
        (None, {"amount": 3, "currency": "EUR"})
    ]


async def test_totals_by_a_column(spent: Kept) -> None:
    assert dict(await spent.total("count", by="Что")) == {"Кофе": 1, "обед": 2, "Ёлка": 1}
    assert await spent.total("count", by="Дата", each="month") == [("2025-12", 1), ("2026-04", 1), ("2026-05", 2)]
    assert await spent.total("avg", "Штук") == [(None, 1.833333)]
    assert await spent.total("max", "Дата") == [(None, "2026-05-04")]
    assert await spent.total("count") == [(None, 4)]
    with pytest.raises(StepRefused):
        await spent.total("sum", "Что")


async def test_every_change_is_done_once_for_its_key(spent: Kept) -> None:
    for _again in range(2):
        await spent.create("Клиенты", key="c")
        assert [row.values["Что"] for row in await spent.add({"Что": "чай"}, key="a")] == ["чай"]
        assert len(await spent.update({"Штук": 9}, key="u", text="обед")) == 2
        assert await spent.remove(key="r", text="кофе") == 1
    assert await spent.what() == ["Ёлка", "обед", "обед", "чай"]
    assert len(await spent.tables.all()) == 2


async def test_every_change_can_be_taken_back(spent: Kept) -> None:
    before = await spent.tables.find("Расходы", TableQuery(), language="ru", today=TODAY)
    await spent.add({"Что": "чай"}, {"Что": "сахар"}, key="a")
    assert [change.rows for change in await spent.tables.revert("a")] == [2]
    await spent.update({"Штук": 9, "Сумма": None}, key="u", text="обед")
    await spent.tables.revert("u")
    await spent.remove(key="r", where=(Condition(column="Штук", op=">", value=0),))
    assert await spent.what() == ["Кофе"]
    await spent.tables.revert("r")
    await spent.tables.drop("Расходы", key="d")
    with pytest.raises(NotFound):
        await spent.what()
    await spent.tables.revert("d")
    assert await spent.tables.find("Расходы", TableQuery(), language="ru", today=TODAY) == before
    assert await spent.tables.revert("d") == []


async def test_what_was_changed_again_is_not_taken_back(spent: Kept) -> None:
    await spent.add({"Что": "чай"}, key="a")
    await spent.update({"Что": "зелёный чай"}, key="u", text="чай")
    with pytest.raises(Conflict):
        await spent.tables.revert("a")
    await spent.remove(key="r", text="зелёный")
    with pytest.raises(Conflict):
        await spent.tables.revert("u")
    for key in ("r", "u", "a"):
        await spent.tables.revert(key)
    assert len(await spent.what()) == 4


async def test_a_removed_column_goes_with_its_cells_and_comes_back_with_them(spent: Kept) -> None:
    table = await spent.tables.table("Расходы")
    left = [column for column in table.columns if column.name != "Штук"]
    shape = [*left, Column(name="Примечание")]
    after = await spent.tables.reshape("Расходы", "Траты", shape, key="s", language="ru")
    assert [column.name for column in after.columns][-1] == "Примечание"
    page = await spent.tables.find("траты", TableQuery(), language="ru", today=TODAY)
    assert all(row.values["Примечание"] is None for row in page.rows)
    await spent.tables.revert("s")
    assert await spent.what(where=(Condition(column="Штук", value=1),)) == ["Ёлка"]


@pytest.mark.parametrize(
    "columns",
    [
        (),
        (Column(name="a"), Column(name="A")),
        (Column(name="ё"), Column(name="е")),
        (Column(name="ID"),),
        (Column(name=" "),),
        (Column(name="a\nb"),),
        (Column(name="c", type="choice"),),
        tuple(Column(name=f"c{n}") for n in range(101)),
    ],
)
async def test_a_table_that_cannot_be_is_refused(columns: tuple[Column, ...], kept: Kept) -> None:
    with pytest.raises(StepRefused):
        await kept.create(columns=columns)


async def test_two_tables_cannot_have_one_name(spent: Kept) -> None:
    with pytest.raises(StepRefused):
        await spent.create("РАСХОДЫ")


async def test_a_table_that_is_not_there_is_said_with_those_that_are(spent: Kept) -> None:
    with pytest.raises(NotFound, match="Расходы"):
        await spent.what("Доходы")


NAMES = st.text(min_size=1, max_size=20) | st.sampled_from(
    ["'; drop table owner_row; --", '"', "a\"b'c", "select", "$.c1", "c1", "{{ 7*7 }}", ":table", "[x]", "%", "name' or '1'='1"]
)


@settings(max_examples=80, deadline=None)
@given(name=NAMES, column=NAMES, value=st.text(max_size=30) | NAMES)
def test_any_name_and_any_value_is_data_and_never_sql(
    tmp_path_factory: pytest.TempPathFactory, name: str, column: str, value: str
) -> None:
    async def tried() -> None:
        database = Database(tmp_path_factory.mktemp("any") / "a.sqlite", lambda _told: None)
        database.open()
        try:
            kept = Kept(Tables(database))
            await kept.create("other", (Column(name="a"),))
            try:
                table = await kept.create(name, (Column(name=column),))
                added = await kept.add({column: value}, table=table.id)
            except StepRefused:
                return
            found = added[0].values[table.columns[0].name]
            assert found == (value.strip() or None)
            if found:
                where = (Condition(column=column, value=value),)
                assert await kept.what(table.id, where=where, sort=column) == [found]
            assert len(await kept.tables.all()) == 2
        finally:
            database.close()

    anyio.run(tried)
