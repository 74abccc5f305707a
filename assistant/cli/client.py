"""A connection to a sidecar: requests and their answers, and the events it tells."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from assistant.domain.base import new_id
from assistant.domain.both import both
from assistant.errors import AssistantError
from assistant.folder import Session

logger = logging.getLogger(__name__)
ANSWER_WITHIN = 60.0
"""Seconds an ordinary request may take."""
CONNECT_WITHIN = 5.0
BACKLOG = 100_000
"""Events kept for a reader that is busy; one that lags more loses the connection."""
GONE = both("The assistant went away; start it again.", "Помощник остановился; запустите его снова.")


class NotThere(AssistantError):
    """No sidecar answers there, or not with this token."""


@dataclass(slots=True)
class _Asked:
    """A request on its way, and what came back."""

    answered: anyio.Event = field(default_factory=anyio.Event)
    reply: dict[str, Any] = field(default_factory=dict)


class Client:
    """One connection; use as `async with`, which says hello. Raises NotThere when nobody answers with this token."""

    def __init__(self, session: Session) -> None:
        self.welcome: dict[str, Any] = {}
        self._session = session
        self._tell, self._events = anyio.create_memory_object_stream[dict[str, Any]](BACKLOG)
        self._asked: dict[str, _Asked] = {}
        self._gone = False

    async def __aenter__(self) -> Client:
        self._socket = await self._connect()
        self._tasks = anyio.create_task_group()
        await self._tasks.__aenter__()
        self._tasks.start_soon(self._receive)
        try:
            self.welcome = await self.request(
                "session.hello", within=CONNECT_WITHIN, token=self._session.token, since=None, client="cli"
            )
        except AssistantError as error:
            await self._close()
            raise NotThere(
                f"What answers on port {self._session.port} is not the assistant of this folder.",
                ru=f"На порту {self._session.port} отвечает не помощник этой папки.",
            ) from error
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._close()

    def events(self) -> MemoryObjectReceiveStream[dict[str, Any]]:
        """Envelopes told since hello; the stream ends with the connection."""
        return self._events

    async def request(self, method: str, *, within: float | None = ANSWER_WITHIN, **params: Any) -> dict[str, Any]:
        """The result of a method, waiting at most `within` seconds. Raises AssistantError with the assistant's own words."""
        name, asked = new_id("ask"), _Asked()
        self._asked[name] = asked
        try:
            await self._send(json.dumps({"jsonrpc": "2.0", "id": name, "method": method, "params": params}))
            with anyio.move_on_after(within):
                await asked.answered.wait()
        finally:
            del self._asked[name]
        if "result" in asked.reply:
            result: dict[str, Any] = asked.reply["result"]
            return result
        refused = asked.reply.get("error")
        if refused:
            raise AssistantError(refused["message"], ru=refused.get("data", {}).get("ru", ""))
        raise AssistantError(f"The assistant did not answer to {method} in time.", ru=f"Помощник не ответил вовремя на {method}.")

    async def _connect(self) -> ClientConnection:
        try:
            return await connect(
                f"ws://127.0.0.1:{self._session.port}/ws",
                subprotocols=[Subprotocol("assistant.v1")],
                max_size=None,
                compression=None,
                open_timeout=CONNECT_WITHIN,
                proxy=None,
            )
        except (OSError, InvalidHandshake, TimeoutError) as error:
            raise NotThere(
                f"Nobody answers on port {self._session.port}.", ru=f"На порту {self._session.port} никто не отвечает."
            ) from error

    async def _close(self) -> None:
        """Leave the connection and its task. What went wrong inside `async with` is not the task group's to tell."""
        with anyio.CancelScope(shield=True):
            await self._socket.close()
        self._tasks.cancel_scope.cancel()
        await self._tasks.__aexit__(None, None, None)
        self._tell.close()
        self._events.close()

    async def _receive(self) -> None:
        """Take in what comes until the connection ends."""
        try:
            async for frame in self._socket:
                self._take(json.loads(frame))
        except (ConnectionClosed, anyio.WouldBlock):
            logger.debug("the connection ended")
        self._gone = True
        self._tell.close()
        for asked in self._asked.values():
            asked.reply.setdefault("error", {"message": GONE["en"], "data": {"ru": GONE["ru"]}})
            asked.answered.set()

    async def _send(self, frame: str | bytes) -> None:
        if self._gone:
            raise AssistantError.saying(GONE)
        try:
            await self._socket.send(frame)
        except ConnectionClosed as error:
            raise AssistantError.saying(GONE) from error

    def _take(self, message: dict[str, Any]) -> None:
        if message.get("method") == "event":
            self._tell.send_nowait(message["params"])
        elif (asked := self._asked.get(str(message.get("id")))) is not None:
            asked.reply.update(message)
            asked.answered.set()
        elif message.get("id") is None and "error" in message:
            # It could not even read which request this answers.
            for asked in self._asked.values():
                asked.reply.setdefault("error", message["error"])
                asked.answered.set()
