"""A window on a long history: 100 000 recorded events, then how soon a client has the state and a page in Chromium can be used.

The history is made through the real store: turns of one note each, as a typed sentence leaves them, ten events a turn.
Usable means that the newest turn stands in the conversation and the composer takes a letter.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
from bench_client import connected
from bench_sidecar import Sidecar
from playwright.sync_api import Browser, sync_playwright

from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.run import RunFinished, RunStarted, StepFinished, StepStarted
from assistant.domain.event.said import MessageSaid
from assistant.domain.event.turn import PlanProposed
from assistant.domain.plan import Clause, Match, Plan, PlannedClause, Verdict
from assistant.domain.run import Receipt, RunState
from assistant.domain.speech import Utterance
from assistant.store.database import Database, Transaction
from assistant.store.turns import Turns

EVENTS = 100_000
EVENTS_A_TURN = 10
OPENED = 7
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
LAST = "write down thing number 9999"
USABLE_S = 30.0


def figures() -> dict[str, float]:
    """All figures by name. The browser's is missing where there is no Chromium."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        anyio.run(_fill, Path(folder))
        with Sidecar(Path(folder)) as sidecar:
            found = {"history_ready_s": sidecar.ready_s} | anyio.run(_snapshot, sidecar)
            chromium = shutil.which("chromium") or shutil.which("google-chrome")
            return found | (_page(sidecar.said["url"], chromium) if chromium else {})


async def _fill(folder: Path) -> None:
    database = Database(folder / "assistant.sqlite", lambda _envelope: None)
    database.open()
    begun = datetime.now(UTC) - timedelta(days=90)
    for number in range(EVENTS // EVENTS_A_TURN):
        turn, at = f"turn{number}", begun + timedelta(minutes=10 * number)
        text = LAST.replace("9999", str(number))
        utterance = Utterance(id=turn, key=turn, text=text, source="keyboard", language="en", at=at)
        await Turns(database).keep(utterance, None, {})
        events = _events(turn, text)
        await database.write(lambda tx, events=events: _tell(tx, events))
    database.close()


def _tell(tx: Transaction, events: Sequence[AnyEvent]) -> None:
    for event in events:
        tx.tell(event)


def _events(turn: str, text: str) -> list[AnyEvent]:
    """What is told of a turn after it was received."""
    plan, run, title = f"plan-{turn}", f"plan-{turn}.0", {"en": "New note", "ru": "Новая заметка"}
    match = Match(command="note-add", confidence=0.95, why="fits", slots={})
    clause = Clause(text=text, start=0, end=len(text), joined="first")
    planned = PlannedClause(clause=clause, verdict=Verdict.RUN, candidates=(match,))
    share = {"turn": turn, "run": run}
    return [
        PlanProposed(turn=turn, plan=Plan(id=plan, turn=turn, language="en", clauses=(planned,)), titles={"note-add": title}),
        RunStarted(**share, plan=plan, clause=0, command="note-add", title=title, slots={"text": text}),
        *(StepStarted(**share, path=path, kind=kind) for path, kind in (("note", "note.add"), ("2.say", "say"))),
        StepFinished(**share, path="note", kind="note.add", state="done", receipt=Receipt(kind="record", id=turn), undoable=True),
        MessageSaid(**share, path="2.say", text=f"Written down: {text}"),
        StepFinished(**share, path="2.say", kind="say", state="done", seconds=0.001),
        MessageSaid(turn=turn, text="Anything else?"),
        RunFinished(**share, state=RunState.DONE, seconds=0.01),
    ]


async def _snapshot(sidecar: Sidecar) -> dict[str, float]:
    """Seconds from opening the socket to having the present state."""
    times = []
    for _ in range(OPENED):
        begun = time.perf_counter()
        async with connected(sidecar.session.port, sidecar.session.token) as client:
            times.append(time.perf_counter() - begun)
            seq = client.welcome["seq"]
    return {"history_events": float(seq), "history_snapshot_s": statistics.median(times)}


def _page(url: str, chromium: str) -> dict[str, float]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        times = [_open(browser, url) for _ in range(OPENED)]
        browser.close()
    return {"history_window_s": statistics.median(times)}


def _open(browser: Browser, url: str) -> float:
    """Seconds from opening the address to a composer that takes letters under the newest turn."""
    context = browser.new_context(locale="en")
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.get_by_text(LAST, exact=True).first.wait_for(timeout=USABLE_S * 1000)
    page.locator(".composer textarea").fill("x", timeout=USABLE_S * 1000)
    took = time.perf_counter() - begun
    context.close()
    return took


if __name__ == "__main__":
    for name, figure in figures().items():
        print(f"{name:24}{figure:12.3f}")
