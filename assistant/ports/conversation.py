"""What was said and done, what can be said, and what runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from assistant.domain.base import Json
from assistant.domain.command import Command
from assistant.domain.event.said import Part, View
from assistant.domain.speech import ListenMode
from assistant.domain.trigger import Watched
from assistant.domain.web_task import Whose


class History(Protocol):
    """What was said and done before."""

    async def said(self, start: datetime, end: datetime, text: str = "", *, limit: int = 50) -> Sequence[Mapping[str, object]]:
        """Turns of that time, newest first: `{turn, at, text, titles, state}`."""

    async def last(self, *, before_turn: str) -> str | None:
        """The text of the newest turn before this one that started a run, for "repeat that"."""

    async def shown(self, command: str, *, turn: str) -> Sequence[Mapping[str, Json]]:
        """The newest list shown up to this turn whose items this command is offered for: its slots for each item, in order."""


class Turns(Protocol):
    """Says something again in the owner's name."""

    async def say(self, text: str, *, key: str) -> str:
        """Take `text` as a new utterance; the id of its turn. The same key again is the same turn."""


class Commands(Protocol):
    """The commands that can be said."""

    async def all(self) -> Sequence[Command]:
        """Every loaded command."""


class Runs(Protocol):
    """Other runs."""

    async def stop_all(self, *, but: str) -> int:
        """Cancel every unfinished run but this one; how many."""


class Undo(Protocol):
    """Takes back what was done."""

    async def undo_last(self, *, before_turn: str) -> str | None:
        """Undo the newest thing that can be undone and was done before this turn; its summary, or None."""

    async def undo_since(self, since: datetime, *, before_turn: str) -> Sequence[str]:
        """Undo everything since then, newest first; the summaries."""


class Schedules(Protocol):
    """What starts commands by itself."""

    async def all(self) -> Sequence[Watched]:
        """Every trigger as it stands, the next due first."""


class Owner(Protocol):
    """The owner, asked in the middle of a step."""

    async def approve(self, text: str, details: Mapping[str, Json], whose: Whose) -> bool:
        """Ask for a yes to something that cannot be taken back, and wait. It counts once. Raises StepError when nobody answered."""

    async def withdraw(self, whose: Whose) -> None:
        """What this step asked before a crash is asked no more: nobody waits for the answer."""


class Voice(Protocol):
    """The microphone."""

    async def set_mode(self, mode: ListenMode) -> None:
        """Always listen, push-to-talk, or off."""


class Windows(Protocol):
    """The windows that are open."""

    async def show(self, view: View, part: Part, *, turn: str, run: str) -> None:
        """Bring a view into sight, at a part of it; nothing happens there without the owner."""


class Notices(Protocol):
    """Notifications of the computer."""

    async def notify(self, title: str, text: str, *, turn: str, run: str, key: str) -> None:
        """Show one, once for a key."""
