"""The built-in commands, learned once, for all tests of the planner."""

from __future__ import annotations

import functools
from pathlib import Path

from assistant.domain.command import Command
from assistant.registry.kinds import Kinds
from assistant.registry.load import Folder, Loader
from assistant.settings import UnderstandingSettings
from assistant.understanding.understand import Understanding

FOLDER = Path(__file__).parents[2] / "commands"


@functools.cache
def kinds() -> Kinds:
    """The kinds that come with the assistant."""
    return Kinds.built_in()


@functools.cache
def commands() -> dict[str, Command]:
    """The built-in commands."""
    return dict(Loader(kinds()).load([Folder(FOLDER)]).commands)


@functools.cache
def understanding() -> Understanding:
    """What knows the built-in commands."""
    known = Understanding(UnderstandingSettings())
    known.load(list(commands().values()))
    return known
