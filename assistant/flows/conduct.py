"""Conducts a plan: its clauses in order, each as a run that first settles what the owner must decide, then walks its steps."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from assistant.domain.base import Json
from assistant.domain.both import in_language
from assistant.domain.command import Command
from assistant.domain.event.run import RunFinished, RunStarted
from assistant.domain.event.said import MessageSaid
from assistant.domain.flow import Step
from assistant.domain.plan import PlannedClause
from assistant.domain.run import FINAL, RunState
from assistant.errors import AssistantError, Declined, ExpressionError, RunCancelled
from assistant.flows import expressions, settle, words
from assistant.flows.context import Ports
from assistant.flows.desk import Course, Desk
from assistant.flows.interpreter import Walker
from assistant.flows.live import LiveRuns
from assistant.flows.marks import Marks, joined
from assistant.ports import Commands
from assistant.store.effects import Effects
from assistant.store.events import Events
from assistant.store.runs import Runs, StoredRun
from assistant.store.turns import StoredClause, Turns
from assistant.telemetry import span

logger = logging.getLogger(__name__)


class EngineDesk(Desk, Protocol):
    """What the conductor needs of the engine beyond what the walk needs."""

    async def start_run(self, run: str, doc: dict[str, Json]) -> None:
        """Start the durable run of one clause."""


class Conductor:
    """The bodies of the engine's workflows; deterministic but for what goes through the desk."""

    def __init__(
        self, desk: EngineDesk, turns: Turns, runs: Runs, effects: Effects, events: Events, live: LiveRuns, ports: Ports
    ) -> None:
        self._desk = desk
        self._turns = turns
        self._runs = runs
        self._effects = effects
        self._events = events
        self._live = live
        self._ports = ports

    # --- a plan ---

    async def plan(self, outbox: str) -> None:
        """Start the runs of a plan in the order of its clauses.

        A clause begins when the one before has ended, or waits for the owner or for time; one that must come after
        others (the sentence says so, or it uses their result) waits for their end.
        """
        plan = outbox.split("@")[0]
        count = await self._desk.record("count", lambda: self._count(plan))
        begun: dict[int, str] = {}
        for number in range(int(count)):
            doc = await self._desk.record(f"prepare[{number}]", self._preparing(plan, number, dict(begun)))
            if doc:
                begun[number] = str(doc["run"])
                await self._desk.start_run(begun[number], dict(doc))

    def _preparing(self, plan: str, number: int, begun: Mapping[int, str]) -> Callable[[], Awaitable[Json]]:
        async def prepare() -> Json:
            await self._wait_for_earlier(plan, number, begun)
            return await self._document(plan, number)

        return prepare

    async def _count(self, plan: str) -> int:
        return len((await self._turns.plan(plan))[2])

    async def _wait_for_earlier(self, plan: str, number: int, begun: Mapping[int, str]) -> None:
        _turn, _language, clauses = await self._turns.plan(plan)
        must_end = set(clauses[number].planned.after)
        for earlier, run in begun.items():
            await self._live.settled(run, finished=earlier in must_end)

    async def _document(self, plan: str, number: int) -> Json:
        """The document a run is started with; None when this clause is not to be run."""
        turn, language, clauses = await self._turns.plan(plan)
        clause = clauses[number]
        if clause.state != "queued":
            return None
        runs = {run.clause: run for run in await self._runs.of_plan(plan)}
        lost = [index for index in (r.clause for r in clause.planned.references.values()) if not _succeeded(runs.get(index))]
        if lost:
            await self._skip_dependent(plan, turn, language, clause)
            return None
        planned = _resolved(clause.planned, clauses, runs)
        commands: Commands = self._ports[Commands]
        known = {command.name: command for command in await commands.all()}
        candidates = [match.command for match in planned.candidates if match.command in known]
        if not candidates:
            return None
        return {
            "run": f"{plan}.{number}",
            "plan": plan,
            "clause": number,
            "turn": turn,
            "language": language,
            "planned": planned.model_dump(mode="json"),
            "commands": {name: self.document(known[name]) for name in candidates},
            "watched": True,
        }

    async def _skip_dependent(self, plan: str, turn: str, language: str, clause: StoredClause) -> None:
        text = {
            "en": "Skipped, because it needs a part of the sentence that did not succeed.",
            "ru": "Пропущено: для этого нужен результат части, которая не удалась.",
        }[language]
        await self._turns.change_clause(plan, turn, clause.number, clause.planned, skipped=True)
        await self._events.record(MessageSaid(turn=turn, text=text), f"{plan}.{clause.number}:skipped")

    @staticmethod
    def document(command: Command) -> dict[str, Json]:
        """A command as a run carries it with itself."""
        return {
            "name": command.name,
            "title": dict(command.title),
            "steps": [step.model_dump(mode="json") for step in command.flow.steps],
            "result": command.flow.result,
            "slots": {name: slot.model_dump(mode="json") for name, slot in command.slots.items()},
            "defaults": {name: slot.default for name, slot in command.slots.items()},
            "effect": command.effect,
            "strict": command.confirm or command.effect == "sends",
        }

    # --- a run ---

    async def run(self, doc: dict[str, Any]) -> None:
        """Carry out one clause from the first question to the end. Never raises: a run always ends in a state."""
        began = time.monotonic()
        course = Course(doc["run"], doc["turn"], doc["language"])
        state, result, error = RunState.DONE, None, ""
        try:
            with span("run", run=course.run):
                result = await self._carry_out(course, doc)
        except RunCancelled:
            state = RunState.CANCELLED
        except Declined as no:
            state, error = RunState.CANCELLED, no.said(course.language)
        except AssistantError as fault:
            state, error = RunState.FAILED, fault.said(course.language)
        except Exception:
            # The border of a run: a fault of ours ends this run with a word to the owner, never the assistant.
            logger.exception("run %s failed", course.run)
            state, error = RunState.FAILED, in_language(words.fault(), course.language)
        finished = RunFinished(
            turn=course.turn, run=course.run, state=state, result=result, error=error, seconds=round(time.monotonic() - began, 3)
        )
        await self._desk.record("finish", lambda: self._finish(finished))

    async def branch(self, course: Course, doc: dict[str, Json]) -> dict[str, Json]:
        """Walk a branch of a run: the `names` it has changed, or `error` or `cancelled`, and its `marks`."""
        given: dict[str, Json] = doc["names"]
        marks = Marks.load(doc.get("marks"))
        walker = Walker(self._desk, course, str(doc["path"]), dict(given), int(doc["depth"]), marks)
        try:
            after = await walker.go([Step.model_validate(step) for step in doc["steps"]])
            changed = {name: value for name, value in after.items() if name not in given or value is not given[name]}
            return {"names": changed, "marks": marks.dump()}
        except RunCancelled:
            return {"cancelled": True}
        except (AssistantError, ExpressionError) as error:
            return {"error": error.said(course.language), "marks": marks.dump()}

    async def _carry_out(self, course: Course, doc: dict[str, Any]) -> Json:
        planned = PlannedClause.model_validate(doc["planned"])
        first = planned.candidates[0]
        started = self._started(course, doc, first.command, dict(first.slots))
        now = await self._desk.record("begin", lambda: self._begin(started, planned))
        choice = await settle.settle(self._desk, course, planned, doc["commands"])
        if (choice.command, choice.slots) != (first.command, dict(first.slots)):
            again = self._started(course, doc, choice.command, choice.slots)
            await self._desk.record("settled", lambda: self._rename(again))
        command = doc["commands"][choice.command]
        names = {**command["defaults"], **choice.slots, "now": now, "language": course.language}
        # Runs that were under way before text from outside was watched go on as they began.
        course = replace(course, command=choice.command, watched=bool(doc.get("watched")))
        walker = Walker(
            self._desk, course, "", names, marks=Marks({k: v for k, v in planned.sources.items() if k in choice.slots})
        )
        after = await walker.go([Step.model_validate(step) for step in command["steps"]])
        return expressions.evaluate(command["result"], after) if command["result"] else after.get("last")

    def _started(self, course: Course, doc: dict[str, Any], command: str, slots: Mapping[str, Json]) -> RunStarted:
        return RunStarted(
            turn=course.turn,
            run=course.run,
            plan=doc["plan"],
            clause=doc["clause"],
            command=command,
            title=doc["commands"][command]["title"],
            slots=slots,
        )

    async def _begin(self, started: RunStarted, planned: PlannedClause) -> Json:
        await self._runs.begin(started, planned)
        if sources := joined(*planned.sources.values()):
            await self._runs.mark(started.run, sources)
        self._live.wake(started.run)
        return (await self._desk.now()).isoformat()

    async def _rename(self, started: RunStarted) -> Json:
        await self._runs.rename(started)
        return None

    async def _finish(self, finished: RunFinished) -> Json:
        if finished.state is RunState.DONE and await self._effects.has_unproven(finished.run):
            finished = finished.model_copy(update={"state": RunState.UNCONFIRMED})
        await self._runs.finish(finished)
        self._live.ended(finished.run)
        return None


def _succeeded(run: StoredRun | None) -> bool:
    return run is not None and (run.state is RunState.DONE or run.state not in FINAL)


def _resolved(planned: PlannedClause, clauses: Sequence[StoredClause], runs: Mapping[int, StoredRun]) -> PlannedClause:
    """The clause with what it takes from earlier ones put into its slots."""
    values: dict[str, Json] = {}
    sources = dict(planned.sources)
    for slot, reference in planned.references.items():
        if reference.slot:
            earlier = clauses[reference.clause].planned
            values[slot], marks = earlier.candidates[0].slots.get(reference.slot), earlier.sources.get(reference.slot, ())
        else:
            values[slot], marks = runs[reference.clause].result, runs[reference.clause].sources
        if marks:
            sources[slot] = marks
    if not values:
        return planned
    candidates = tuple(
        match.model_copy(
            update={
                "slots": {**match.slots, **values},
                "missing": tuple(name for name in match.missing if name not in values),
            }
        )
        for match in planned.candidates
    )
    return planned.model_copy(update={"candidates": candidates, "sources": sources})
