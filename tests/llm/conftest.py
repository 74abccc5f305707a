"""A language model with a real store and vault, connected to whatever server a test scripts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.event.envelope import Envelope
from assistant.llm.allowance import Allowance
from assistant.llm.client import LanguageModel
from assistant.llm.connection import Connection
from assistant.llm.ways import Ways
from assistant.settings import LlmSettings
from assistant.store.database import Database
from assistant.store.ledger import Ledger
from assistant.store.memos import Memos
from assistant.vault import Vault


class Desk:
    """All parts of a connected model; `set` changes settings."""

    def __init__(self, folder: Path) -> None:
        self.told: list[Envelope] = []
        self.database = Database(folder / "assistant.sqlite", self.told.append)
        self.database.open()
        self.settings = LlmSettings(retries=1, timeout_s=60)
        self.vault = Vault(folder, lambda: None)
        self.memos = Memos(self.database)
        self.ledger = Ledger(self.database)
        self.connection = Connection(lambda: self.settings, self.vault)
        self.allowance = Allowance(self.ledger, self.memos)
        self.ways = Ways(self.memos)
        self.model = LanguageModel(lambda: self.settings, self.connection, self.allowance, self.ledger, self.ways)

    def set(self, **changed: Any) -> None:
        """Change settings."""
        self.settings = LlmSettings.model_validate({**self.settings.model_dump(), **changed})


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Not connected to anything yet."""
    made = Desk(tmp_path)
    yield made
    await made.connection.close()
    made.database.close()
