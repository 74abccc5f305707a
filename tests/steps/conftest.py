"""A house of doubles for steps: Tuesday, 5 May 2026, 8:00 in Moscow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant import plugins, ports
from assistant.domain.run import StepResult
from assistant.extensions import StepKind
from tests.fakes.ports import (
    FakeContext,
    FakeFiles,
    FakeHistory,
    FakeOpener,
    FakeRecords,
    FakeRuns,
    FakeTurns,
    FakeUndo,
    FakeVoice,
)

NOW = datetime(2026, 5, 5, 8, 0, tzinfo=ZoneInfo("Europe/Moscow"))
Act = Callable[..., Awaitable[StepResult]]


@pytest.fixture
def context() -> FakeContext:
    """What a step knows; its ports are doubles."""
    doubles: dict[type, object] = {
        ports.Records: FakeRecords(),
        ports.History: FakeHistory(),
        ports.Undo: FakeUndo(),
        ports.Runs: FakeRuns("run-1", "run-2", "run-3"),
        ports.Turns: FakeTurns(),
        ports.Voice: FakeVoice(),
        ports.Opener: FakeOpener(),
        ports.Files: FakeFiles(),
    }
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
