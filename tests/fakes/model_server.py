"""A scripted OpenAI-compatible server over real HTTP on loopback: it says, fails, dawdles and lies as a test tells it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

Request = Mapping[str, Any]


@dataclass(frozen=True)
class Says:
    """An answer in pieces; `pieces` that never end are `forever`; `cut` breaks the connection off before its end."""

    text: str = ""
    tool: str = ""
    refusal: str = ""
    ended: str = "stop"
    tokens: tuple[int, int] | None = (100, 20)
    forever: bool = False
    cut: bool = False
    stand_still: bool = False
    """After the first piece nothing more comes."""


@dataclass(frozen=True)
class Fails:
    """An HTTP error as such servers tell it."""

    status: int
    message: str = "no"
    code: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    """Any bytes after the head of an event stream."""

    body: bytes


@dataclass(frozen=True)
class Hangs:
    """Takes the request and never answers."""


Behaviour = Says | Fails | Raw | Hangs
Script = Callable[[Request], Behaviour]


class ModelServer:
    """Use through `model_server()`. `requests` are the bodies of chat calls, `keys` the keys that came with them."""

    def __init__(
        self, script: Script | Sequence[Behaviour], models: Sequence[str], vectors: Callable[[str], list[float]]
    ) -> None:
        self.script = script
        self.models = models
        self.vectors = vectors
        self.requests: list[dict[str, Any]] = []
        self.embedded: list[str] = []
        self.keys: list[str] = []
        self.open = 0
        self.gone = asyncio.Event()
        self.came = asyncio.Event()
        self.port = 0

    @property
    def url(self) -> str:
        """Its address, as an owner enters it."""
        return f"http://127.0.0.1:{self.port}/v1"

    async def asked(self, times: int) -> None:
        """Wait until so many chat calls have come."""
        while len(self.requests) < times:
            self.came.clear()
            await self.came.wait()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.open += 1
        try:
            while head := await _head(reader):
                await self._answer(head, await _body(head, reader), reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open -= 1
            self.gone.set()
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, head: str, body: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = head.split("\r\n")[0]
        if " /v1/models " in line:
            return await _json(writer, 200, {"object": "list", "data": [{"id": name, "object": "model"} for name in self.models]})
        if " /v1/embeddings " in line:
            texts = json.loads(body)["input"]
            self.embedded += texts
            data = [{"object": "embedding", "index": i, "embedding": self.vectors(text)} for i, text in enumerate(texts)]
            usage = {"prompt_tokens": 3 * len(texts), "total_tokens": 3 * len(texts)}
            return await _json(writer, 200, {"object": "list", "data": data, "model": "e", "usage": usage})
        if " /v1/chat/completions " not in line:
            return await _json(writer, 404, {"error": {"message": "there is nothing here"}})
        request = json.loads(body)
        self.requests.append(request)
        self.keys.append(
            next((each.split(" ")[-1] for each in head.split("\r\n") if each.lower().startswith("authorization")), "")
        )
        self.came.set()
        behaviour = self.script(request) if callable(self.script) else self.script[min(len(self.requests), len(self.script)) - 1]
        await self._behave(behaviour, reader, writer)

    async def _behave(self, behaviour: Behaviour, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        match behaviour:
            case Fails():
                error = {"message": behaviour.message, "code": behaviour.code or None, "type": "error"}
                await _json(writer, behaviour.status, {"error": error}, behaviour.headers)
            case Hangs():
                await reader.read()
            case Raw():
                writer.write(_STREAM + _chunk(behaviour.body) + b"0\r\n\r\n")
                await writer.drain()
            case Says():
                await _say(behaviour, reader, writer)


async def _say(says: Says, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(_STREAM)
    for delta in _deltas(says):
        writer.write(_event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}))
        await writer.drain()
        if says.stand_still:
            await reader.read()
            return
    while says.forever:
        writer.write(_event({"choices": [{"index": 0, "delta": {"content": "and on "}, "finish_reason": None}]}))
        await writer.drain()
    if says.cut:
        raise ConnectionResetError
    writer.write(_event({"choices": [{"index": 0, "delta": {}, "finish_reason": says.ended}]}))
    if says.tokens:
        usage = {"prompt_tokens": says.tokens[0], "completion_tokens": says.tokens[1], "total_tokens": sum(says.tokens)}
        writer.write(_event({"choices": [], "usage": usage}))
    writer.write(_chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n")
    await writer.drain()


def _deltas(says: Says) -> list[dict[str, Any]]:
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    if says.refusal:
        deltas.append({"refusal": says.refusal})
    if says.tool:
        deltas.append(
            {"tool_calls": [{"index": 0, "id": "call_1", "type": "function", "function": {"name": "answer", "arguments": ""}}]}
        )
        deltas += [{"tool_calls": [{"index": 0, "function": {"arguments": part}}]} for part in _parts(says.tool)]
    return deltas + [{"content": part} for part in _parts(says.text)]


def _parts(text: str) -> list[str]:
    return [text[i : i + 7] for i in range(0, len(text), 7)]


_STREAM = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def _chunk(body: bytes) -> bytes:
    return f"{len(body):x}\r\n".encode() + body + b"\r\n"


def _event(fields: Mapping[str, Any]) -> bytes:
    whole = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", **fields}
    return _chunk(b"data: " + json.dumps(whole).encode() + b"\n\n")


async def _head(reader: asyncio.StreamReader) -> str:
    try:
        return (await reader.readuntil(b"\r\n\r\n")).decode()
    except asyncio.IncompleteReadError:
        return ""


async def _body(head: str, reader: asyncio.StreamReader) -> bytes:
    lengths = [line.split(":")[1] for line in head.split("\r\n") if line.lower().startswith("content-length")]
    return await reader.readexactly(int(lengths[0])) if lengths else b""


async def _json(writer: asyncio.StreamWriter, status: int, value: Any, headers: Mapping[str, str] | None = None) -> None:
    body = json.dumps(value).encode()
    lines = [f"HTTP/1.1 {status} X", "content-type: application/json", f"content-length: {len(body)}"]
    lines += [f"{name}: {text}" for name, text in (headers or {}).items()]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    await writer.drain()


def _no_vectors(_text: str) -> list[float]:
    return [1.0, 0.0]


@asynccontextmanager
async def model_server(
    script: Script | Sequence[Behaviour] = (Says("ok"),),
    *,
    models: Sequence[str] = ("big", "little"),
    vectors: Callable[[str], list[float]] = _no_vectors,
) -> AsyncIterator[ModelServer]:
    """A running server; `script` says what it does with a chat call, or is a list of what it does one after another."""
    server = ModelServer(script, models, vectors)
    listening = await asyncio.start_server(server.take, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
