"""A mistake put right: what was done wrong is undone, the words are remembered for the right command, and said again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

import anyio.to_thread

from assistant import clock, ports
from assistant.domain.base import Language
from assistant.domain.command import Command
from assistant.domain.run import FINAL
from assistant.domain.telling import Mistake
from assistant.errors import Conflict, NotFound, StepRefused
from assistant.flows.live import LiveRuns
from assistant.flows.undo import UndoJournal
from assistant.registry.registry import Registry
from assistant.store.learned import Learned
from assistant.store.runs import Runs, StoredRun
from assistant.store.turns import Turns
from assistant.telling.lessons import Lessons
from assistant.turn import Turn
from assistant.words import lemmas

_NOTHING: Mapping[Language, str] = {
    "ru": "Пока нечего исправлять: ничего ещё не выполнялось.",
    "en": "There is nothing to put right yet: nothing has been done.",
}
_GONE: Mapping[Language, str] = {"ru": "Такой команды уже нет.", "en": "There is no such command any more."}
_REASON: Mapping[Language, str] = {"ru": "вы поправили: не «{0}», а «{1}»", "en": "you corrected: not “{0}” but “{1}”"}
_TEACHES = "told"


class Mistakes(ports.Mistakes):
    """The real thing behind the port; also what the window's correction button calls. On the event loop."""

    def __init__(
        self,
        registry: Registry,
        learned: Learned,
        turns: Turns,
        runs: Runs,
        live: LiveRuns,
        undo: UndoJournal,
        turn: Turn,
        lessons: Lessons,
        relearn: Callable[[], Awaitable[None]],
    ) -> None:
        self._registry, self._learned, self._turns, self._runs = registry, learned, turns, runs
        self._live, self._undo, self._turn, self._lessons, self._relearn = live, undo, turn, lessons, relearn

    async def refresh(self, days: int = 0) -> None:
        """Attach what was learned to the commands; with `days` what was unused for so long is forgotten first."""
        if days:
            await self._learned.expire(clock.now() - timedelta(days=days))
        self._registry.attach(await self._learned.all())

    async def last(self, meant: str, *, before_turn: str, language: Language) -> Mistake:
        """The newest thing done before that turn, and what these words may mean instead."""
        but = [name for name, command in self._registry.commands.items() if _is_about_commands(command)]
        run = await self._runs.newest_before(before_turn, but)
        if run is None:
            raise StepRefused(_NOTHING[language])
        return await self._mistake(run, meant, language)

    async def of_clause(self, turn: str, clause: int, command: str, language: Language) -> Mistake:
        """The run of a turn's clause, to be the run of `command` instead. Raises NotFound."""
        run = next((one for one in await self._runs.of_turn(turn) if one.clause == clause), None)
        if run is None or command not in self._registry.commands:
            raise NotFound(_GONE[language])
        return await self._mistake(run, "", language)

    async def correct(self, mistake: Mistake, command: str, *, key: str, turn: str, language: Language) -> Sequence[str]:
        """Undo, remember, say again."""
        right = self._registry.commands.get(command)
        if right is None:
            raise StepRefused(_GONE[language])
        undone = await self._taken_back(mistake, turn)
        if mistake.teaches:
            reason = _REASON[language].format(mistake.title, _title(right, language))
            await self._learned.add(mistake.text, command, language, turn=mistake.turn, reason=reason, key=key)
            await self.refresh()
            await self._relearn()
        await self._turn.say(mistake.again or mistake.text, key=f"{key}:again", source="button", language=language)
        return undone

    async def forget(self, key: str) -> Sequence[str]:
        """Forget what was learned under a key."""
        texts = await self._learned.forget(key)
        await self.refresh()
        await self._relearn()
        return texts

    async def remove(self, phrase: str) -> None:
        """Forget one learned phrase. Raises NotFound."""
        await self._learned.remove(phrase)
        await self.refresh()
        await self._relearn()

    # --- within ---

    async def _taken_back(self, mistake: Mistake, turn: str) -> Sequence[str]:
        if await self._runs.state(mistake.run) not in FINAL:
            with suppress(Conflict, NotFound):  # it has ended meanwhile
                await self._live.wish(mistake.run, "cancel")
                await self._live.settled(mistake.run, finished=True)
        return await self._undo.undo_run(mistake.run, by_turn=turn)

    async def _mistake(self, run: StoredRun, meant: str, language: Language) -> Mistake:
        _turn, _language, clauses = await self._turns.plan(run.plan)
        planned = clauses[run.clause].planned
        found, again = await anyio.to_thread.run_sync(self._lessons.instead, meant, language) if meant else ([], "")
        near = [
            self._registry.commands[match.command] for match in planned.candidates if match.command in self._registry.commands
        ]
        options = [command for command in (found or near) if command.name != run.command]
        wrong = self._registry.commands.get(run.command)
        return Mistake(
            turn=run.turn,
            run=run.id,
            clause=run.clause,
            text=planned.clause.text,
            wrong=run.command,
            title=_title(wrong, language) if wrong else run.command,
            options=tuple({"name": one.name, "title": _title(one, language), "text": _title(one, language)} for one in options),
            again=again,
            teaches=not again or lemmas(again) == lemmas(planned.clause.text),
            sure=len(options) == 1,
        )


def _title(command: Command, language: Language) -> str:
    return command.title.get(language) or next(iter(command.title.values()))


def _is_about_commands(command: Command) -> bool:
    return any(slot.type == _TEACHES for slot in command.slots.values()) or command.name in ("repeat", "undo-last", "undo-since")
