"""A real child at work in a real Chromium on pages served on loopback, its model a scripted server, its owner a double."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx

from assistant import ports
from assistant.browser.guard import Guard
from assistant.browser.running import RunningBrowser
from assistant.browser.tasks import BrowserTasks
from assistant.domain.base import Json
from assistant.domain.event.browsing import BrowsingChanged, PageActed
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.web_task import WebTask, WebTaskResult, Whose
from assistant.llm.client import LanguageModel
from assistant.settings import BrowserSettings
from tests.fakes.model_server import ModelServer, Request, Says

WHOSE = Whose(run="run-1", turn="turn-1", path="task", key="run-1:task", language="en")
Script = Callable[[Request], Says]
Turn = Mapping[str, Any] | Callable[[str], Mapping[str, Any]]
"""What the model answers, or makes of the page it was sent."""


def chromium() -> str:
    """The browser of this computer."""
    found = next((path for name in ("chromium", "google-chrome", "chromium-browser") if (path := shutil.which(name))), "")
    assert found, "Chromium is needed"
    return found


class Running(RunningBrowser):
    """A Chromium that is there."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint

    @asynccontextmanager
    async def used(self) -> AsyncIterator[object]:
        """It is."""
        yield None

    async def ended(self) -> None:
        """It never does."""
        await anyio.sleep_forever()

    @property
    def endpoint(self) -> str:
        """Where."""
        return self._endpoint

    @property
    def headless(self) -> bool:
        """Nobody sees it."""
        return True

    is_attached = False

    @property
    def guard(self) -> Guard:
        """It reaches the network without."""
        return Guard(lambda: BrowserSettings(allow_hosts=("127.0.0.1",)))


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """A Chromium for as long as this is entered."""
    arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    rules = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"
    process = subprocess.Popen(
        [chromium(), *arguments, rules, "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"],
        stderr=subprocess.DEVNULL,
    )
    try:
        port, path = _told(folder / "DevToolsActivePort")
        yield Running(f"ws://127.0.0.1:{port}{path}")
    finally:
        process.kill()
        process.wait()


def _told(file: Path) -> tuple[str, str]:
    """The port and the path of the debugger, once Chromium has written them."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if file.is_file() and len(lines := file.read_text(encoding="ascii").split("\n")) > 1:
            return lines[0], lines[1]
    raise AssertionError("Chromium does not start")


class Site:
    """Pages by path; what was posted is kept."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        self.pages = dict(pages)
        self.posted: list[tuple[str, str]] = []
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:
                """Nothing."""

            def do_GET(self) -> None:
                outer.asked.append(self.path)
                body = outer.pages.get(self.path.split("?")[0], "nothing here").encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                outer.posted.append((self.path, body))
                self.do_GET()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of a page."""
        return f"http://{host}:{self.server.server_port}{path}"


@dataclass
class Owner(ports.Owner):
    """Says what a test wants him to; `asked` is what he was asked."""

    answer: Callable[[], bool] = lambda: True
    asked: list[tuple[str, Mapping[str, Json]]] = field(default_factory=list)

    async def approve(self, text: str, details: Mapping[str, Json], whose: Whose) -> bool:
        self.asked.append((text, details))
        return self.answer()

    async def withdraw(self, whose: Whose) -> None:
        """Nothing is open."""


class Vault(ports.Secrets):
    """Every secret is the same."""

    VALUE = "correct-horse-battery"

    async def secret(self, name: str) -> str:
        return self.VALUE


@dataclass
class Bench:
    """Everything a test needs."""

    tasks: BrowserTasks
    owner: Owner
    model: ModelServer
    told: list[AnyEvent]
    browser: RunningBrowser
    changed: anyio.Event = field(default_factory=anyio.Event)
    result: WebTaskResult | None = None

    async def carry_out(self, task: str, **more: Any) -> WebTaskResult:
        """Carry a task out."""
        return await self.tasks.carry_out(WebTask(task=task, **more), WHOSE)

    async def carry_out_and_keep(self, task: str, start: str) -> None:
        """Carry a task out in the background; `result` is what came of it."""
        self.result = await self.carry_out(task, start=start)

    async def until(self, found: Callable[[AnyEvent], bool]) -> AnyEvent:
        """The first event of such a kind."""
        with anyio.fail_after(60):
            while True:
                self.changed = anyio.Event()
                if (event := next((one for one in self.told if found(one)), None)) is not None:
                    return event
                await self.changed.wait()

    def acts(self) -> list[PageActed]:
        """What was done or tried, each as it ended."""
        latest = {event.number: event for event in self.told if isinstance(event, PageActed)}
        return list(latest.values())

    def states(self) -> list[str]:
        """How the task stood, in order."""
        return [event.state for event in self.told if isinstance(event, BrowsingChanged)]

    @property
    def pages(self) -> list[str]:
        """What the model was shown, call by call."""
        return [said(request) for request in self.model.requests]


def bench(folder: Path, browser: RunningBrowser, model: LanguageModel, server: ModelServer) -> Bench:
    """Tasks with all that belongs to them, in this process but for the child."""
    owner, told = Owner(), list[AnyEvent]()

    class Connected(ports.Model):
        connected = True

        async def ask(self, prompt: Any, *, on_text: Any = None) -> Any:
            return await model.ask(prompt, on_text=on_text)

        async def begin(self, prompt: Any) -> None:
            raise NotImplementedError

        async def answer(self, key: str) -> Any:
            raise NotImplementedError

    async def tell(event: AnyEvent, key: str | None) -> None:
        told.append(event)
        made.changed.set()

    tasks = BrowserTasks(folder / "tasks", Connected(), Vault(), owner, browser, lambda: ("127.0.0.1",), tell)
    made = Bench(tasks, owner, server, told, browser)
    return made


async def open_pages(browser: RunningBrowser) -> list[str]:
    """The addresses of all tabs."""
    address = f"http://{urlsplit(browser.endpoint).netloc}/json/list"
    async with httpx.AsyncClient(trust_env=False) as client:
        return [target["url"] for target in (await client.get(address)).json() if target["type"] == "page"]


def said(request: Request) -> str:
    """All words of a request."""
    return "\n".join(message["content"] for message in request["messages"])


def turns(*script: Turn) -> Script:
    """A model that answers these, one after another; the last one for ever."""
    left = list(script)

    def answer(request: Request) -> Says:
        turn = left.pop(0) if len(left) > 1 else left[0]
        return Says(json.dumps(turn(said(request)) if callable(turn) else turn))

    return answer


def turn(*actions: Mapping[str, Any]) -> dict[str, Any]:
    """An answer of the shape browser-use asks for."""
    return {"evaluation_previous_goal": "-", "memory": "-", "next_goal": "the next thing", "action": list(actions)}


def go(url: str) -> Turn:
    """Open a page."""
    return turn({"navigate": {"url": url, "new_tab": False}})


def fill(label: str, text: str) -> Turn:
    """Type into the field with these words in its tag."""
    return lambda page: turn({"input": {"index": _index(page, rf"<input[^\n]*{label}"), "text": text, "clear": True}})


def press(label: str) -> Turn:
    """Click the button or link that says so."""
    return lambda page: turn({"click": {"index": _index(page, rf"<(?:button|a|input)[^\n]*(?:\n[^\n\[]*)?{label}")}})


def done(text: str = "All done.", *, success: bool = True) -> Turn:
    """Say that it is done."""
    return turn({"done": {"text": text, "success": success, "files_to_display": []}})


def _index(page: str, pattern: str) -> int:
    found = re.findall(rf"\[(\d+)\]{pattern}", page)
    assert found, page
    return int(found[-1])
