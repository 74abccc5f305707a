"""One connection: hello first, then requests one after another while events flow; slow listeners are told to come again."""

from __future__ import annotations

import json
import logging
from contextlib import suppress

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from assistant.domain.event.envelope import Envelope
from assistant.errors import AssistantError
from assistant.server.rpc import Answered, Dispatcher
from assistant.server.security import is_own_host, is_own_origin, is_token
from assistant.server.session import Hello, Welcome, welcome

logger = logging.getLogger(__name__)
SUBPROTOCOL = "assistant.v1"
HELLO_WITHIN = 2.0
"""Seconds a stranger may stay silent."""
HELLO_SIZE = 64 * 1024
"""Characters a stranger may send."""
AT_ONCE = 64
"""Events sent to a window before others have their turn."""
GARBAGE_ALLOWED = 50
"""Frames that are no requests before the connection is closed."""
REQUESTS_AT_ONCE = 16
BAD_TOKEN, FORBIDDEN, TOO_LATE = 4401, 4403, 4408
POLICY, TOO_BIG, BROKEN, COME_AGAIN = 1008, 1009, 1011, 1013


class Connection:
    """A window or a command line at the other end."""

    def __init__(self, socket: WebSocket, dispatcher: Dispatcher, port: int) -> None:
        self._socket = socket
        self._dispatcher = dispatcher
        self._port = port
        self._sending = anyio.Lock()
        self._slots = anyio.Semaphore(REQUESTS_AT_ONCE)
        self._garbage = 0
        self._told = 0
        self._streaming = False

    async def serve(self) -> None:
        """Until the other end goes away or misbehaves. Never raises."""
        headers = self._socket.headers
        if not is_own_host(headers, self._port) or not is_own_origin(headers, self._port):
            await self._socket.close(FORBIDDEN)
            return
        offered = self._socket.scope.get("subprotocols", [])
        await self._socket.accept(SUBPROTOCOL if SUBPROTOCOL in offered else None)
        try:
            hello = await self._greeted()
            if hello is not None:
                await self._talk(hello)
        except (WebSocketDisconnect, anyio.BrokenResourceError, anyio.ClosedResourceError):
            pass
        finally:
            if self._streaming:
                await self._dispatcher.desk.ears.stop_stream()

    async def _greeted(self) -> tuple[Json_id, Hello] | None:
        try:
            with anyio.fail_after(HELLO_WITHIN):
                message = await self._socket.receive()
        except TimeoutError:
            await self._close(TOO_LATE)
            return None
        if message["type"] == "websocket.disconnect":
            return None
        frame = message.get("text") or ""
        if len(frame) > HELLO_SIZE:
            await self._close(TOO_BIG)
            return None
        hello = Hello.read(frame)
        if hello is None or not is_token(hello[1].token, self._dispatcher.desk.token):
            await self._close(BAD_TOKEN)
            return None
        return hello

    async def _talk(self, hello: tuple[Json_id, Hello]) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._tell, hello)
            try:
                await self._listen(tasks)
            finally:
                tasks.cancel_scope.cancel()

    async def _tell(self, hello: tuple[Json_id, Hello]) -> None:
        """Send what was missed, then everything that happens; after falling behind, ask for another hello."""
        desk = self._dispatcher.desk
        try:
            with desk.bus.listen() as told:
                await self._welcome(hello)
                async for envelope in told:
                    await self._pass_on(envelope)
                    await self._catch_up(told)
            await self._send({"jsonrpc": "2.0", "method": "resync", "params": {}})
            await self._close(COME_AGAIN)
        except AssistantError as error:
            logger.warning("a window could not be welcomed: %s", error)
            await self._close(BROKEN)
        except (WebSocketDisconnect, RuntimeError):
            logger.debug("the other end went away")

    async def _catch_up(self, told: MemoryObjectReceiveStream[Envelope]) -> None:
        """Send some more of what has come already: one at a turn of the loop, a run that tells much would leave a window behind."""
        with suppress(anyio.WouldBlock, anyio.EndOfStream):
            for _ in range(AT_ONCE):
                await self._pass_on(told.receive_nowait())

    async def _welcome(self, hello: tuple[Json_id, Hello]) -> None:
        request_id, greeting = hello
        answer: Welcome
        answer, missed = await welcome(self._dispatcher.desk, greeting.since)
        self._told = answer.seq
        await self._send({"jsonrpc": "2.0", "id": request_id, "result": answer.model_dump(mode="json")})
        for envelope in missed:
            await self._notify(envelope)

    async def _pass_on(self, envelope: Envelope) -> None:
        if envelope.seq is not None:
            if envelope.seq <= self._told:
                return
            self._told = envelope.seq
        await self._notify(envelope)

    async def _listen(self, tasks: anyio.abc.TaskGroup) -> None:
        while self._garbage <= GARBAGE_ALLOWED:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            if (pcm := message.get("bytes")) is not None:
                self._hear(pcm)
                continue
            await self._slots.acquire()
            tasks.start_soon(self._answer, message.get("text") or "")
        await self._close(POLICY)

    async def _answer(self, frame: str) -> None:
        try:
            answered = await self._dispatcher.answer(frame)
            self._note(answered)
            await self._send_text(answered.reply)
        except (WebSocketDisconnect, RuntimeError):
            logger.debug("the other end went away")
        finally:
            self._slots.release()

    def _hear(self, pcm: bytes) -> None:
        if self._streaming:
            self._dispatcher.desk.ears.feed(pcm)
        else:
            self._garbage += 1

    def _note(self, answered: Answered) -> None:
        """What an answer means for this connection: garbage is counted, a sound stream belongs to who started it."""
        if answered.is_garbage:
            self._garbage += 1
        elif answered.method == "voice.stream_start" and not answered.code:
            self._streaming = True
        elif answered.method == "voice.stream_stop" and not answered.code:
            self._streaming = False

    async def _notify(self, envelope: Envelope) -> None:
        await self._send_text('{"jsonrpc":"2.0","method":"event","params":' + envelope.model_dump_json() + "}")

    async def _send(self, message: dict[str, object]) -> None:
        await self._send_text(json.dumps(message, ensure_ascii=False))

    async def _send_text(self, text: str) -> None:
        async with self._sending:
            await self._socket.send_text(text)

    async def _close(self, code: int) -> None:
        if self._socket.application_state is not WebSocketState.DISCONNECTED:
            await self._socket.close(code)


Json_id = str | int | None
