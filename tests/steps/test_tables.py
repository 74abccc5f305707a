"""`table.*`: tables made, filled, asked, changed, carried in and out, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant import plugins, ports, sheet
from assistant.domain.table import Column, TableRow
from assistant.errors import NotFound, StepRefused
from assistant.extensions.steps import StepKind
from assistant.store.database import Database
from assistant.store.tables import Tables
from tests.fakes.ports import FakeContext, FakeFiles
from tests.steps.conftest import NOW, Act

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
EXPENSES = {"name": "Расходы", "columns": ["что", "сумма", "дата"]}
ROW = {"Что": "обед", "Сумма": "500", "Дата": "вчера"}


@pytest.fixture(autouse=True)
def tables(context: FakeContext, tmp_path: Path) -> Iterator[Tables]:
    """The real tables, in a database of their own; the owner speaks Russian."""
    database = Database(tmp_path / "tables.sqlite", lambda _told: None)
    database.open()
    context.language = "ru"
    context.ports = {**context.ports, ports.Tables: Tables(database)}
    yield Tables(database)
    database.close()


async def test_the_types_of_columns_are_guessed_from_their_names(act: Act) -> None:
    made = (await act("table.create", EXPENSES)).value
    assert [(column["name"], column.get("type", "text")) for column in made["columns"]] == [
        ("Что", "text"),
        ("Сумма", "money"),
        ("Дата", "date"),
    ]


async def test_columns_may_say_their_types(act: Act) -> None:
    columns = {
        "Имя": "text",
        "Статус": {"type": "choice", "choices": ["новый", "готов"]},
        "Долг": {"type": "money", "currency": "EUR"},
    }
    made = (await act("table.create", {"name": "Клиенты", "columns": columns})).value
    assert made["columns"][1]["choices"] == ["новый", "готов"]
    added = (await act("table.add", {"table": "клиенты", "values": {"имя": "Анна", "долг": 5}})).value
    assert added == {"id": 1, "Имя": "Анна", "Статус": None, "Долг": {"amount": 5, "currency": "EUR"}}


@pytest.mark.parametrize(
    "columns", [{"a": "money!"}, {"a": {"type": "choice"}}, {"a": {"kind": "text"}}, {"a": None}, {"": "text"}]
)
async def test_a_wrong_column_is_refused_in_words(columns: dict[str, Any], act: Act) -> None:
    with pytest.raises(StepRefused):
        await act("table.create", {"name": "x", "columns": columns})


async def test_rows_are_found_changed_and_removed_by_their_cells(act: Act) -> None:
    await act("table.create", EXPENSES)
    await act("table.add", {"table": "Расходы", "rows": [ROW, {"Что": "кофе", "Сумма": 100}, {"Что": "такси", "Сумма": 900}]})
    dear = await act("table.find", {"table": "расходы", "where": {"Сумма": {">": 400}}, "sort": "Сумма", "descending": True})
    assert [row["Что"] for row in dear.value] == ["такси", "обед"]
    changed = await act("table.update", {"table": "расходы", "where": {"Что": "ОБЕД"}, "values": {"Сумма": "550 руб."}})
    assert changed.value[0]["Сумма"]["amount"] == 550
    assert (await act("table.remove", {"table": "расходы", "id": changed.value[0]["id"]})).value == 1
    assert [row["Что"] for row in (await act("table.find", {"table": "расходы"})).value] == ["кофе", "такси"]


@pytest.mark.parametrize(("kind", "more"), [("table.remove", {}), ("table.update", {"values": {"Что": "x"}})])
async def test_all_rows_are_changed_only_when_all_are_said(kind: str, more: dict[str, Any], act: Act) -> None:
    await act("table.create", EXPENSES)
    await act("table.add", {"table": "Расходы", "values": ROW})
    with pytest.raises(StepRefused, match="every"):
        await act(kind, {"table": "Расходы", **more})
    assert (await act(kind, {"table": "Расходы", "every": True, **more})).receipt


async def test_totals(act: Act) -> None:
    await act("table.create", EXPENSES)
    await act(
        "table.add",
        {
            "table": "Расходы",
            "rows": [ROW, {**ROW, "Сумма": "€2"}, {**ROW, "Что": "чай", "Сумма": 0.1}, {**ROW, "Что": "чай", "Сумма": 0.2}],
        },
    )
    both = (await act("table.aggregate", {"table": "расходы"})).value
    assert both["column"] == "Сумма"
    assert {(part["amount"], part["currency"]) for part in both["value"]} == {(500.3, "RUB"), (2, "EUR")}
    tea = (await act("table.aggregate", {"table": "расходы", "where": {"Что": "чай"}})).value
    assert (tea["value"], tea["rows"]) == ({"amount": 0.3, "currency": "RUB"}, 2)
    by = (await act("table.aggregate", {"table": "расходы", "how": "count", "by": "Что"})).value
    assert {group["group"]: group["value"] for group in by["groups"]} == {"обед": 2, "чай": 2}
    shown = (await act("table.show", {"table": "расходы"})).value
    assert shown["lines"][-1] == "обед · 500\u00a0₽ · 04.05.2026"
    assert set(shown["total"].split(" + ")) == {"500,3\u00a0₽", "2\u00a0€"}


@pytest.mark.parametrize(
    ("said", "table", "cells", "missing"),
    [
        ("расходы обед, 500 рублей, вчера", "Расходы", ["обед", "500 рублей", "вчера"], []),
        ("расходов: обед; 500,50", "Расходы", ["обед", "500,50"], ["Дата"]),
        ("Расходы", "Расходы", [], ["Что", "Сумма", "Дата"]),
        ("расходы на дом краска", "Расходы на дом", ["краска"], ["Сумма", "Дата"]),
        ("расходы обед, 5, вчера, и ещё, кое-что", "Расходы", ["обед", "5", "вчера, и ещё, кое-что"], []),
    ],
)
async def test_words_say_the_table_and_its_cells(said: str, table: str, cells: list[str], missing: list[str], act: Act) -> None:
    await act("table.create", EXPENSES)
    await act("table.create", {**EXPENSES, "name": "Расходы на дом"})
    found = (await act("table.said", {"text": said})).value
    assert (found["table"], found["cells"], [column["name"] for column in found["missing"]]) == (table, cells, missing)


async def test_words_that_name_no_table_say_which_there_are(act: Act) -> None:
    await act("table.create", EXPENSES)
    with pytest.raises(StepRefused) as caught:
        await act("table.said", {"text": "доходы 5"})
    assert "Расходы" in caught.value.said("ru")


CHANGES: dict[str, dict[str, Any]] = {
    "table.create": {"name": "Новая", "columns": ["a"]},
    "table.add": {"table": "Расходы", "values": ROW},
    "table.update": {"table": "Расходы", "text": "кофе", "values": {"Сумма": 1}},
    "table.remove": {"table": "Расходы", "text": "кофе"},
    "table.drop": {"table": "Расходы"},
    "table.reshape": {
        "table": "Расходы",
        "name": "Траты",
        "add": {"Кто": "text"},
        "rename": {"что": "Товар"},
        "remove": ["дата"],
    },
    "table.import": {"table": "Расходы", "text": "Что;Сумма\nсок;90"},
}


@pytest.mark.parametrize("kind", CHANGES)
@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_change_happens_once_and_can_be_taken_back(
    kind: str, language: Any, act: Act, context: FakeContext, tables: Tables
) -> None:
    await act("table.create", EXPENSES)
    await act("table.add", {"table": "Расходы", "rows": [ROW, {"Что": "кофе"}]})
    before = [await act("table.list"), *[await act("table.find", {"table": "Расходы"})]]
    context.language = language
    first = await act(kind, CHANGES[kind], key="k")
    assert first.receipt and first.receipt.summary
    state = await tables.all()
    if kind not in ("table.drop", "table.reshape"):  # their own table has another name by now; the engine knows their receipt
        await act(kind, CHANGES[kind], key="k")
    assert await tables.all() == state
    context.key = "k"
    summary = await plugins.load("steps", kind, StepKind)().undo(first.receipt, context)
    assert any("а" <= letter <= "я" for letter in summary.split(":")[0]) == (language == "ru")
    assert [await act("table.list"), *[await act("table.find", {"table": "Расходы"})]] == before


async def test_a_file_makes_a_table_and_guesses_its_columns(act: Act) -> None:
    text = '\ufeffИмя;Телефон;Сумма;Дата;Взрослый\r\nАнна;+79001234567;1 200,50;01.05.2026;да\r\n"Иван;""Ваня""";007;5;02.05.2026;нет\r\n'
    taken = (await act("table.import", {"table": "Клиенты", "text": text})).value
    assert taken == {"table": "Клиенты", "added": 2, "ignored": []}
    rows = (await act("table.find", {"table": "Клиенты"})).value
    assert rows[0] == {
        "id": 1,
        "Имя": "Анна",
        "Телефон": "+79001234567",
        "Сумма": {"amount": 1200.5, "currency": "RUB"},
        "Дата": "2026-05-01",
        "Взрослый": True,
    }
    assert rows[1]["Имя"] == 'Иван;"Ваня"' and rows[1]["Телефон"] == "007"


async def test_one_bad_cell_refuses_the_file_and_is_named(act: Act) -> None:
    await act("table.create", EXPENSES)
    with pytest.raises(StepRefused) as caught:
        await act("table.import", {"table": "Расходы", "text": "Что;Сумма\nчай;5\nсок;дорого"})
    assert "Строка 2" in caught.value.said("ru") and "Сумма" in caught.value.said("ru")
    assert (await act("table.find", {"table": "Расходы"})).value == []


@pytest.mark.parametrize("text", ["", "\n\n", "a" * 10 + ";" * 200, "Нет;Такого\n1;2"])
async def test_a_file_that_cannot_be_taken_is_refused(text: str, act: Act) -> None:
    await act("table.create", EXPENSES)
    with pytest.raises((StepRefused, NotFound)):
        await act("table.import", {"table": "Расходы", "text": text or " "})


async def test_a_table_goes_out_and_comes_back_the_same(act: Act, context: FakeContext) -> None:
    await act("table.create", EXPENSES)
    await act(
        "table.add",
        {
            "table": "Расходы",
            "rows": [ROW, {"Что": "=1+1"}, {"Что": 'с "кавычкой"; и\nстрокой', "Сумма": "0,5"}, {"Что": "-минус"}],
        },
    )
    rows = (await act("table.find", {"table": "Расходы"})).value
    written = (await act("table.export", {"table": "Расходы"})).value
    files = context.use(ports.Files)
    assert isinstance(files, FakeFiles)
    text = files.files[written["path"]]
    assert "'=1+1" in text
    await act("table.import", {"table": "Копия", "text": text})
    copy = (await act("table.find", {"table": "Копия"})).value
    assert [{**row, "id": 0} for row in copy] == [{**row, "id": 0} for row in rows]


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from([";", ",", "\t", '"', "\n", "\r", "a", "1", "'", "=", "sep=;", "\ufeff", "\0"]), max_size=40).map(
        "".join
    )
)
def test_any_text_is_a_sheet_or_refused(text: str) -> None:
    try:
        found = sheet.read(text)
    except StepRefused:
        return
    assert found.names and all(len(row) == len(found.names) for row in found.rows)
    assert len({name.lower() for name in found.names}) == len(found.names)
    assert len(sheet.guessed(found, "ru", NOW.date())) == len(found.names)


@settings(max_examples=100, deadline=None)
@example(["=1", "'=1", "''=1", "'", "''a", "+7", "\t"], "ru")
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20), max_size=8),
    st.sampled_from(["ru", "en"]),
)
def test_any_texts_come_back_from_a_file_as_they_were(texts: list[str], language: Any) -> None:
    columns = (Column(name="a"), Column(name="b"))
    rows = [TableRow(id=number, values={"a": text, "b": "x"}) for number, text in enumerate(texts)]
    found = sheet.read(sheet.write(columns, rows, language))
    assert [row[0] for row in found.rows] == texts
