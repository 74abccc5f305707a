"""The owner's calendars: the real port over the real store, and Google on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from assistant import ports
from assistant.calendar.calendars import OwnerCalendars
from assistant.google.accounts import GoogleAccounts
from assistant.settings import CalendarSettings
from assistant.store.calendars import CalendarJournal, KnownCalendars
from assistant.store.records import Records
from tests.calendar.diary import Diary
from tests.google.double import Double, double
from tests.google.house import House, house


@dataclass
class Owner:
    """The calendars of one data folder. `again` is what a program started anew sees."""

    google: Double
    house: House
    settings: CalendarSettings
    calendars: OwnerCalendars

    def again(self, **settings: Any) -> OwnerCalendars:
        """The port as after a restart; what it knows on disk stays."""
        chosen = self.settings.model_copy(update=settings)
        database = self.house.database
        parts: dict[type, Any] = {
            ports.Records: Records(database),
            GoogleAccounts: self.house.accounts,
            KnownCalendars: KnownCalendars(database),
            CalendarJournal: CalendarJournal(database),
        }
        self.calendars = OwnerCalendars(lambda: chosen, parts)
        return self.calendars


@pytest.fixture
def google() -> Iterator[Double]:
    """The double."""
    with double() as made:
        yield made


@pytest.fixture
def diary(google: Double) -> Diary:
    """Its calendars."""
    return Diary(google)


@pytest.fixture
async def owner(google: Double, diary: Diary, tmp_path: Path) -> AsyncIterator[Owner]:
    """An owner who has allowed Google's calendars."""
    made = await house(tmp_path, google)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(made.accounts.run)
        await anyio.lowlevel.checkpoint()
        await made.connect("calendar.write")
        found = Owner(google, made, CalendarSettings(), None)  # type: ignore[arg-type]  # made in the next line
        found.again()
        yield found
        tasks.cancel_scope.cancel()
    made.close()
