"""Step kinds to read command files with, and a folder to write them into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, StepResult
from assistant.extensions.steps import ControlStep, StepContext, StepKind
from assistant.plugins import load, names
from assistant.registry.kinds import Kinds


class FakeAdd(StepKind["FakeAdd.Params"]):
    """Keeps a note. Gives it."""

    effect = Effect.WRITES
    shorthand: ClassVar[str] = "text"

    class Params(BaseModel):
        """A note."""

        model_config = ConfigDict(extra="forbid")
        text: str | dict[str, str]
        stars: int = Field(default=0, ge=0, le=5)
        tags: list[str] = Field(default_factory=list)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        raise NotImplementedError


class FakeSend(StepKind["FakeSend.Params"]):
    """Sends a letter."""

    effect = Effect.SENDS

    class Params(BaseModel):
        """A letter."""

        model_config = ConfigDict(extra="forbid")
        to: str

    async def run(self, params: Params, context: StepContext) -> StepResult:
        raise NotImplementedError


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    """Two step kinds and the real control steps."""
    steps: dict[str, Any] = {"note.add": FakeAdd, "mail.send": FakeSend}
    controls = {name: load("flows.control", name, ControlStep) for name in names("flows.control")}
    return Kinds(steps, controls, filters=("brief", "length", "join"))


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a command file into a folder of the test and gives its path."""

    def written(
        name: str, text: str = "title: A note\nphrases: [add a note]\nsteps: [note.add: hello]\n", folder: str = "c"
    ) -> Path:
        file = tmp_path / folder / f"{name}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return written
