"""The real sidecar in this process, on a loopback port, and a raw client that speaks its protocol frame by frame."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from assistant.app import App, Start

TOKEN = "token-of-the-tests"  # noqa: S105 - only these tests know it
COMMANDS = {
    "hello": "phrases: {en: ['hello'], ru: ['привет']}\nsteps: [{say: 'Hello.'}]\n",
    "note": "phrases: {en: ['write down {text}'], ru: ['запиши {text}']}\nslots: {text: text}\nsteps: [{note.add: {text: '{{ text }}'}}]\n",
    "remind": "phrases: {en: ['remind me {when}'], ru: ['напомни {when}', 'напомни']}\nslots: {when: moment}\nsteps: [{say: '{{ when | moment }}'}]\n",
    "send": "phrases: {en: ['send it'], ru: ['отправь это']}\nconfirm: true\nsteps: [{approve: 'Really send it?'}, {say: 'Sent.'}]\n",
    "colour": "phrases: {en: ['paint it'], ru: ['покрась']}\nsteps: [{ask: {text: 'Which colour?', options: [red, green, blue]}, as: c}, {say: '{{ c }}'}]\n",
    "name": "phrases: {en: ['greet somebody']}\nsteps: [{ask: 'Who?', as: who}, {say: 'Hello, {{ who }}.'}]\n",
}


def write_commands(folder: Path, commands: Mapping[str, str] = COMMANDS) -> Path:
    """A folder with these command files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in commands.items():
        (folder / f"{name}.yaml").write_text(f"title: {name}\n{text}", encoding="utf-8")
    return folder


class Refused(Exception):
    """A JSON-RPC error, with its code."""

    def __init__(self, error: Mapping[str, Any]) -> None:
        super().__init__(error["message"])
        self.code = int(error["code"])


@dataclass
class Window:
    """One open connection: `call` for answers, `events` for what came meanwhile."""

    socket: ClientConnection
    welcome: dict[str, Any] = field(default_factory=dict)
    envelopes: list[dict[str, Any]] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    _count: int = 0

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a request. Raises Refused."""
        self._count += 1
        await self.socket.send(json.dumps({"jsonrpc": "2.0", "id": self._count, "method": method, "params": params}))
        reply = await self.reply_to(self._count)
        if "error" in reply:
            raise Refused(reply["error"])
        result: dict[str, Any] = reply["result"]
        return result

    async def reply_to(self, request: object) -> dict[str, Any]:
        """The reply with this id; events that come before it are kept."""
        with anyio.fail_after(20):
            while True:
                message = await self._next()
                if "method" not in message and message["id"] == request:
                    return message

    async def reply(self) -> dict[str, Any]:
        """The next frame that is no event."""
        with anyio.fail_after(20):
            while "method" in (message := await self._next()):
                pass
        return message

    async def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first event, kept or to come, that is wanted."""
        seen = 0
        with anyio.fail_after(20):
            while True:
                for envelope in self.envelopes[seen:]:
                    if wanted(envelope["event"]):
                        event: dict[str, Any] = envelope["event"]
                        return event
                seen = len(self.envelopes)
                await self._next()

    async def say(self, text: str, key: str = "") -> str:
        """The turn of a typed sentence."""
        turn: str = (await self.call("turn.say", text=text, key=key or f"key-of-{text}"))["turn"]
        return turn

    async def finished(self, turn: str) -> dict[str, Any]:
        """The end of the first run of a turn."""
        return await self.until(lambda event: event["type"] == "run.finished" and event["turn"] == turn)

    @property
    def numbers(self) -> list[int]:
        """The numbers of the recorded events that came, in order."""
        return [envelope["seq"] for envelope in self.envelopes if envelope["seq"] is not None]

    async def _next(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(await self.socket.recv())
        if "method" in message:
            self.methods.append(message["method"])
            if message["method"] == "event":
                self.envelopes.append(message["params"])
        return message


@dataclass
class Door:
    """A running sidecar."""

    app: App
    port: int

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://127.0.0.1:{self.port}"

    def raw(self, *, origin: str | None = None, host: str = "") -> connect:
        """A connection that has said nothing yet."""
        headers = {"Host": host} if host else {}
        return connect(
            f"ws://127.0.0.1:{self.port}/ws",
            subprotocols=[Subprotocol("assistant.v1")],
            origin=Origin(origin) if origin is not None else None,
            additional_headers=headers,
            max_size=None,
            compression=None,
            proxy=None,
        )

    @asynccontextmanager
    async def window(self, since: int | None = None) -> AsyncIterator[Window]:
        """A connection that has been welcomed."""
        async with self.raw() as socket:
            window = Window(socket)
            window.welcome = await window.call("session.hello", token=TOKEN, since=since, client="test")
            yield window


@asynccontextmanager
async def opened(data: Path, commands: Path | None = None) -> AsyncIterator[Door]:
    """A sidecar on a data folder, with the commands above or those of a folder, that understands already."""
    folder = commands or write_commands(data.parent / "trial-commands")
    app = App(Start(data=data, port=0, commands=[folder], token=TOKEN))
    ports: list[int] = []
    ready = anyio.Event()

    def is_ready(port: int, _token: str) -> None:
        ports.append(port)
        ready.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(app.serve, is_ready)
        with anyio.fail_after(30):
            await ready.wait()
        yield Door(app, ports[0])
        tasks.cancel_scope.cancel()
