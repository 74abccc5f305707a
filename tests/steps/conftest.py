"""A house of doubles for steps: Tuesday, 5 May 2026, 8:00 in Moscow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant import plugins, ports
from assistant.calendar.calendars import OwnerCalendars
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepKind
from assistant.fetch import Fetcher
from assistant.folders import OwnerFolders
from assistant.script import Sandbox
from assistant.settings import CalendarSettings
from tests.fakes.ports import (
    FakeContext,
    FakeFiles,
    FakeHistory,
    FakeNotices,
    FakeOpener,
    FakeRecords,
    FakeRuns,
    FakeSecrets,
    FakeTurns,
    FakeUndo,
    FakeVoice,
    FakeWindows,
)

NOW = datetime(2026, 5, 5, 8, 0, tzinfo=ZoneInfo("Europe/Moscow"))
Act = Callable[..., Awaitable[StepResult]]


@pytest.fixture
def context(tmp_path: Path) -> FakeContext:
    """What a step knows; its ports are doubles, but for those whose real things need no house."""
    doubles: dict[type, object] = {
        ports.Records: FakeRecords(),
        ports.History: FakeHistory(),
        ports.Undo: FakeUndo(),
        ports.Runs: FakeRuns("run-1", "run-2", "run-3"),
        ports.Turns: FakeTurns(),
        ports.Voice: FakeVoice(),
        ports.Windows: FakeWindows(),
        ports.Opener: FakeOpener(),
        ports.Files: FakeFiles(),
        ports.Web: Fetcher(lambda: ["127.0.0.1"]),
        ports.Scripts: Sandbox(),
        ports.Secrets: FakeSecrets(shop="s3cret"),
        ports.Notices: FakeNotices(),
        ports.Folders: OwnerFolders(lambda: [tmp_path / "work"], tmp_path / "data", lambda: tmp_path / "data" / "exports"),
    }
    doubles[ports.Calendars] = OwnerCalendars(CalendarSettings, doubles)
    return FakeContext(NOW, ports=doubles)


@pytest.fixture
def records(context: FakeContext) -> FakeRecords:
    """The records of that house."""
    double = context.use(ports.Records)
    assert isinstance(double, FakeRecords)
    return double


@pytest.fixture
def act(context: FakeContext) -> Act:
    """Carry out a step kind by its name; each call is a step of its own unless `key` is given."""
    count = 0

    async def run(name: str, params: dict[str, Any] | None = None, *, key: str = "") -> StepResult:
        nonlocal count
        count += 1
        context.key = key or f"run-1:{count}"
        kind = plugins.load("steps", name, StepKind)
        return await kind().run(kind.Params.model_validate(params or {}), context)

    return run


@pytest.fixture
def take_back(context: FakeContext) -> Callable[[str, StepResult, str], Awaitable[str]]:
    """Undo what a step kind did under a key."""

    async def undo(name: str, result: StepResult, key: str) -> str:
        context.key = key
        assert result.receipt
        return await plugins.load("steps", name, StepKind)().undo(result.receipt, context)

    return undo
