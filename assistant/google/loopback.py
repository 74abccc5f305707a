"""The page on this computer that Google sends the owner's browser back to: one answer is taken, to one question."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

import anyio
from anyio.abc import SocketStream
from anyio.streams.stapled import MultiListener

_LARGEST = 16_384
_SECONDS = 5.0
"""What one caller may take to say what he wants."""
_MOST = 20
"""Callers at once."""
_PAGE = (
    '<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Symbiote</title>'
    "<style>html{{color-scheme:light dark}}body{{font:16px/1.5 system-ui,sans-serif;margin:20vh auto;max-width:32em;padding:0 1em}}</style>"
    "<h1>Symbiote</h1>{paragraphs}</html>"
)
_DONE = (
    "Thank you. You can close this page and go back to Symbiote.",
    "Спасибо. Эту страницу можно закрыть и вернуться в Symbiote.",
)
_REFUSED = ("Nothing was allowed. You can close this page.", "Ничего не разрешено. Эту страницу можно закрыть.")
_ALIEN = ("This page answers to nothing that was asked.", "Эта страница не отвечает ни на один запрос.")


class Landing:
    """Listens from `async with` on, on a port of its own; `state` tells answers to this question from all others."""

    def __init__(self) -> None:
        self.state = secrets.token_urlsafe(32)
        self.address = ""
        self._listener: MultiListener[SocketStream] | None = None
        self._answer: dict[str, str] = {}
        self._answered = anyio.Event()
        self._places = anyio.CapacityLimiter(_MOST)

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        self._listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0)
        port = self._listener.extra(anyio.abc.SocketAttribute.local_port)  # noqa: S610 - an attribute of a socket
        self.address = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop listening."""
        if self._listener is not None:
            await self._listener.aclose()

    async def serve(self) -> None:
        """Take what comes, until cancelled."""
        assert self._listener is not None  # noqa: S101 - entered first
        await self._listener.serve(self._take)

    async def answer(self) -> Mapping[str, str]:
        """What the browser brought back, once it did; its page has been shown by then."""
        await self._answered.wait()
        return self._answer

    async def _take(self, stream: SocketStream) -> None:
        async with self._places, stream:
            with suppress(anyio.BrokenResourceError, anyio.EndOfStream, anyio.ClosedResourceError, TimeoutError, OSError):
                with anyio.fail_after(_SECONDS):
                    status, texts, given = self._judged(await _head(stream))
                    await stream.send(_page(status, texts))
                    if given is not None and not self._answered.is_set():
                        self._answer = given
                        self._answered.set()

    def _judged(self, head: str) -> tuple[str, tuple[str, str], dict[str, str] | None]:
        """What to show, and the answer when this is one."""
        line, *headers = head.split("\r\n")
        hosts = [each.partition(":")[2].strip() for each in headers if each.lower().startswith("host:")]
        method, _space, rest = line.partition(" ")
        parts = urlsplit(rest.partition(" ")[0])
        query = {name: values[0] for name, values in parse_qs(parts.query).items() if len(values) == 1}
        if method != "GET" or hosts != [self.address.removeprefix("http://")] or parts.path != "/":
            return "404 Not Found", _ALIEN, None
        if not secrets.compare_digest(query.get("state", "").encode(), self.state.encode()):
            return "400 Bad Request", _ALIEN, None
        return "200 OK", _DONE if "code" in query else _REFUSED, query


async def _head(stream: SocketStream) -> str:
    head = b""
    while b"\r\n\r\n" not in head:
        head += await stream.receive(4_096)
        if len(head) > _LARGEST:
            return ""
    return head.partition(b"\r\n\r\n")[0].decode("latin-1")


def _page(status: str, texts: tuple[str, str]) -> bytes:
    paragraphs = "".join(f'<p lang="{language}">{text}</p>' for language, text in zip(("en", "ru"), texts, strict=True))
    body = _PAGE.format(language="en", paragraphs=paragraphs).encode()
    headers = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
        "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n\r\n"
    )
    return headers.encode("latin-1") + body
