"""The proxy before the browser goes on whatever becomes of one of its connections."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import anyio
import anyio.abc
import pytest

from assistant.browser import guard
from assistant.browser.guard import Guard
from assistant.settings import BrowserSettings

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
ANSWER = b"HTTP/1.1 204 No Content\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


async def _here(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


@asynccontextmanager
async def _site() -> AsyncIterator[tuple[int, anyio.Event]]:
    """A site that answers once a request is whole, and says when one was begun."""
    begun = anyio.Event()

    async def answer(stream: anyio.abc.SocketStream) -> None:
        async with stream:
            got = b""
            try:
                while b"\r\n\r\n" not in got or (b"POST" in got and not got.endswith(b"END")):
                    got += await stream.receive()
                    begun.set()
                await stream.send(ANSWER)
            except (anyio.EndOfStream, anyio.BrokenResourceError):
                return

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0)
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, answer)
        port = int(listener.extra(anyio.abc.SocketAttribute.local_port))  # noqa: S610 - no query of a database
        yield port, begun
        tasks.cancel_scope.cancel()


@asynccontextmanager
async def _guarded() -> AsyncIterator[int]:
    watch = Guard(lambda: BrowserSettings(allow_hosts=("127.0.0.1",)), _here)
    async with anyio.create_task_group() as tasks:
        yield await tasks.start(watch.serve)
        tasks.cancel_scope.cancel()


async def _status(port: int, request: bytes) -> bytes:
    async with await anyio.connect_tcp("127.0.0.1", port) as stream:
        if request:
            await stream.send(request)
        got = b""
        with anyio.fail_after(5):
            try:
                while True:
                    got += await stream.receive()
            except (anyio.EndOfStream, anyio.BrokenResourceError):
                return got.partition(b"\r\n")[0]


def _get(far: int) -> bytes:
    return f"GET http://127.0.0.1:{far}/ HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode()


async def test_an_upload_the_page_gives_up_does_not_end_the_next_request() -> None:
    async with _site() as (far, begun), _guarded() as port:
        async with await anyio.connect_tcp("127.0.0.1", port) as stream:
            await stream.send(f"POST http://127.0.0.1:{far}/ HTTP/1.1\r\ncontent-length: 100\r\n\r\npart".encode())
            await begun.wait()
        assert await _status(port, _get(far)) == b"HTTP/1.1 204 No Content"


@pytest.mark.parametrize("length", ["abc", "-1", "+5", "1_0", "9" * 5_000])
async def test_a_length_that_is_no_number_is_refused_and_the_next_request_answered(length: str) -> None:
    async with _site() as (far, _begun), _guarded() as port:
        bad = f"POST http://127.0.0.1:{far}/ HTTP/1.1\r\ncontent-length: {length}\r\n\r\nxEND".encode()
        assert await _status(port, bad) == b"HTTP/1.1 400 Bad Request"
        assert await _status(port, _get(far)) == b"HTTP/1.1 204 No Content"


async def test_a_connection_that_says_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "HEAD_S", 0.05)
    async with _site() as (far, _begun), _guarded() as port:
        assert await _status(port, b"") == b""
        assert await _status(port, _get(far)) == b"HTTP/1.1 204 No Content"


@asynccontextmanager
async def _proxy(far: int, answer: bytes = b"HTTP/1.1 200 OK\r\n\r\n") -> AsyncIterator[tuple[int, list[bytes]]]:
    """A proxy whose every tunnel ends at one port of this computer; the first lines it was sent."""
    lines: list[bytes] = []

    async def carry(source: anyio.abc.SocketStream, sink: anyio.abc.SocketStream) -> None:
        with suppress(anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError):
            while True:
                await sink.send(await source.receive())

    async def take(stream: anyio.abc.SocketStream) -> None:
        async with stream, await anyio.connect_tcp("127.0.0.1", far) as there:
            got = b""
            while b"\r\n\r\n" not in got:
                got += await stream.receive()
            lines.append(got.partition(b"\r\n")[0])
            await stream.send(answer)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(carry, stream, there)
                await carry(there, stream)
                tasks.cancel_scope.cancel()

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0)
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, take)
        yield int(listener.extra(anyio.abc.SocketAttribute.local_port)), lines  # noqa: S610 - no query of a database
        tasks.cancel_scope.cancel()


async def _public(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"] if host == "127.0.0.1" else ["93.184.216.34"]


@asynccontextmanager
async def _guarded_behind(proxy: int) -> AsyncIterator[int]:
    chosen = BrowserSettings(allow_hosts=("127.0.0.1",), proxy=f"http://127.0.0.1:{proxy}")
    watch = Guard(lambda: chosen, _public)
    async with anyio.create_task_group() as tasks:
        yield await tasks.start(watch.serve)
        tasks.cancel_scope.cancel()


async def test_a_public_site_is_reached_through_the_owners_proxy_at_the_address_that_was_checked() -> None:
    async with _site() as (far, _begun), _proxy(far) as (proxy, lines), _guarded_behind(proxy) as port:
        assert await _status(port, b"GET http://shop.test/ HTTP/1.1\r\nhost: shop.test\r\n\r\n") == b"HTTP/1.1 204 No Content"
        assert lines == [b"CONNECT 93.184.216.34:80 HTTP/1.1"]


async def test_a_host_of_the_owners_own_network_is_reached_without_the_proxy() -> None:
    async with _site() as (far, _begun), _proxy(far) as (proxy, lines), _guarded_behind(proxy) as port:
        assert await _status(port, _get(far)) == b"HTTP/1.1 204 No Content"
        assert lines == []


async def test_a_site_the_proxy_refuses_is_not_reached() -> None:
    async with (
        _site() as (far, _begun),
        _proxy(far, b"HTTP/1.1 403 Forbidden\r\n\r\n") as (proxy, _),
        _guarded_behind(proxy) as port,
    ):
        assert await _status(port, b"GET http://shop.test/ HTTP/1.1\r\nhost: shop.test\r\n\r\n") == b"HTTP/1.1 502 Bad Gateway"
