"""Commands from elsewhere and for elsewhere over the socket: looked at first, saved only when the owner says so."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.server.door import Door, Refused

pytestmark = [pytest.mark.unit, pytest.mark.anyio]

WORKFLOWS = Path(__file__).resolve().parents[1] / "data" / "n8n" / "workflows"


async def test_a_workflow_of_n8n_is_shown_before_it_is_saved_and_can_be_said_afterwards(door: Door) -> None:
    text = (WORKFLOWS / "28_Bitcoin_price_alert_to_Telegram_with_CoinPaprika.json").read_text(encoding="utf-8")
    async with door.window() as window:
        seen = await window.call("exchange.take_in", file="28.json", data=text)
        assert (seen["format"], seen["faults"], seen["conflicts"], seen["installed"]) == ("n8n", [], [], "")
        assert {piece["name"]: piece["outcome"] for piece in seen["report"]}["Send Telegram alert"] == "opaque"
        assert [one["kind"] for one in seen["permissions"]] == ["http", "n8n.node", "set"]
        assert seen["name"] not in {one["name"] for one in (await window.call("commands.list"))["commands"]}
        saved = await window.call("commands.save", key="key-of-save", name=seen["name"], text=seen["text"], why="imported")
        assert saved["saved"]
        assert seen["name"] in {one["name"] for one in (await window.call("commands.list"))["commands"]}


async def test_a_command_goes_out_as_a_bundle_and_comes_back_the_same(door: Door) -> None:
    async with door.window() as window:
        await window.finished(await window.say("hello"))
        out = await window.call("exchange.give_out", name="note", format="bundle")
        seen = await window.call("exchange.take_in", file=out["file"], data=out["data"], encoding="base64")
        assert (seen["format"], seen["name"], seen["text"]) == (
            "bundle",
            "note",
            (await window.call("commands.get", name="note"))["text"],
        )
        assert (seen["lies"], seen["difference"]) == (False, [])
        assert seen["permissions"] == [{"kind": "note.add", "effect": "writes", "what": ""}]


async def test_what_another_command_does_is_shown_as_what_it_does_here(door: Door) -> None:
    text = "title: x\nphrases: [x y]\nsteps:\n  - command: {name: note, slots: {text: tea}}\n  - command: hello\n"
    async with door.window() as window:
        await window.finished(await window.say("hello"))
        seen = await window.call("exchange.take_in", file="x.yaml", data=text)
    assert {one["what"]: one["effect"] for one in seen["permissions"]} == {"note": "writes", "hello": "reads"}


async def test_a_workflow_of_a_command_that_is_here_shows_what_would_change(door: Door) -> None:
    async with door.window() as window:
        await window.finished(await window.say("hello"))
        out = await window.call("exchange.give_out", name="hello", format="bundle")
        await window.call(
            "commands.save", key="key-of-save", name="hello", text="title: hello\nsteps: [{say: Good day.}]\n", base=0
        )
        seen = await window.call("exchange.take_in", file=out["file"], data=out["data"], encoding="base64")
        assert seen["installed"] == "title: hello\nsteps: [{say: Good day.}]\n"
        assert "steps[0].say" in [one["where"] for one in seen["difference"]]


async def test_what_is_no_such_file_is_refused_with_a_word(door: Door) -> None:
    async with door.window() as window:
        for data, encoding in (("{", "text"), ("no base64!", "base64"), (base64.b64encode(b"PK\x03\x04").decode(), "base64")):
            with pytest.raises(Refused):
                await window.call("exchange.take_in", file="x", data=data, encoding=encoding)
