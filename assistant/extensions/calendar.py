"""The base of calendars that are kept in another way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar, Protocol, TypeVar

from assistant.domain.calendar import Calendar, Wish
from assistant.domain.record import Attendance, Change, Event, Record

Port = TypeVar("Port")


class Reach(Protocol):
    """What a calendar backend may use: the one bound part of a type."""

    def __call__(self, part: type[Port]) -> Port:
        """The part. Raises KeyError."""


class CalendarBackend(ABC):
    """The calendars kept in one way. On the event loop; blocking work goes to a worker thread.

    Methods promise what those of the port `Calendars` do; `calendar` is an id this backend gave.
    """

    needs: ClassVar[tuple[type, ...]] = ()
    """Parts without which it is left out."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.changed: Callable[[], None] = lambda: None
        """Called after something was found changed elsewhere."""

    async def refresh(self, calendar: str) -> None:
        """Fetch what is new in a calendar that is kept elsewhere. Raises Unreachable."""
        return None

    @abstractmethod
    async def calendars(self, *, fresh: bool) -> Sequence[Calendar]:
        """Those there are; none while nothing is connected. Only with `fresh` somebody outside is asked, when nothing is known yet."""

    @abstractmethod
    async def between(self, calendar: str, start: datetime, end: datetime, *, fresh: bool) -> Sequence[Record]:
        """Events within [start, end); what recurs comes once for each time."""

    @abstractmethod
    async def get(self, event: str) -> Record:
        """One event as it is now."""

    @abstractmethod
    async def add(self, calendar: str, event: Event, wish: Wish, *, key: str) -> Record:
        """Put an event into a calendar, once for a key."""

    @abstractmethod
    async def change(self, event: str, body: Event, *, tell: bool, key: str) -> Record:
        """Change an event, or one time of it."""

    @abstractmethod
    async def remove(self, event: str, *, tell: bool, key: str) -> Record:
        """Take an event, or one time of it, out."""

    @abstractmethod
    async def answer(self, event: str, answer: Attendance, *, key: str) -> Record:
        """Answer an invitation."""

    @abstractmethod
    async def made(self, key: str) -> Record | None:
        """The event done under a key, None when surely none was. Raises NotImplementedError when nobody can know."""

    @abstractmethod
    async def revert(self, key: str) -> Sequence[Change]:
        """Put back what was done under a key."""
