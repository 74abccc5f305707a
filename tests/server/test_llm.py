"""The language model over the wire: connected, tried, disconnected; its key is told to nobody and written nowhere in the clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.model_server import Says, model_server
from tests.server.door import Door, Refused

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
KEY = "sk-owner-0123456789"


def files_with(folder: Path, secret: str) -> list[str]:
    return [str(path) for path in folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


async def test_a_model_is_connected_tried_and_let_go_and_its_key_is_nowhere_in_the_clear(
    door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with model_server([Says('{"works": true, "word": "hello"}')], models=["only"]) as server, door.window() as window:
        assert (await window.call("llm.status"))["state"] == "off"
        assert not (await window.call("llm.test"))["ok"]
        offered = await window.call("llm.connect", base_url=server.url, api_key=KEY)
        assert [(model["name"], model["price_source"]) for model in offered["models"]] == [("only", "free")]
        await window.until(lambda event: event["type"] == "llm.changed" and event["state"] == "ready")
        assert (await window.call("llm.test"))["ok"]
        status = await window.call("llm.status")
        assert (status["state"], status["model"], status["has_key"], status["spent"]["calls"]) == ("ready", "only", True, 1)
        assert (await window.call("llm.models"))["models"] == offered["models"]
        ledger = await window.call("llm.ledger")
        assert [(entry["purpose"], entry["state"]) for entry in ledger["entries"]] == [("test", "settled")]
        settings = await window.call("settings.get")
        assert settings["settings"]["llm"]["base_url"] == server.url
        assert KEY not in repr((settings, status, ledger, window.envelopes))
        assert KEY not in caplog.text and files_with(tmp_path, KEY) == []
        assert server.keys == [KEY]
        await window.call("llm.disconnect")
        assert (await window.call("llm.status"))["state"] == "off"


async def test_a_server_that_is_not_there_is_refused_with_what_to_do(door: Door) -> None:
    async with door.window() as window:
        with pytest.raises(Refused, match="cannot be reached"):
            await window.call("llm.connect", base_url="http://127.0.0.1:9/v1", api_key=KEY)
        assert (await window.call("llm.status"))["base_url"] == ""


async def test_prices_and_more_for_today_are_set(door: Door) -> None:
    async with door.window() as window:
        await window.call("llm.prices", model="big", input_price=1.5, output_price=2)
        assert (await window.call("settings.get"))["settings"]["llm"]["prices"] == {"big": {"input": 1.5, "output": 2.0}}
        await window.call("llm.prices", model="big")
        assert (await window.call("settings.get"))["settings"]["llm"]["prices"] == {}
        for _again in range(2):
            assert (await window.call("llm.allow", key="the-same-key", amount=2))["more_today"] == 2
