"""All calendars of the owner as one: the real thing behind the port Calendars."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, TypeVar, cast

import anyio

from assistant import plugins, ports
from assistant.domain.calendar import LOCAL, Calendar, Wish, WorkingHours
from assistant.domain.record import Attendance, Change, Event, Record
from assistant.errors import AssistantError, StepError, StepRefused, Unreachable
from assistant.extensions.calendar import CalendarBackend
from assistant.settings import CalendarSettings
from assistant.wording.called import calendar_names, called
from assistant.words import fold

logger = logging.getLogger(__name__)
T = TypeVar("T")
_LOCAL_NAMES = frozenset({"local", "this computer", "symbiote", "на этом компьютере", "локальный", "местный"})


class OwnerCalendars(ports.Calendars):
    """Every backend that is found, asked by the ids of what is meant. All calls on the event loop."""

    def __init__(
        self, settings: Callable[[], CalendarSettings], parts: Mapping[type, Any], changed: Callable[[], None] = lambda: None
    ) -> None:
        self._settings = settings
        self._parts = parts
        self._changed = changed
        self._backends: dict[str, CalendarBackend] = {}

    @property
    def hours(self) -> WorkingHours:
        """As they are set."""
        chosen = self._settings()
        return WorkingHours(
            days=chosen.days,
            start=time.fromisoformat(chosen.day_from),
            end=time.fromisoformat(chosen.day_until),
            buffer=timedelta(minutes=chosen.buffer_min),
        )

    async def run(self) -> None:
        """Look now and then for what is new elsewhere, until cancelled."""
        while True:
            try:
                for calendar in await self.calendars():
                    if calendar.shown:
                        await self._of(calendar.id).refresh(calendar.id)
            except AssistantError as trouble:
                logger.info("the calendars were not looked at: %s", type(trouble).__name__)
            await anyio.sleep(self._settings().check_s)

    # --- calendars ---

    async def calendars(self, *, fresh: bool = True) -> Sequence[Calendar]:
        """The default one first."""
        found = [calendar for name in self._names() for calendar in await self._backend(name).calendars(fresh=fresh)]
        chosen = self._settings()
        named = [each for each in found if _is_called(each, chosen.default)] if chosen.default else []
        default = next(iter([*named, *(each for each in found if each.default), *(each for each in found if each.id == LOCAL)]))
        shown = [
            each.model_copy(
                update={
                    "default": each.id == default.id,
                    "shown": any(_is_called(each, name) for name in chosen.looked_at) if chosen.looked_at else each.shown,
                }
            )
            for each in found
        ]
        return sorted(shown, key=lambda each: not each.default)

    async def calendar(self, said: str, *, fresh: bool = True) -> Calendar:
        """By id, title, account, or words of the title."""
        known = await self.calendars(fresh=fresh)
        if not said.strip():
            return known[0]
        if found := next((each for each in known if _is_called(each, said)), None):
            return found
        meant = called(said, {each.id: calendar_names(each) for each in known})
        if len(meant) == 1:
            return next(each for each in known if each.id == meant[0])
        there = ", ".join(each.title or each.id for each in known if not meant or each.id in meant)
        if meant:
            raise StepRefused(f"{said!r} may be any of these: {there}. Say which.", ru=f"«{said}» — это что из этого: {there}?")
        raise StepRefused(f"There is no calendar {said!r}; there are: {there}.", ru=f"Нет календаря «{said}»; есть: {there}.")

    # --- events ---

    async def between(
        self, start: datetime, end: datetime, *, calendars: Sequence[str] = (), fresh: bool = True
    ) -> Sequence[Record]:
        """All of them at once; one that cannot be reached lets none be taken for empty."""
        chosen = [await self.calendar(each, fresh=fresh) for each in calendars] or [
            each for each in await self.calendars(fresh=fresh) if each.shown
        ]
        found: list[Record] = []
        troubles: list[StepError] = []

        async def one(calendar: Calendar) -> None:
            try:
                found.extend(await self._of(calendar.id).between(calendar.id, start, end, fresh=fresh))
            except StepError as trouble:
                troubles.append(trouble)

        async with anyio.create_task_group() as tasks:
            for calendar in chosen:
                tasks.start_soon(one, calendar)
        if troubles:
            raise next((trouble for trouble in troubles if isinstance(trouble, Unreachable)), troubles[0])
        return sorted(found, key=_order)

    async def get(self, event: str) -> Record:
        """By its calendar."""
        return await self._of(event).get(event)

    async def add(self, event: Event, wish: Wish, *, key: str) -> Record:
        """Into the calendar that is wished for."""
        calendar = await self.calendar(wish.calendar)
        if not calendar.writable:
            raise StepRefused(
                f"Nothing can be put into the calendar {calendar.title!r}; it is only for reading.",
                ru=f"В календарь «{calendar.title}» нельзя ничего добавить, он только для чтения.",
            )
        return await self._of(calendar.id).add(calendar.id, event, wish, key=key)

    async def change(self, event: str, body: Event, *, tell: bool = False, key: str) -> Record:
        """In its calendar."""
        return await self._of(event).change(event, body, tell=tell, key=key)

    async def remove(self, event: str, *, tell: bool = False, key: str) -> Record:
        """Out of its calendar."""
        return await self._of(event).remove(event, tell=tell, key=key)

    async def answer(self, event: str, answer: Attendance, *, key: str) -> Record:
        """In its calendar."""
        return await self._of(event).answer(event, answer, key=key)

    async def made(self, key: str) -> Record | None:
        """Asked of every calendar."""
        for name in self._names():
            if (found := await self._backend(name).made(key)) is not None:
                return found
        return None

    async def revert(self, key: str) -> Sequence[Change]:
        """In every calendar."""
        return [change for name in self._names() for change in await self._backend(name).revert(key)]

    def _of(self, name: str) -> CalendarBackend:
        """The backend of a calendar or an event; what names none is on this computer."""
        kind = name.partition(":")[0]
        return self._backend(kind if kind in self._names() else LOCAL)

    def _backend(self, name: str) -> CalendarBackend:
        if name not in self._backends:
            self._backends[name] = _kind(name)(self._reach)
            self._backends[name].changed = self._changed
        return self._backends[name]

    def _names(self) -> list[str]:
        """The backends that have all they need."""
        return [name for name in plugins.names("calendar.backends") if all(part in self._parts for part in _kind(name).needs)]

    def _reach(self, part: type[T]) -> T:
        found: Any = self._settings() if part is CalendarSettings else self._parts[part]
        return cast("T", found)


def _kind(name: str) -> type[CalendarBackend]:
    return plugins.load("calendar.backends", name, CalendarBackend)


def _is_called(calendar: Calendar, said: str) -> bool:
    wanted = fold(said).strip()
    if calendar.id == LOCAL and wanted in _LOCAL_NAMES:
        return True
    return wanted in (fold(calendar.id), fold(calendar.title), fold(calendar.account)) and bool(wanted)


def _order(record: Record) -> tuple[datetime, str]:
    event = record.body
    return (event.start if isinstance(event, Event) else record.created, record.id)
