"""Repairs of recorded commands: what the owner chose on a page that has changed is proposed as a difference, once the run is over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Protocol

import anyio
import anyio.to_thread
from pydantic import TypeAdapter, ValidationError

from assistant import clock, ports
from assistant.bus import Bus
from assistant.domain.base import Frozen, Json, Language, new_id
from assistant.domain.command import Command
from assistant.domain.event.run import RunFinished
from assistant.domain.page import ElementPrint, Target, Visit
from assistant.domain.plan import Clause, Match, Plan, PlannedClause, Verdict
from assistant.domain.run import FINAL, RunState
from assistant.domain.speech import Utterance
from assistant.domain.telling import Draft, without_prints
from assistant.errors import AssistantError, NotFound
from assistant.showing.repair import repaired
from assistant.store.memos import Memos
from assistant.store.runs import Runs
from assistant.store.turns import Turns
from assistant.teaching import forms

logger = logging.getLogger(__name__)
MEMO = "repairs"
MOST = 50
"""Repairs of one run at most, and runs at most."""
REVIEW = "command-review"
"""The command that shows a draft and saves it with a yes."""
Said = Mapping[Language, str]
_TEXT: Said = {
    "en": "A page has changed: correct the command “{title}”?",
    "ru": "Страница изменилась: поправить команду «{title}»?",
}
_HEADS: Mapping[str, Said] = {
    "title": {"en": "Title", "ru": "Название"},
    "difference": {"en": "What changes", "ru": "Что изменится"},
    "steps": {"en": "What it does", "ru": "Что делает"},
}
_STEP: Said = {"en": "Before: {0}. Now: {1}", "ru": "Было: {0}. Станет: {1}"}


class Repair(Frozen):
    """One step of a run that was carried out on another element than the one that was shown."""

    path: str
    language: Language = "en"
    before: str = ""
    chosen: ElementPrint


_read = TypeAdapter(dict[str, list[Repair]])


class Known(Protocol):
    """The loaded commands by name."""

    @property
    def commands(self) -> Mapping[str, Command]:
        """Every command as it is now."""


class Repairs:
    """Notes repairs and proposes them. On the event loop. `ring` tells the engine that a plan waits."""

    def __init__(
        self,
        known: Known,
        teaching: ports.Teaching,
        lessons: ports.Lessons,
        runs: Runs,
        turns: Turns,
        memos: Memos,
        bus: Bus,
        ring: Callable[[], None],
    ) -> None:
        self._known, self._teaching, self._lessons = known, teaching, lessons
        self._runs, self._turns, self._memos, self._bus, self._ring = runs, turns, memos, bus, ring
        self._noted: dict[str, list[Repair]] = {}
        self._one_change = anyio.Lock()

    async def note(self, visit: Visit, before: Target, chosen: ElementPrint) -> None:
        """A step was carried out on what the owner chose."""
        path = visit.key.removeprefix(f"{visit.run}:")
        repair = Repair(path=path, language=visit.language, before=str(before), chosen=chosen)
        async with self._one_change:
            of_run = [one for one in self._noted.get(visit.run, []) if one.path != path]
            self._noted[visit.run] = [*of_run, repair][-MOST:]
            await self._keep()

    async def run(self) -> None:
        """Propose what was noted as soon as its run is over, until cancelled."""
        try:
            self._noted = _read.validate_json(await self._memos.get(MEMO) or "{}")
        except ValidationError:
            logger.warning("the noted repairs cannot be read and are forgotten")
        for run in list(self._noted):
            if await self._is_over(run):
                await self._propose(run, RunState.DONE)
        while True:
            with self._bus.listen() as told:
                async for envelope in told:
                    if isinstance(envelope.event, RunFinished) and envelope.event.run in self._noted:
                        await self._propose(envelope.event.run, envelope.event.state)

    # --- within ---

    async def _propose(self, run: str, state: RunState) -> None:
        async with self._one_change:
            noted = self._noted.get(run, [])
            try:
                if noted and state is not RunState.CANCELLED:
                    await self._ask(run, noted)
            except AssistantError as error:
                logger.warning("a repair is not proposed: %s", error)
            self._noted.pop(run, None)
            await self._keep()

    async def _ask(self, run: str, noted: list[Repair]) -> None:
        """Start the command that shows a difference and saves it with a yes; once for a run."""
        stored = await self._runs.get(run)
        command = self._known.commands.get(stored.command)
        if command is None or REVIEW not in self._known.commands:
            return
        draft = await self._draft(command, noted)
        if draft is None:
            return
        text = _TEXT[draft.language].format(title=_title(command, draft.language))
        turn = new_id("turn")
        utterance = Utterance(id=turn, key=f"repair:{run}", text=text, source="trigger", language=draft.language, at=clock.now())
        match = Match(command=REVIEW, confidence=1.0, slots={"draft": draft.model_dump(mode="json")}, matcher="repair")
        clause = PlannedClause(clause=Clause(text=text, start=0, end=len(text)), verdict=Verdict.RUN, candidates=(match,))
        plan = Plan(id=new_id("plan"), turn=turn, language=draft.language, clauses=(clause,))
        await self._turns.keep(utterance, plan, {REVIEW: self._known.commands[REVIEW].title})
        self._ring()

    async def _draft(self, command: Command, noted: list[Repair]) -> Draft | None:
        """The command with its repairs; None when none of them fits it any more."""
        before = await self._teaching.text_of(command.name)
        form: dict[str, Json] = await anyio.to_thread.run_sync(forms.form_of, before)
        old = form
        language = noted[-1].language
        lines: list[str] = []
        for repair in noted:
            if (new := repaired(form, repair.path, repair.chosen)) is not None:
                lines.append(_STEP[language].format(f"«{repair.before}»", f"«{repair.chosen.name or repair.chosen.text}»"))
                form = new
        if not lines:
            return None
        text = await self._teaching.written(form, before)
        steps = await self._lessons.lines(form, language)
        bare = [await self._lessons.text(without_prints(one)) for one in (old, form)]
        difference = await self._teaching.difference(*bare)
        card: dict[str, Json] = {
            _HEADS["title"][language]: _title(command, language),
            _HEADS["difference"][language]: lines,
            _HEADS["steps"][language]: list(steps),
            "YAML": difference.unified,
        }
        return Draft(
            name=command.name,
            language=language,
            form=form,
            text=text,
            before=before,
            summary=tuple(steps),
            difference=tuple(lines),
            card=card,
            why="edited",
        )

    async def _is_over(self, run: str) -> bool:
        try:
            return await self._runs.state(run) in FINAL
        except NotFound:
            return True

    async def _keep(self) -> None:
        kept = dict(list(self._noted.items())[-MOST:])
        await self._memos.set(MEMO, _read.dump_json(kept).decode() if kept else "")


def _title(command: Command, language: Language) -> str:
    return command.title.get(language) or next(iter(command.title.values()))
