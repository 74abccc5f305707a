"""A real database in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.domain.event.envelope import Envelope
from assistant.store.database import Database


class Opened:
    """An open database and what it has told."""

    def __init__(self, file: Path) -> None:
        self.told: list[Envelope] = []
        self.database = Database(file, self.told.append)
        self.database.open()

    def types(self) -> list[str]:
        """The types of the events told so far."""
        return [envelope.event.type for envelope in self.told]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """A new database."""
    made = Opened(tmp_path / "assistant.sqlite")
    yield made
    made.database.close()
