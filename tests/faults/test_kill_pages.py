"""kill -9 in the middle of what is done on pages: the run goes on in its browser, and nothing is clicked twice unasked."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import WebSocketException

from tests.e2e.sidecar import Sidecar
from tests.e2e.watcher import Event, Watcher, watching
from tests.fakes.web import Asked, Reply, Site, site

pytestmark = [pytest.mark.faults, pytest.mark.browser]
FORM = """<!doctype html><meta charset=utf-8><title>Form</title><h1>New customer</h1><form action=/done method=post>
<label>Name <input name=who></label><label>City <input name=city></label><button>Go on</button></form>
<button type=button onclick="fetch('/counted', {method: 'POST'})">Count</button>"""
PAGES = {"/form": FORM, "/done": "<title>Done</title><p>Thank you", "/rest": "<title>Rest</title><p>Rest"}
COMMANDS = {
    "customer": """
- browser.open: {address: '{url}/form', expect: {text: New customer}}
- browser.fill: {label: Name, value: Anna}
- browser.fill: {label: City, value: Tula}
- wait: {seconds: 3}
- browser.click: {name: Go on, expect: {text: Thank you}}
- browser.extract: {css: p}
""",
    "counter": """
- browser.open: {address: '{url}/form'}
- browser.click: {name: Count, expect: {text: Counted}}
- browser.extract: {css: h1}
""",
}


class Ordeal:
    """A sidecar and the site it works on; it is killed when `on` says so of a request."""

    def __init__(self, folder: Path) -> None:
        self.on: Callable[[Asked], bool] = lambda _asked: False
        self.killed = threading.Event()
        self.folder = folder

    def reply(self, asked: Asked) -> Reply:
        """A page; the kill comes while it is asked for."""
        if self.on(asked):
            self.kill()
        return Reply(headers={"content-type": "text/html; charset=utf-8"}, body=PAGES.get(urlsplit(asked.path).path, "").encode())

    def kill(self) -> None:
        """End the sidecar as a crash does, once."""
        if not self.killed.is_set():
            self.killed.set()
            os.kill(self.sidecar.pid, signal.SIGKILL)

    def begin(self, home: Site) -> None:
        """Start it with the commands."""
        commands = self.folder / "commands"
        commands.mkdir()
        for name, steps in COMMANDS.items():
            head = f"title: {name}\nphrases: {{en: ['{name} please']}}\nsteps:"
            (commands / f"{name}.yaml").write_text(head + steps.replace("{url}", home.url), encoding="utf-8")
        environment = {"ASSISTANT_BROWSER__ALLOW_HOSTS": '["127.0.0.1"]', "ASSISTANT_BROWSER__SHOW": "false"}
        self.sidecar = Sidecar(self.folder / "data", [commands], environment=environment)
        self.sidecar.start()

    def say_until_killed(self, text: str, until: Callable[[Event], bool] = lambda _event: False) -> str:
        """Say something; kill it when something is told, if nothing has done so before. The turn."""
        turn = ""
        try:
            with watching(self.sidecar) as watcher:
                turn = watcher.say(text)
                watcher.until(until)
                self.kill()
        except (WebSocketException, OSError, EOFError):
            pass  # it is dead
        assert self.killed.is_set()
        self.sidecar.kill()
        return turn


@pytest.fixture
def ordeal(tmp_path: Path) -> Iterator[tuple[Ordeal, Site]]:
    """A sidecar that works on a site of this computer."""
    if not shutil.which("chromium"):
        pytest.skip("not installed: chromium")
    made = Ordeal(tmp_path)
    with site(made.reply) as home:
        made.begin(home)
        try:
            yield made, home
        finally:
            made.sidecar.kill()


def told(watcher: Watcher, wanted: Callable[[Event], bool]) -> Event:
    """An event that was told before this watcher came, or comes."""
    before = [envelope["event"] for envelope in watcher.welcome["snapshot"]["envelopes"]]
    return next((event for event in before if wanted(event)), None) or watcher.until(wanted)


def test_a_run_goes_on_at_the_page_where_it_was_killed(ordeal: tuple[Ordeal, Site]) -> None:
    made, home = ordeal
    turn = made.say_until_killed("customer please", lambda event: event["type"] == "step.started" and event["kind"] == "wait")
    made.sidecar.start()
    with watching(made.sidecar) as watcher:
        ended = told(watcher, lambda event: event["type"] == "run.finished" and event["turn"] == turn)
        assert ended["state"] == "done", ended
    posted = [asked.body for asked in home.asked if asked.method == "POST"]
    assert posted == [b"who=Anna&city=Tula"]


def test_a_click_cut_off_by_a_kill_is_asked_about_and_done_once(ordeal: tuple[Ordeal, Site]) -> None:
    made, home = ordeal
    made.on = lambda asked: asked.path == "/counted"
    turn = made.say_until_killed("counter please")
    made.sidecar.start()
    with watching(made.sidecar) as watcher:
        asked = told(watcher, lambda event: event["type"] == "question.asked" and event["turn"] == turn)["question"]
        assert asked["options"] == ["It was done: go on", "Do it again", "Stop"]
        watcher.call("question.answer", question=asked["id"], value=0, hash=asked["hash"], key="answer-count")
        ended = told(watcher, lambda event: event["type"] == "run.finished" and event["turn"] == turn)
        assert ended["state"] == "unconfirmed", ended
    assert len([asked for asked in home.asked if asked.path == "/counted"]) == 1
