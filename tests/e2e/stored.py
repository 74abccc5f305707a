"""What tests put into a data folder while no sidecar runs on it, through the product's own store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio

from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.run import RunFinished, RunStarted, StepFinished, StepStarted
from assistant.domain.event.said import MessageSaid
from assistant.domain.record import Reminder
from assistant.domain.run import RunState
from assistant.domain.speech import Utterance
from assistant.store.database import Database
from assistant.store.records import Records
from assistant.store.turns import Turns

EVENTS_OF_A_TURN = 50
_TITLE = {"en": "Write a note", "ru": "Записать"}


def moved(data: Path, record: str, at: datetime) -> None:
    """Move a reminder to another time."""

    async def move() -> None:
        records = Records(database)
        known = await records.get(record)
        assert isinstance(known.body, Reminder)
        await records.change(record, known.body.model_copy(update={"at": at}), key="moved-by-the-test")

    database = _database(data)
    _run(move)
    database.close()


def filled(data: Path, turns: int) -> None:
    """A past of so many turns, one a minute until now, each with a finished run and `EVENTS_OF_A_TURN` recorded events."""

    async def fill() -> None:
        begun = datetime.now(UTC) - timedelta(minutes=turns)
        for number in range(turns):
            utterance = _said(number, begun + timedelta(minutes=number))
            await Turns(database).keep(utterance, None, {})
        await database.write(lambda tx: [tx.tell(event) for number in range(turns) for event in _done(number)])

    database = _database(data)
    _run(fill)
    database.close()


def _run(work: Callable[[], Awaitable[None]]) -> None:
    """In a thread of its own: the browser's driver has an event loop in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(anyio.run, work).result()


def said(number: int) -> str:
    """The words of a turn of the past."""
    return f"write down thing number {number}"


def _database(data: Path) -> Database:
    data.mkdir(parents=True, exist_ok=True)
    database = Database(data / "assistant.sqlite", lambda _envelope: None)
    database.open()
    return database


def _said(number: int, at: datetime) -> Utterance:
    turn = f"turn-{number}"
    return Utterance(id=turn, key=turn, text=said(number), source="keyboard", language="en", at=at)


def _done(number: int) -> Iterator[AnyEvent]:
    """A run of many steps."""
    turn, run = f"turn-{number}", f"run-{number}"
    steps = (EVENTS_OF_A_TURN - 4) // 2
    yield RunStarted(turn=turn, run=run, plan="", clause=0, command="note-add", title=_TITLE)
    for step in range(steps):
        yield StepStarted(turn=turn, run=run, path=f"steps[{step}]", kind="set", params={"value": step})
        yield StepFinished(turn=turn, run=run, path=f"steps[{step}]", kind="set", state="done", value=step)
    yield MessageSaid(turn=turn, run=run, text=f"Noted: Thing number {number}")
    yield RunFinished(turn=turn, run=run, state=RunState.DONE, seconds=0.1)
