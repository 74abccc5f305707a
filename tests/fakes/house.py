"""A whole house without door and ears: the real store, engine, interpreter and turn-side calls, in this process."""

from __future__ import annotations

import textwrap
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio

from assistant import clock, ports
from assistant.calendar.calendars import OwnerCalendars
from assistant.domain.base import Json, new_id
from assistant.domain.command import Command
from assistant.domain.event.envelope import AnyEvent, Envelope
from assistant.domain.event.run import RunChanged, RunFinished
from assistant.domain.event.said import QuestionAsked
from assistant.domain.plan import Clause, Match, Plan, PlannedClause, Reference, Verdict
from assistant.domain.run import Answer, RunState
from assistant.domain.speech import Utterance
from assistant.flows.engine import Engine, Parts
from assistant.flows.live import LiveRuns
from assistant.flows.outbox import Outbox
from assistant.flows.undo import UndoJournal
from assistant.registry.registry import Registry
from assistant.settings import CalendarSettings, RunSettings
from assistant.store.database import Database
from assistant.store.effects import Effects
from assistant.store.events import Events
from assistant.store.held import Held
from assistant.store.records import Records
from assistant.store.rules import Rules
from assistant.store.runs import Runs
from assistant.store.turns import Turns


class House(ports.Commands):
    """Say commands by name, watch what is told. Use through `house()`."""

    store: type[Database] = Database
    kind: type[Engine] = Engine

    def __init__(self, folder: Path, *, hold_seconds: float = 0.0) -> None:
        self.folder = folder
        self.told: list[AnyEvent] = []
        self._changed = anyio.Event()
        self.database = self.store(folder / "assistant.sqlite", self._tell)
        self.database.open()
        self.turns, self.runs, self.events = Turns(self.database), Runs(self.database), Events(self.database)
        self.effects = Effects(self.database)
        self.records, self.rules = Records(self.database), Rules(self.database)
        self.live = LiveRuns(self.runs)
        (folder / "commands").mkdir(exist_ok=True)
        self.registry = Registry.of([folder / "commands"], folder / "owner")
        self.ports: dict[type, Any] = {ports.Commands: self, ports.Records: self.records}
        self.ports[ports.Calendars] = OwnerCalendars(CalendarSettings, self.ports)
        self.outbox = Outbox(Held(self.database), self.live)
        self.undo = UndoJournal(self.effects, self.events, self.ports, self.outbox)
        self.ports[ports.Undo] = self.undo
        parts = Parts(
            turns=self.turns,
            runs=self.runs,
            effects=self.effects,
            events=self.events,
            live=self.live,
            ports=self.ports,
            rules=self.rules,
            outbox=self.outbox,
        )
        self.engine = self.kind(folder, RunSettings(hold_seconds=hold_seconds), parts)

    async def all(self) -> tuple[Command, ...]:
        """Every command, as the port gives them."""
        return tuple(self.registry.commands.values())

    def command(self, name: str, text: str) -> None:
        """Write a command file; its faults fail the test."""
        head = f"title: {name}\nphrases: {{en: ['{name}']}}\n"
        (self.folder / "commands" / f"{name}.yaml").write_text(head + textwrap.dedent(text), encoding="utf-8")
        self.registry.load()
        assert not [fault for fault in self.registry.faults if fault.severity == "error"], self.registry.faults

    async def say(self, *clauses: PlannedClause) -> str:
        """Keep a plan of these clauses and ring; the plan's id."""
        turn = new_id("turn")
        utterance = Utterance(id=turn, key=turn, text="test", source="keyboard", language="en", at=clock.now())
        plan = Plan(id=new_id("plan"), turn=turn, language="en", clauses=clauses)
        titles = {name: command.title for name, command in self.registry.commands.items()}
        await self.turns.keep(utterance, plan, titles)
        self.engine.ring()
        return plan.id

    async def run(self, name: str, slots: Mapping[str, Json] | None = None) -> RunFinished:
        """Say one command and wait until its run has ended."""
        plan = await self.say(planned(name, slots))
        return await self.finished(f"{plan}.0")

    async def finished(self, run: str) -> RunFinished:
        """The end of a run."""
        return await self.until(lambda event: event if isinstance(event, RunFinished) and event.run == run else None)

    async def asked(self, run: str = "") -> QuestionAsked:
        """The newest question of a run, once the run really waits for it."""
        question = await self.until(
            lambda event: event if isinstance(event, QuestionAsked) and run in ("", event.run) else None, newest=True
        )
        await self.until(
            lambda event: (
                event if isinstance(event, RunChanged) and event.run == question.run and event.state is RunState.WAITING else None
            )
        )
        return question

    async def answer(self, question: QuestionAsked, value: Json, hash_: str | None = None) -> None:
        """Answer a question as a card would."""
        hash_ = question.question.hash if hash_ is None else hash_
        await self.live.answer(Answer(question=question.question.id, value=value, hash=hash_))

    async def until(self, found: Any, *, newest: bool = False, seconds: float = 20) -> Any:
        """The first told event for which `found` gives something; fails after some seconds."""
        with anyio.fail_after(seconds):
            while True:
                self._changed = anyio.Event()
                for event in reversed(self.told) if newest else self.told:
                    if (result := found(event)) is not None:
                        return result
                await self._changed.wait()

    def changed(self) -> anyio.Event:
        """Set when something is told from now on."""
        self._changed = anyio.Event()
        return self._changed

    def of(self, kind: type[Any], run: str = "") -> list[Any]:
        """All told events of a kind."""
        return [event for event in self.told if isinstance(event, kind) and run in ("", event.run)]

    def _tell(self, envelope: Envelope) -> None:
        self.told.append(envelope.event)
        self._changed.set()


def planned(
    name: str,
    slots: Mapping[str, Json] | None = None,
    *,
    verdict: Verdict = Verdict.RUN,
    others: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
    after: tuple[int, ...] = (),
    references: Mapping[str, Reference] | None = None,
) -> PlannedClause:
    """A clause that means a command."""
    matches = [Match(command=one, confidence=0.9, slots=slots or {}, missing=missing) for one in (name, *others)]
    clause = Clause(text=name, start=0, end=len(name))
    return PlannedClause(clause=clause, verdict=verdict, candidates=tuple(matches), after=after, references=references or {})


@asynccontextmanager
async def house(folder: Path, *, hold_seconds: float = 0.0) -> AsyncIterator[House]:
    """A house with its engine running; what is sent waits `hold_seconds` first."""
    built = House(folder, hold_seconds=hold_seconds)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(built.engine.run)
        yield built
        tasks.cancel_scope.cancel()
    built.database.close()
