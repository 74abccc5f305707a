"""The owner's own things: notes, tasks, reminders and calendar events, and a change to one of them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from assistant.domain.base import Frozen

Collection = Literal["note", "task", "reminder", "event"]


class Note(Frozen):
    """Something written down."""

    text: str


class Task(Frozen):
    """Something to be done. `due` is optional."""

    text: str
    due: datetime | None = None
    done: bool = False


class Reminder(Frozen):
    """Tell the owner `text` at `at`. `recurrence` is an RRULE; `missed` says what to do when the computer was off then.

    `missed`: `tell` once on waking (all missed times as one), `skip`.
    """

    text: str
    at: datetime
    recurrence: str = ""
    missed: Literal["tell", "skip"] = "tell"
    timer: bool = False
    fired: bool = False


Attendance = Literal["", "waiting", "yes", "no", "maybe"]
"""Whether somebody who was invited comes; empty: nobody was asked."""


class Guest(Frozen):
    """Somebody invited to an event."""

    email: str
    name: str = ""
    answer: Attendance = "waiting"

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email


class Event(Frozen):
    """Something in a calendar. An all-day event starts and ends at midnight."""

    text: str
    start: datetime
    end: datetime
    all_day: bool = False
    recurrence: str = ""
    place: str = ""
    uid: str = ""
    """The UID of an imported iCalendar event; empty when made here."""
    zone: str = ""
    """The named time zone its rule is followed in ("Europe/Berlin"); empty: the owner's own."""
    skipped: tuple[datetime, ...] = ()
    """Beginnings its rule gives that do not take place, or not then."""
    added: tuple[datetime, ...] = ()
    """Beginnings beside those its rule gives."""
    about: str = ""
    """What is written to it, as plain text."""
    guests: tuple[Guest, ...] = ()
    organiser: str = ""
    """The address of somebody else who invited the owner; empty: it is the owner's own."""
    answer: Attendance = ""
    """What the owner has answered to an invitation."""
    free: bool = False
    """True when it does not take up the time."""
    video: str = ""
    """Where a video call takes place."""
    link: str = ""
    """Where it can be seen."""
    calendar: str = ""
    """What its calendar is called; empty: the local one."""
    occurrence: str = ""
    """The id of just this one time of an event that recurs; the record's own id stands for all of them."""
    version: str = ""
    """The version of it that was read, in the words of its calendar."""

    @property
    def recurs(self) -> bool:
        """Whether it takes place more than once."""
        return bool(self.recurrence or self.added)


Body = Note | Task | Reminder | Event


class Record(Frozen):
    """One stored thing. `id` is stable; `body` is the value itself."""

    id: str
    collection: Collection
    body: Body
    created: datetime
    updated: datetime


class Change(Frozen):
    """What was done to one record; enough to take it back. `before` None = it was added; `after` None = it was removed."""

    record: str
    collection: Collection
    before: Body | None
    after: Body | None
