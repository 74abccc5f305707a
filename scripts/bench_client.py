"""A plain WebSocket client that measures: what it is told, with the moment it came."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import anyio
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

WAIT_S = 60.0


@dataclass(frozen=True)
class Told:
    """An event, when the sidecar told it and when it came here, both as times of day in seconds."""

    event: dict[str, Any]
    at: str
    came: float


class BenchClient:
    """One connection that has said hello. Events wait until they are read, requests give their result."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._told: list[Told] = []
        self._count = 0
        self.welcome: dict[str, Any] = {}

    async def request(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a method. Raises RuntimeError with the assistant's own words."""
        self._count += 1
        await self._socket.send(json.dumps({"jsonrpc": "2.0", "id": self._count, "method": method, "params": params}))
        while True:
            message = await self._receive()
            if message.get("id") == self._count:
                if "error" in message:
                    raise RuntimeError(message["error"]["message"])
                result: dict[str, Any] = message["result"]
                return result

    async def wait_for(self, wanted: Callable[[dict[str, Any]], bool], within: float = WAIT_S) -> Told:
        """The next event that is wanted; the ones before it are dropped. Raises TimeoutError."""
        with anyio.fail_after(within):
            while True:
                while self._told:
                    told = self._told.pop(0)
                    if wanted(told.event):
                        return told
                await self._receive()

    async def _receive(self) -> dict[str, Any]:
        """The next frame; an event is also kept."""
        message: dict[str, Any] = json.loads(await self._socket.recv())
        if message.get("method") == "event":
            envelope = message["params"]
            self._told.append(Told(envelope["event"], envelope["at"], time.time()))
        return message


@asynccontextmanager
async def connected(port: int, token: str) -> AsyncIterator[BenchClient]:
    """A connection to the sidecar on this port."""
    address, protocol = f"ws://127.0.0.1:{port}/ws", Subprotocol("assistant.v1")
    async with connect(address, subprotocols=[protocol], max_size=None, proxy=None) as socket:
        client = BenchClient(socket)
        client.welcome = await client.request("session.hello", token=token, since=None, client="bench")
        yield client
