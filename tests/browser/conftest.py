"""Chromium behind the guard, pages served on this computer, and steps carried out on them."""

from __future__ import annotations

import shutil
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import anyio
import pytest

from assistant import plugins, ports
from assistant.browser.browsing import Browsing
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepKind
from assistant.settings import BrowserSettings
from tests.fakes.ports import FakeContext, FakeFiles, FakeSecrets

NOW = datetime(2026, 5, 5, 8, 0, tzinfo=ZoneInfo("Europe/Moscow"))
PAGES = Path(__file__).parents[1] / "data" / "miniwob"
Act = Callable[..., Awaitable[StepResult]]


class Served:
    """A folder of pages on this computer; `pages` are given before the folder's. `asked` keeps the paths."""

    def __init__(self, folder: Path) -> None:
        self.pages: dict[str, str] = {}
        self.moved: dict[str, str] = {}
        self.asked: list[str] = []
        served = self

        class Pages(SimpleHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_args: object) -> None:
                return

            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                served.asked.append(self.path)
                if path in served.moved:
                    self.send_response(302)
                    self.send_header("location", served.moved[path])
                    self.send_header("content-length", "0")
                    self.end_headers()
                elif path in served.pages:
                    body = served.pages[path].encode()
                    self.send_response(200)
                    kind = "javascript" if path.endswith(".js") else "html"
                    self.send_header("content-type", f"text/{kind}; charset=utf-8")
                    self.send_header("content-length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                else:
                    super().do_GET()

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("content-length") or 0))
                self.do_GET()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=str(folder)))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self._thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()


@pytest.fixture
def served() -> Iterator[Served]:
    """The pages of `tests/data/miniwob`, and what a test adds."""
    server = Served(PAGES)
    yield server
    server.close()


@pytest.fixture
def chosen() -> dict[str, Any]:
    """The settings of the browser; a test may change them."""
    return {"allow_hosts": ("127.0.0.1",), "show": False}


@asynccontextmanager
async def browsing_in(folder: Path, chosen: Mapping[str, Any]) -> AsyncIterator[Browsing]:
    """A browser that runs until the block is left; every run is one that has not ended."""
    if not shutil.which("chromium"):
        pytest.skip("not installed: chromium")

    async def is_over(_run: str) -> bool:
        return False

    browsing = Browsing(lambda: BrowserSettings.model_validate(dict(chosen)), folder, is_over)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(browsing.run)
        yield browsing
        tasks.cancel_scope.cancel()


@pytest.fixture
async def browsing(tmp_path: Path, chosen: dict[str, Any]) -> AsyncIterator[Browsing]:
    """The browser of a test."""
    async with browsing_in(tmp_path, chosen) as started:
        yield started


@pytest.fixture
def context(browsing: Browsing) -> FakeContext:
    """What a step knows; its browser is real."""
    doubles: dict[type, object] = {ports.Browser: browsing, ports.Files: FakeFiles(), ports.Secrets: FakeSecrets(shop="s3cret")}
    return FakeContext(NOW, ports=doubles)


@pytest.fixture
def act(context: FakeContext) -> Act:
    """Carry out a step kind by its name; each call is a step of its own unless `key` is given."""
    count = 0

    async def run(name: str, params: dict[str, Any] | None = None, *, key: str = "", run: str = "run-1") -> StepResult:
        nonlocal count
        count += 1
        context.run, context.key = run, key or f"{run}:{count}"
        kind = plugins.load("steps", name, StepKind)
        return await kind().run(kind.Params.model_validate({"seconds": 10, **(params or {})}), context)

    return run
