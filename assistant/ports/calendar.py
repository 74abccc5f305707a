"""The owner's calendars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from assistant.domain.calendar import Calendar, Wish, WorkingHours
from assistant.domain.record import Attendance, Change, Event, Record


class Calendars(Protocol):
    """The owner's calendars, on this computer and elsewhere, as one. Events are records; their ids say which calendar they are in.

    An event that recurs comes once for each time it takes place: `id` then stands for all of them, `occurrence` for this one; each
    method takes either. All raise Unreachable while a calendar cannot be reached (the run waits), StepRefused for what cannot be
    done, NotFound for an event that is not there any more, Conflict for one that was changed meanwhile.
    """

    @property
    def hours(self) -> WorkingHours:
        """When the owner can be met."""

    async def calendars(self, *, fresh: bool = True) -> Sequence[Calendar]:
        """Every calendar, the default one first. Without `fresh` nobody outside is asked, though nothing be known yet."""

    async def calendar(self, said: str) -> Calendar:
        """The calendar that is called so; the default one for nothing. Raises StepRefused."""

    async def between(
        self, start: datetime, end: datetime, *, calendars: Sequence[str] = (), fresh: bool = True
    ) -> Sequence[Record]:
        """Events within [start, end), in order, of these calendars or all that are looked at; with `fresh` as they are just now,
        else as they were last known, which asks nobody."""

    async def get(self, event: str) -> Record:
        """One event as it is now."""

    async def add(self, event: Event, wish: Wish, *, key: str) -> Record:
        """Put an event into a calendar, once for a key; as it was read back. Its guests are told only when it is wished."""

    async def change(self, event: str, body: Event, *, tell: bool = False, key: str) -> Record:
        """Change an event, or one time of it; as it was read back. `tell` its guests."""

    async def remove(self, event: str, *, tell: bool = False, key: str) -> Record:
        """Take an event, or one time of it, out of its calendar; what it was."""

    async def answer(self, event: str, answer: Attendance, *, key: str) -> Record:
        """Answer an invitation; the organiser is told."""

    async def made(self, key: str) -> Record | None:
        """The event that was surely added, changed or answered under a key; None when surely none was.

        Raises NotImplementedError when nobody can know.
        """

    async def revert(self, key: str) -> Sequence[Change]:
        """Put back everything that was done under a key. Raises Conflict when it was changed again since."""
