"""Teaching with the real store, registry and understanding, without door, ears and engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assistant import ports
from assistant.bindings import LoadedCommands
from assistant.calendar.calendars import OwnerCalendars
from assistant.clock import now
from assistant.domain.event.changed import CommandChanged
from assistant.domain.event.envelope import AnyEvent, Envelope
from assistant.registry.registry import Registry
from assistant.registry.save import OwnerFiles
from assistant.settings import CalendarSettings, UnderstandingSettings
from assistant.store.database import Database
from assistant.store.records import Records
from assistant.store.versions import Versions
from assistant.teaching.teaching import Teaching
from assistant.teaching.texts import Wish
from assistant.understanding.understand import Understanding

BUILT_IN = Path(__file__).parents[2] / "commands"


@dataclass
class School:
    """Teaching on a data folder, and what was told."""

    data: Path
    built_in: Path = BUILT_IN
    told: list[AnyEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder = self.data / "commands"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.database = Database(self.data / "assistant.sqlite", self._tell)
        self.database.open()
        self.records = Records(self.database)
        self.registry = Registry.of([self.built_in], self.data)
        self.understanding = Understanding(UnderstandingSettings())
        self.ports: dict[type, Any] = {ports.Records: self.records, ports.Commands: LoadedCommands(self.registry)}
        self.ports[ports.Calendars] = OwnerCalendars(CalendarSettings, self.ports)
        files = OwnerFiles(self.folder, [self.built_in])
        self.versions = Versions(self.database)
        self.teaching = Teaching(self.registry, self.understanding, self.versions, files, self.told.append, self.ports)

    async def save(self, name: str, text: str, key: str = "", **wish: Any) -> Any:
        """A save; the same text under the same name has the same key."""
        return await self.teaching.attempt(Wish(name, text, wish.pop("why", "edited"), key or f"{name}:{hash(text)}", **wish))

    def winner(self, text: str) -> str | None:
        """Which command a Russian sentence is."""
        return self.understanding.winner(text, "ru", now=now())

    def file(self, name: str) -> Path:
        """The owner's file."""
        return self.folder / f"{name}.yaml"

    @property
    def changes(self) -> list[CommandChanged]:
        """What was told of changed commands."""
        return [event for event in self.told if isinstance(event, CommandChanged)]

    def _tell(self, envelope: Envelope) -> None:
        self.told.append(envelope.event)


@pytest.fixture
async def school(tmp_path: Path) -> AsyncIterator[School]:
    """Teaching that has learned the built-in commands."""
    made = School(tmp_path / "data")
    await made.registry.reload()
    await made.teaching.learn()
    yield made
    made.database.close()
