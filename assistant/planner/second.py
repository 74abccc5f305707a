"""The second opinion: a clause nothing fits is put before a language model, behind what the owner sees at once.

Everything goes on as without a model; its opinion comes later, as a changed clause or as a composed command to accept. What
was said is kept before, so nothing is lost when this is interrupted, and nothing is half done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC

import anyio
import anyio.to_thread
from anyio.abc import TaskGroup

from assistant import clock, ports
from assistant.domain.base import new_id
from assistant.domain.command import Command
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.turn import ClauseConsidered, FlowDrafted
from assistant.domain.plan import Plan, PlannedClause, Verdict
from assistant.domain.run import Answer
from assistant.domain.speech import Utterance
from assistant.errors import AssistantError, Conflict, LanguageModelError, NotFound
from assistant.flows.live import LiveRuns
from assistant.planner.compose import Composer
from assistant.planner.match import NEAR, Meant, Setting, meant, question
from assistant.planner.nearest import Nearest
from assistant.settings import LlmSettings
from assistant.store.events import Events
from assistant.store.runs import Runs
from assistant.store.turns import Turns
from assistant.understanding import advice
from assistant.understanding.reply import is_yes_or_no
from assistant.understanding.understand import Understanding

RECENT = 5
"""Sentences before this one that a model is shown."""
AT_ONCE, MOST = 2, 16
"""Clauses considered at the same time, and waiting; beyond that they stay as they are."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a second opinion works with."""

    model: ports.Model
    composer: Composer
    nearest: Nearest
    understanding: Understanding
    turns: Turns
    runs: Runs
    events: Events
    live: LiveRuns


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause of a plan under consideration."""

    utterance: Utterance
    plan: Plan
    number: int

    @property
    def planned(self) -> PlannedClause:
        return self.plan.clauses[self.number]


class SecondOpinion:
    """All methods on the event loop. `ring` tells the engine that a plan waits again; `tell` tells a fleeting event."""

    def __init__(
        self, parts: Parts, settings: Callable[[], LlmSettings], ring: Callable[[], None], tell: Callable[[AnyEvent], None]
    ) -> None:
        self._parts = parts
        self._settings = settings
        self._ring = ring
        self._tell = tell
        self._turn = anyio.CapacityLimiter(AT_ONCE)
        self._waiting = 0
        self._tasks: TaskGroup | None = None

    async def run(self) -> None:
        """Serve until cancelled."""
        async with anyio.create_task_group() as tasks:
            self._tasks = tasks
            try:
                await anyio.sleep_forever()
            finally:
                self._tasks = None

    def consider(self, utterance: Utterance, plan: Plan) -> None:
        """Have the model look at the clauses of a kept plan that nothing fits; returns at once, costs nothing without a model."""
        settings = self._settings()
        if self._tasks is None or not (settings.understand or settings.compose) or not self._parts.model.connected:
            return
        for number, planned in enumerate(plan.clauses):
            if advice.wanted(planned) and not is_yes_or_no(planned.clause.text) and self._waiting < MOST:
                self._waiting += 1
                self._tasks.start_soon(self._consider, _Clause(utterance, plan, number))

    # --- within ---

    async def _consider(self, clause: _Clause) -> None:
        try:
            async with self._turn:
                await self._look_at(clause)
        except LanguageModelError as error:
            self._told(clause, "failed", error.said(clause.utterance.language))
        except (NotFound, Conflict):
            self._told(clause, "done")  # the owner was quicker
        except AssistantError as error:
            self._told(clause, "failed", error.said(clause.utterance.language))
        finally:
            self._waiting -= 1

    async def _look_at(self, clause: _Clause) -> None:
        settings = self._settings()
        found = Meant("request")
        if settings.understand:
            self._told(clause, "matching")
            found = await self._ask(clause)
        if clause.planned.verdict is Verdict.CLARIFY:
            await self._choose(clause, found)
        elif await self._take(clause, found):
            self._ring()
        elif found.sort != "talk" and settings.compose:
            await self._compose(clause)
        self._told(clause, "done")

    async def _ask(self, clause: _Clause) -> Meant:
        commands = {command.name: command for command in await self._commands()}
        retrieval = await self._parts.composer.retrieval()
        setting = Setting(clause.utterance.text, await self._recent(clause.utterance), clause.utterance.id)
        near = await self._parts.nearest.commands(clause.planned.clause.text, commands, NEAR)
        done = await self._parts.model.ask(question(clause.planned, setting, retrieval, commands, near))
        return meant(done.value, clause.planned, setting, commands)

    async def _commands(self) -> Sequence[Command]:
        return await self._parts.composer.commands()

    async def _recent(self, utterance: Utterance) -> list[str]:
        before = utterance.at.astimezone(UTC).isoformat()
        rows = await self._parts.turns.search("", before, "", RECENT)
        return [str(row["text"])[:300] for row in reversed(rows)]

    async def _take(self, clause: _Clause, found: Meant) -> bool:
        """Whether the advice makes the clause a command; then it is changed and waits to be carried out."""
        if found.advice is None:
            return False
        planned = clause.planned
        changed = await anyio.to_thread.run_sync(self._advised, planned, found.advice, clause)
        if changed.verdict is Verdict.PROPOSE:
            return False
        plan, turn = clause.plan.id, clause.utterance.id
        _turn, _language, clauses = await self._parts.turns.plan(plan)
        if clauses[clause.number].state != "unmatched":
            raise Conflict("The owner was quicker.", ru="Владелец успел раньше.")
        await self._parts.turns.change_clause(plan, turn, clause.number, changed)
        await self._parts.turns.reopen(f"{plan}@{new_id('again')}")
        return True

    def _advised(self, planned: PlannedClause, found: advice.Advice, clause: _Clause) -> PlannedClause:
        return self._parts.understanding.advised(planned, found, clause.plan.language, now=clock.now())

    async def _choose(self, clause: _Clause, found: Meant) -> None:
        """Answer "did you mean" in the owner's place where nothing can go wrong by it."""
        commands = {command.name: command for command in await self._commands()}
        index = advice.chosen(clause.planned, found.advice, commands) if found.advice else None
        if index is None:
            return
        run = f"{clause.plan.id}.{clause.number}"
        await self._parts.live.settled(run, finished=False)
        asked = next((one for one in await self._parts.runs.questions() if one.run == run and one.kind == "choose"), None)
        if asked is not None:
            with suppress(Conflict, NotFound):  # the owner was quicker
                await self._parts.live.answer(Answer(question=asked.id, value=index, hash=asked.hash, by="model"))

    async def _compose(self, clause: _Clause) -> None:
        self._told(clause, "composing")
        plan = clause.plan
        draft = await self._parts.composer.compose(clause.planned.clause.text, plan.language, turn=clause.utterance.id)
        proposal = f"{plan.id}.{clause.number}"
        drafted = FlowDrafted(turn=clause.utterance.id, plan=plan.id, clause=clause.number, proposal=proposal, draft=draft)
        await self._parts.events.record(drafted, f"{proposal}:drafted")

    def _told(self, clause: _Clause, state: str, detail: str = "") -> None:
        told = {"turn": clause.utterance.id, "plan": clause.plan.id, "clause": clause.number, "state": state, "detail": detail}
        self._tell(ClauseConsidered.model_validate(told))
