"""Talking to the sidecar of a data folder: the running one, or one started for this moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import anyio
import anyio.to_thread
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from assistant.domain.base import new_id
from assistant.errors import AssistantError
from assistant.folder import Session, read_session

START_WITHIN = 60.0
"""Seconds a sidecar may take to say that it is ready."""


class Client:
    """One connection. `request` for answers, `events` for what is told; use as `async with`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: dict[str, tuple[anyio.Event, dict[str, Any]]] = {}
        self._send_event, self._events = anyio.create_memory_object_stream[dict[str, Any]](100_000)

    async def __aenter__(self) -> Client:
        self._socket: ClientConnection = await connect(
            f"ws://127.0.0.1:{self._session.port}/ws",
            subprotocols=[Subprotocol("assistant.v1")],
            max_size=None,
            open_timeout=5,
            proxy=None,
        )
        self._tasks = anyio.create_task_group()
        await self._tasks.__aenter__()
        self._tasks.start_soon(self._receive)
        self.welcome = await self.request("session.hello", token=self._session.token, since=None, client="cli")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._socket.close()
        self._tasks.cancel_scope.cancel()
        await self._tasks.__aexit__(None, None, None)

    async def request(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a method. Raises AssistantError with the assistant's own words."""
        name = new_id("ask")
        done, reply = anyio.Event(), dict[str, Any]()
        self._waiting[name] = (done, reply)
        await self._socket.send(json.dumps({"jsonrpc": "2.0", "id": name, "method": method, "params": params}))
        with anyio.fail_after(60):
            await done.wait()
        if "error" in reply:
            raise AssistantError(reply["error"]["message"])
        result: dict[str, Any] = reply["result"]
        return result

    async def send_sound(self, pcm: bytes) -> None:
        """Sound for a stream that was started."""
        await self._socket.send(pcm)

    async def events(self) -> AsyncIterator[dict[str, Any]]:
        """Envelopes told from now on; ends with the connection."""
        async for envelope in self._events:
            yield envelope

    async def _receive(self) -> None:
        with self._send_event:
            try:
                async for frame in self._socket:
                    self._take(json.loads(frame))
            except ConnectionClosed:
                pass
            for done, reply in self._waiting.values():
                reply.setdefault("error", {"message": "The assistant went away; start it again."})
                done.set()

    def _take(self, message: dict[str, Any]) -> None:
        if message.get("method") == "event":
            self._send_event.send_nowait(message["params"])
        elif message.get("id") in self._waiting:
            done, reply = self._waiting.pop(message["id"])
            reply.update(message)
            done.set()


@asynccontextmanager
async def client_of(data: Path, commands: Sequence[Path] = ()) -> AsyncIterator[Client]:
    """A client of the sidecar that runs on this folder, or of one that is started now and leaves afterwards.

    Raises AssistantError when none can be started.
    """
    if (session := read_session(data)) and (running := await _connected(session)):
        async with running as client:
            yield client
        return
    process, started = await anyio.to_thread.run_sync(_start, data, tuple(commands))
    try:
        async with Client(started) as client:
            yield client
    finally:
        await anyio.to_thread.run_sync(_stop, process)


async def _connected(session: Session) -> Client | None:
    """A client when somebody answers there with our token."""
    client = Client(session)
    try:
        async with client:
            return Client(session)
    except (OSError, InvalidHandshake, AssistantError, TimeoutError):
        return None


def _start(data: Path, commands: Sequence[Path]) -> tuple[subprocess.Popen[str], Session]:
    command = [sys.executable, "-m", "assistant", "serve", "--data", str(data)]
    if commands:
        command += ["--commands", *map(str, commands)]
    environment = {**os.environ, "ASSISTANT_LEAVE_WITH_PARENT": "1", "ASSISTANT_VOICE__MODE": "off"}
    process = subprocess.Popen(  # noqa: S603 - our own module, with folders the owner named
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment, cwd=_root()
    )
    line = process.stdout.readline() if process.stdout else ""
    try:
        said = json.loads(line)
    except ValueError:
        said = {}
    session = read_session(data)
    if said.get("event") != "ready" or session is None:
        _stop(process)
        raise AssistantError(said.get("message") or "The assistant could not be started; run `symbiote doctor`.")
    return process, session


def _stop(process: subprocess.Popen[str]) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def _root() -> Path:
    return Path(__file__).resolve().parents[2]
