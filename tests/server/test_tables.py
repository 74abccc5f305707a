"""Tables from the window: seen, changed cell by cell, carried in piece by piece, and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.errors import AssistantError, NotFound
from assistant.server.uploads import AT_ONCE, MOST, Uploads
from tests.server.door import Door, Refused, Window

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
COLUMNS = [{"name": "What"}, {"name": "Amount", "type": "money"}]


async def made(window: Window) -> str:
    """A table of two rows; its id."""
    table: str = (await window.call("tables.create", key="create-1", name="Expenses", columns=COLUMNS))["table"]["id"]
    await window.call("tables.add", key="add-rows-1", table=table, rows=[{"What": "tea", "Amount": "$5"}, {"What": "taxi"}])
    return table


async def rows(window: Window, **query: Any) -> list[dict[str, Any]]:
    page = (await window.call("tables.find", table="expenses", query=query))["page"]
    return [row["values"] for row in page["rows"]]


async def test_a_cell_is_set_once_told_to_every_window_and_taken_back(door: Door) -> None:
    async with door.window() as window, door.window() as other:
        table = await made(window)
        change = {"key": "change-cell-1", "table": table, "ids": [2], "values": {"Amount": "1,200"}}
        for _again in range(2):
            changed = (await window.call("tables.update", **change))["rows"]
            assert changed[0]["values"]["Amount"] == {"amount": 1200, "currency": "USD"}
        await other.until(lambda event: event["type"] == "table.changed" and event["table"] and event["table"]["rows"] == 2)
        await window.call("tables.revert", key="change-cell-1")
        assert await rows(window, sort="Amount") == [
            {"What": "tea", "Amount": {"amount": 5, "currency": "USD"}},
            {"What": "taxi", "Amount": None},
        ]


async def test_what_does_not_fit_is_refused_with_a_word(door: Door) -> None:
    async with door.window() as window:
        table = await made(window)
        with pytest.raises(Refused, match="Amount"):
            await window.call("tables.update", key="wrong-cell-1", table=table, ids=[1], values={"Amount": "dear"})
        with pytest.raises(Refused, match="Expenses"):
            await window.call("tables.find", table="nothing")
        with pytest.raises(Refused, match="Colour"):
            await window.call("tables.find", table=table, query={"sort": "Colour"})


async def test_rows_and_tables_go_and_come_back(door: Door) -> None:
    async with door.window() as window:
        table = await made(window)
        await window.call("tables.remove", key="remove-row-1", table=table, ids=[1])
        assert len(await rows(window)) == 1
        await window.call("tables.drop", key="drop-table-1", table=table)
        assert (await window.call("tables.list"))["tables"] == []
        for key in ("drop-table-1", "remove-row-1"):
            await window.call("tables.revert", key=key)
        assert len(await rows(window)) == 2


async def test_a_file_comes_in_pieces_and_goes_out_whole(door: Door) -> None:
    async with door.window() as window:
        text = "What;Amount\r\n" + "".join(f"thing {number};{number}\r\n" for number in range(9_000))
        pieces = [text[start : start + 50_000] for start in range(0, len(text), 50_000)]
        assert len(pieces) > 1
        for number, piece in enumerate(pieces):
            for again in range(2):
                await window.call("tables.upload", key=f"piece-{number}-{again}", upload="upload-1", number=number, text=piece)
        taken = await window.call("tables.import", key="import-1", table="Things", upload="upload-1")
        assert (taken["added"], taken["ignored"], taken["table"]["rows"]) == (9_000, [], 9_000)
        out = await window.call("tables.export", table="things", query={"text": "thing 77", "limit": 1})
        assert out["name"] == "Things.csv"
        assert len(out["text"].splitlines()) == 1 + sum("77" in str(number) for number in range(9_000))
        groups = (await window.call("tables.total", table="things", how="sum", of="Amount"))["groups"]
        assert groups[0]["value"]["amount"] == sum(range(9_000))
        await window.call("tables.revert", key="import-1")
        assert (await window.call("tables.list"))["tables"] == []


def test_pieces_are_bounded_and_in_order() -> None:
    uploads = Uploads()
    with pytest.raises(AssistantError):
        uploads.add("a", 1, "x")
    with pytest.raises(AssistantError):
        for number in range(3):
            uploads.add("b", number, "x" * (MOST // 2))
    for number in range(AT_ONCE + 1):
        uploads.add(f"file {number}", 0, "x")
    with pytest.raises(NotFound):
        uploads.take("file 0")
    assert uploads.take("file 1") == "x"
