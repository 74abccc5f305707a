"""A small real web server on loopback: a site is a mapping of paths to functions, its state is in the site's object."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

LARGEST = 1_000_000
"""Bytes of a form."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: `fields` are those of the address and of the form, `session` is the visitor's cookie."""

    method: str
    path: str
    fields: Mapping[str, str]
    session: str


@dataclass(frozen=True, slots=True)
class Given:
    """An answer; `to` leads elsewhere."""

    body: str = ""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    to: str = ""


Page = Callable[[Asked], Given]


@dataclass(slots=True)
class Site:
    """What is served. `asked` are the pages that were asked for, in order, as `GET /path?query`; `visitors` who asked."""

    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    visitors: set[str] = field(default_factory=set)
    robots: str = ""
    broken: frozenset[str] = frozenset()
    """Paths that answer 500."""
    held: str = ""
    """A path that is answered only once `free` is set; `reached` tells that somebody waits for it."""
    free: threading.Event = field(default_factory=threading.Event)
    reached: threading.Event = field(default_factory=threading.Event)
    turn: threading.RLock = field(default_factory=threading.RLock)

    def answer(self, asked: Asked, whole: str) -> Given:
        """The page for a request; one at a time, so that the state stays whole."""
        if self.held and asked.path == self.held:
            self.reached.set()
            self.free.wait(60)
        with self.turn:
            if asked.path == "/robots.txt":
                return Given(self.robots, type="text/plain; charset=utf-8") if self.robots else Given("", 404)
            if asked.path == "/favicon.ico":
                return Given("", 204)
            self.asked.append(f"{asked.method} {whole}")
            self.visitors.add(asked.session)
            if asked.path in self.broken:
                return Given("<h1>500</h1><p>Internal error</p>", 500)
            page = self.pages.get(asked.path)
            return page(asked) if page else Given("<h1>404</h1>", 404)


@contextmanager
def serving(site: Site, port: int = 0) -> Iterator[str]:
    """Serve a site until the block ends; its address, without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(site))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer("")

        def do_POST(self) -> None:
            length = min(int(self.headers.get("Content-Length") or 0), LARGEST)
            self._answer(self.rfile.read(length).decode("utf-8", "replace"))

        def _answer(self, form: str) -> None:
            address = urlsplit(self.path)
            fields = dict(parse_qsl(address.query, keep_blank_values=True) + parse_qsl(form, keep_blank_values=True))
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get("visitor")
            session = cookie.value if cookie else f"v{id(self):x}{len(site.asked)}"
            given = site.answer(Asked(self.command, address.path, fields, session), self.path)
            body = given.body.encode()
            self.send_response(303 if given.to else given.status)
            if given.to:
                self.send_header("Location", given.to)
            self.send_header("Content-Type", given.type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            if not cookie:
                self.send_header("Set-Cookie", f"visitor={session}; Path=/; HttpOnly; SameSite=Lax")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    return Handler
