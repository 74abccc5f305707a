"""Webhooks over real HTTP: opened by their secret, bounded, and silent about what they know."""

from __future__ import annotations

import logging

import httpx
import pytest

from assistant.triggers.triggers import MAX_BODY
from tests.server.door import COMMANDS, Door, Window

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


async def address(door: Door, window: Window) -> str:
    """The whole address of a new webhook, once the commands are loaded."""
    await window.finished(await window.say("hello"))
    (trigger,) = (await window.call("triggers.list"))["triggers"]
    path = (await window.call("triggers.rotate", key="rotate-it-1", id=trigger["id"]))["path"]
    return f"{door.url}{path}"


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """One command with a webhook."""
    text = "slots: {body: {type: text, required: false}}\ntriggers: [{webhook: orders}]\nsteps: [{say: '{{ body }}'}]\n"
    monkeypatch.setitem(COMMANDS, "orders", text)


async def post(url: str, **more: object) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(url, **more)  # type: ignore[arg-type]


async def test_a_call_starts_the_command_and_tells_the_caller_nothing(commands: None, door: Door) -> None:
    async with door.window() as window:
        url = await address(door, window)
        answer = await post(
            url, content="свежий заказ".encode(), headers={"Host": "tunnel.example", "Origin": "https://shop.example"}
        )
        assert (answer.status_code, answer.text) == (202, "Accepted.")
        assert (await window.until(lambda event: event["type"] == "trigger.fired"))["kind"] == "webhook"
        assert (await window.until(lambda event: event["type"] == "message.said" and event["text"] != "Hello."))[
            "text"
        ] == "свежий заказ"


async def test_a_wrong_name_and_a_wrong_secret_look_the_same(commands: None, door: Door) -> None:
    async with door.window() as window:
        url = await address(door, window)
        secret = url.rsplit("/", 1)[1]
        wrong = [
            f"{door.url}/hook/orders/{'x' * 43}",
            f"{door.url}/hook/other/{secret}",
            f"{door.url}/hook/orders/%00",
            f"{url}x",
        ]
        answers = {(answer.status_code, answer.text) for answer in [await post(one) for one in wrong]}
        assert answers == {(404, "Not found.")}
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.get(url)).status_code in (404, 405)


async def test_too_much_or_no_text_is_refused(commands: None, door: Door) -> None:
    async with door.window() as window:
        url = await address(door, window)
        assert (await post(url, content=b"x" * (MAX_BODY + 1))).status_code == 413
        assert (await post(url, content=b"\xff")).status_code == 413


async def test_everything_else_stays_closed_to_other_names(commands: None, door: Door) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        for path in ("/", "/health", "/hook", "/hooks/a/b"):
            assert (await client.get(f"{door.url}{path}", headers={"Host": "tunnel.example"})).status_code in (403, 404)


async def test_no_secret_is_logged_or_stored(commands: None, door: Door, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with door.window() as window:
        url = await address(door, window)
        secret = url.rsplit("/", 1)[1]
        await post(url)
        ours = [record for record in caplog.records if record.name.startswith(("assistant", "uvicorn"))]
        assert ours and not [record for record in ours if secret in record.getMessage()]
        assert secret not in str(await window.call("triggers.list"))
        assert secret.encode() not in (door.app.start.data / "assistant.sqlite").read_bytes()
