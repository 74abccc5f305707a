"""The real thing behind the port Lessons: teaching in words, against the commands and runs there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import anyio.to_thread

from assistant import ports
from assistant.domain.base import Language
from assistant.domain.command import Command
from assistant.domain.telling import Draft
from assistant.store.runs import Runs
from assistant.store.turns import Turns
from assistant.telling.keep import Done, wanted_count
from assistant.telling.lessons import Lessons
from assistant.turn import KnownCommands


class TaughtLessons(ports.Lessons):
    """Understands teaching against the loaded commands, in a worker thread."""

    def __init__(self, lessons: Lessons, turns: Turns, runs: Runs, known: KnownCommands) -> None:
        self._lessons, self._turns, self._runs, self._known = lessons, turns, runs, known

    async def told(self, words: str, draft: Draft, now: datetime) -> Draft:
        """The draft with what was told now."""
        return await anyio.to_thread.run_sync(self._lessons.told, words, draft, now)

    async def composed(self, draft: Draft, now: datetime) -> Draft:
        """The draft with the steps a language model has written for it."""
        return await anyio.to_thread.run_sync(self._lessons.composed, draft, now)

    async def kept(self, words: str, draft: Draft, now: datetime, *, before_turn: str) -> Draft:
        """A draft of what was done before that turn: the runs of the newest sentence, or as many as the words name."""
        said = await self._turns.text_of(before_turn)
        found = await self._runs.done_before(before_turn, 50)
        runs = [Done(*run) for run in found if run[1] in self._known.commands and not self._teaches(run[1])]
        count = wanted_count(said)
        chosen = runs[:count] if count else [run for run in runs if run.turn == runs[0].turn]
        return await anyio.to_thread.run_sync(self._lessons.kept, words, draft, chosen[::-1], now)

    async def changed(self, words: str, draft: Draft, now: datetime) -> Draft:
        """The draft changed by words."""
        return await anyio.to_thread.run_sync(self._lessons.changed, words, draft, now)

    async def lines(self, form: Mapping[str, object], language: Language) -> Sequence[str]:
        """A command's phrases and steps in words."""
        return await anyio.to_thread.run_sync(self._lessons.lines, form, language)

    async def meant(self, words: str, *, owned: bool = False) -> Sequence[Command]:
        """The commands a name may mean."""
        return await anyio.to_thread.run_sync(partial(self._lessons.meant, words, owned=owned))

    async def text(self, form: Mapping[str, object]) -> str:
        """A new command as its file."""
        return self._lessons.text(form)

    async def taken(self, phrases: Sequence[str], name: str) -> tuple[str, Command] | None:
        """The first of these phrases that means another command, and that command."""
        return await anyio.to_thread.run_sync(self._lessons.taken, phrases, name)

    async def said(self, turn: str) -> str:
        """What was said in a turn."""
        return await self._turns.text_of(turn)

    async def last_taught(self) -> Command | None:
        """The owner's own command whose file was changed last."""
        owned = [command for command in self._known.commands.values() if command.origin == "owner" and command.file]
        return await anyio.to_thread.run_sync(partial(max, owned, key=_changed_at, default=None))

    def _teaches(self, name: str) -> bool:
        return any(slot.type == "told" for slot in self._known.commands[name].slots.values())


def _changed_at(command: Command) -> float:
    try:
        return Path(command.file).stat().st_mtime
    except OSError:
        return 0.0
