"""A sidecar without ears for every test of the server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.door import Door, opened


@pytest.fixture
async def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Door]:
    """A running sidecar that does not listen."""
    monkeypatch.setenv("ASSISTANT_VOICE__MODE", "off")
    monkeypatch.setenv("ASSISTANT_SPEECH__DOWNLOAD", "false")
    async with opened(tmp_path / "data") as running:
        yield running
