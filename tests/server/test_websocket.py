"""The one WebSocket: who is let in, what garbage does, and that events reach everybody in order, once."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import psutil
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from assistant.bus import BACKLOG
from assistant.domain.event.said import MessageSaid
from assistant.domain.event.voice import VoiceLevel
from assistant.server import websocket
from tests.server.door import TOKEN, Door, Refused, Window

pytestmark = [pytest.mark.unit, pytest.mark.anyio]

SCHEMA = json.loads((Path(__file__).parents[2] / "electron-ui" / "shared" / "protocol.schema.json").read_text(encoding="utf-8"))


def hello(**params: Any) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": "session.hello", "params": params})


async def closed_with(door: Door, *frames: str | bytes) -> int:
    """The code a connection is closed with after sending these first."""
    async with door.raw() as socket:
        with anyio.fail_after(10):
            with pytest.raises(ConnectionClosed):
                for frame in frames:
                    await socket.send(frame)
                while True:
                    await socket.recv()
        assert socket.close_code is not None
        return socket.close_code


@pytest.mark.parametrize(
    "frame",
    [
        hello(token=TOKEN + "x", since=None, client=""),
        hello(token=TOKEN[:-1], since=None),
        hello(token=None),
        hello(token=TOKEN + "\ud800"),
        hello(token=TOKEN, since=-1),
        hello(token=TOKEN, unknown=1),
        hello(),
        json.dumps({"jsonrpc": "2.0", "id": 1, "method": "turn.say", "params": {"text": "x", "key": "12345678"}}),
        "garbage",
        "",
        "[" * 60_000,
        "null",
        b"binary",
    ],
)
async def test_a_first_frame_that_is_no_hello_with_the_token_ends_the_connection(door: Door, frame: str | bytes) -> None:
    assert await closed_with(door, frame) == websocket.BAD_TOKEN


async def test_who_says_nothing_is_sent_away(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    assert websocket.HELLO_WITHIN == 2.0
    monkeypatch.setattr(websocket, "HELLO_WITHIN", 0.05)
    assert await closed_with(door) == websocket.TOO_LATE


@pytest.mark.parametrize("origin", ["null", "http://evil.example", "http://127.0.0.1", "http://localhost:1", "file://"])
async def test_a_page_of_another_origin_is_not_let_in(door: Door, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with door.raw(origin=origin):
            pass
    assert refused.value.response.status_code == 403


async def test_our_own_page_is_let_in(door: Door) -> None:
    async with door.raw(origin=door.url) as socket:
        await socket.send(hello(token=TOKEN, since=None, client=""))
        assert "result" in json.loads(await socket.recv())
        assert socket.subprotocol == websocket.SUBPROTOCOL


async def test_a_name_bound_to_loopback_from_outside_is_not_let_in(door: Door) -> None:
    reader_writer = await anyio.connect_tcp("127.0.0.1", door.port)
    async with reader_writer as stream:
        await stream.send(
            f"GET /ws HTTP/1.1\r\nHost: evil.example:{door.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        assert (await stream.receive()).startswith(b"HTTP/1.1 403")


async def test_frames_that_are_too_large_end_the_connection_and_nobody_else_notices(door: Door) -> None:
    async with door.window() as bystander:
        # The sidecar does not read the rest of such a frame, so its farewell may be lost on the way.
        assert await closed_with(door, "x" * 10_000_000) in (1009, 1006)
        assert await closed_with(door, "x" * (websocket.HELLO_SIZE + 1)) == 1009
        assert await closed_with(door, hello(token=TOKEN, client=""), b"\0" * 10_000_000) in (1009, 1006)
        assert (await bystander.finished(await bystander.say("hello")))["state"] == "done"


async def test_floods_of_garbage_cost_no_memory_and_disturb_no_other_window(door: Door) -> None:
    floods = ["{", "[]", '{"jsonrpc":"2.0"}', "[" * 50_000, '{"a":' * 20_000, '"voice.stream_"', b"\0" * 1024]
    async with door.window() as bystander:
        process = psutil.Process()
        for flood in floods:
            assert await closed_with(door, hello(token=TOKEN, client=""), *[flood] * 80) == websocket.POLICY
        before = process.memory_info().rss
        for _ in range(3):
            for flood in floods:
                await closed_with(door, hello(token=TOKEN, client=""), *[flood] * 80)
        assert process.memory_info().rss - before < 30_000_000
        assert (await bystander.finished(await bystander.say("hello")))["state"] == "done"


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("{", -32700),
        ('{"jsonrpc":"2.0","id":NaN,"method":"x"}', -32700),
        ('{"jsonrpc":"2.0","id":7,"method":"draft.save","params":{"text":1e999}}', -32700),
        ("[" * 100_000, -32700),
        ("[]", -32600),
        ('{"jsonrpc":"1.0","id":7,"method":"run.cancel"}', -32600),
        ('{"jsonrpc":"2.0","id":true,"method":"run.cancel"}', -32600),
        ('{"jsonrpc":"2.0","id":"\\ud800","method":"run.cancel"}', -32600),
        ('{"jsonrpc":"2.0","id":7,"method":"question.answer","params":' + '{"value":' * 40 + "1" + "}" * 41, -32600),
        ('{"jsonrpc":"2.0","id":7,"method":"no.such","params":{}}', -32601),
        ('{"jsonrpc":"2.0","id":7,"method":"__class__","params":{}}', -32601),
        ('{"jsonrpc":"2.0","id":7,"method":"turn.say","params":[]}', -32602),
        ('{"jsonrpc":"2.0","id":7,"method":"turn.say"}', -32602),
    ],
)
async def test_what_is_no_request_gets_its_error_and_the_connection_lives(door: Door, frame: str, code: int) -> None:
    async with door.window() as window:
        await window.socket.send(frame)
        reply = await window.reply()
        assert reply["error"]["code"] == code
        assert len(reply["error"]["message"]) < 1_500
        assert await window.call("proposals.list") == {"proposals": []}


async def test_the_snapshot_and_every_event_are_as_the_schema_says(door: Door) -> None:
    async with door.window() as window:
        for text in ("hello", "write down milk", "what on earth", "hello and then write down bread"):
            turn = await window.say(text)
            if text != "what on earth":
                await window.finished(turn)
        for envelope in window.envelopes:
            _validate(envelope, "Envelope")
    async with door.window() as window:
        _validate(window.welcome, "Welcome")
        assert len(window.welcome["snapshot"]["envelopes"]) > 20


def _validate(value: object, name: str) -> None:
    jsonschema.validate(value, {"$defs": SCHEMA["$defs"], "$ref": f"#/$defs/{name}"})


async def test_several_windows_are_told_the_same_in_the_same_order(door: Door) -> None:
    async with door.window() as one, door.window() as two, door.window() as three:
        turns = [await window.say("write down milk", key=f"window-{number}") for number, window in enumerate((one, two, three))]
        for window in (one, two, three):
            for turn in turns:
                await window.finished(turn)
        assert one.numbers == sorted(one.numbers)
        last = min(max(window.numbers) for window in (one, two, three))
        told = [[number for number in window.numbers if number <= last] for window in (one, two, three)]
        assert told[0] == told[1] == told[2]


async def test_what_was_missed_is_replayed_once_and_in_order(door: Door) -> None:
    async with door.window() as window:
        await window.finished(await window.say("hello"))
        seen = max(window.numbers)
    for number in range(1_000):
        await door.app.house.events.record(MessageSaid(turn="", text=str(number)))
    async with door.window(since=seen) as window:
        assert window.welcome["snapshot"] is None
        await window.until(lambda event: event.get("text") == "999")
        assert [envelope["event"]["text"] for envelope in window.envelopes if envelope["event"]["type"] == "message.said"][
            -1000:
        ] == [str(number) for number in range(1_000)]
        assert window.numbers == sorted(set(window.numbers))
        assert min(window.numbers) > seen


async def test_a_number_from_another_database_gets_everything_anew(door: Door) -> None:
    async with door.window(since=10**30) as window:
        assert window.welcome["snapshot"] is not None


async def test_events_told_while_a_window_is_being_welcomed_come_once(door: Door) -> None:
    async with anyio.create_task_group() as tasks:

        async def chatter() -> None:
            for number in range(200):
                await door.app.house.events.record(MessageSaid(turn="", text=str(number)))

        async def visit() -> None:
            async with door.window(since=0) as window:
                await window.until(lambda event: event.get("text") == "199")
                texts = [e["event"]["text"] for e in window.envelopes if e["event"]["type"] == "message.said"]
                assert texts == [str(number) for number in range(200)]

        tasks.start_soon(chatter)
        for _ in range(5):
            tasks.start_soon(visit)


async def test_a_window_that_does_not_listen_is_asked_to_come_again(door: Door) -> None:
    async with door.window() as slow, door.window() as quick:
        for _ in range(BACKLOG + 10):
            door.app.house.tell(VoiceLevel(level=0.5, speech=False))
        with pytest.raises(ConnectionClosed) as ended:
            await slow.until(lambda event: event["type"] == "never")
        assert slow.methods[-1] == "resync"
        assert ended.value.rcvd is not None
        assert ended.value.rcvd.code == websocket.COME_AGAIN
        del quick


async def test_the_same_key_at_the_same_time_has_one_effect_and_one_answer(door: Door) -> None:
    turns: list[str] = []

    async def say(window: Window) -> None:
        turns.append(await window.say("write down once", key="the-same-key"))

    async with door.window() as one, door.window() as two, anyio.create_task_group() as tasks:
        tasks.start_soon(say, one)
        tasks.start_soon(say, two)
    assert len(set(turns)) == 1
    async with door.window() as window:
        await _note_is_there(window)
        assert len((await window.call("records.list", collection="note"))["records"]) == 1


async def _note_is_there(window: Window) -> None:
    envelopes = window.welcome["snapshot"]["envelopes"]
    if not any(envelope["event"]["type"] == "run.finished" for envelope in envelopes):
        await window.until(lambda event: event["type"] == "run.finished")


async def test_a_request_goes_on_when_its_window_goes_away_and_asking_again_changes_nothing(door: Door) -> None:
    async with door.raw() as socket:
        await socket.send(hello(token=TOKEN, client=""))
        await socket.recv()
        await socket.send(
            json.dumps(
                {"jsonrpc": "2.0", "id": 1, "method": "turn.say", "params": {"text": "write down gone", "key": "gone-window"}}
            )
        )
    async with door.window() as window:
        await window.say("write down gone", key="gone-window")
        await _note_is_there(window)
        assert len((await window.call("records.list", collection="note"))["records"]) == 1


async def test_no_token_is_ever_logged_or_sent_back(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with door.window() as window:
        for params in ({"token": TOKEN, "since": "x"}, {"token": TOKEN, "client": TOKEN * 10}, {TOKEN: TOKEN}):
            with pytest.raises(Refused) as refused:
                await window.call("session.hello", **params)
            assert f"{TOKEN}{TOKEN}" not in str(refused.value)
            assert refused.value.code == -32602
    assert not [record for record in caplog.records if record.name.startswith("assistant") and TOKEN in record.getMessage()]
