"""What teaching is about: a command's text read, saved and tried out, its versions and what differs between two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen, Json
from assistant.domain.command import Command, Conflict, Fault, LocalText

Why = Literal["told", "kept", "shown", "edited", "rolled back", "imported", "file", "removed"]
"""Why a version came to be; `file`: the file was changed by another program, such as a text editor."""


class Decision(Frozen):
    """What the owner decided about one conflict, named by its sentence: save all the same, or give the phrase up."""

    sentence: str
    choice: Literal["keep", "give up"]


class ReadCommand(Frozen):
    """A command file's text, read and checked, nothing saved. `form` is the plain JSON of the document, None when it is no
    YAML; `command` is None when there is an error among the faults. `title` is the best there is to call it."""

    name: str
    form: Json = None
    command: Command | None = None
    title: LocalText = Field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    effect: Literal["reads", "writes", "sends"] = "reads"

    @property
    def usable(self) -> bool:
        """Whether it could be saved as far as the text itself goes."""
        return self.command is not None


class SavedCommand(Frozen):
    """What a save came to. Not `saved`: `faults` or `conflicts` (those that still need a decision) say why; nothing changed.

    `text` is what the file holds now: phrases that were given up are gone from it. `version` is its number. `replaces` says
    that it is the owner's copy of a built-in command and stands in for it from now on.
    """

    name: str
    saved: bool
    version: int = 0
    text: str = ""
    replaces: bool = False
    faults: tuple[Fault, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


class CommandVersion(Frozen):
    """One version of an owner's command. `removed`: the command was deleted then; its text is the last one."""

    number: int
    at: datetime
    why: Why
    turn: str = ""
    text: str
    removed: bool = False


class Change(Frozen):
    """One readable difference between two versions. `where` names the place: `title`, `phrases.ru`, `steps[1].text`."""

    where: str
    kind: Literal["added", "removed", "changed"]
    text: LocalText
    before: Json = None
    after: Json = None


class Difference(Frozen):
    """What differs between two texts of a command, in words and as a unified diff."""

    changes: tuple[Change, ...] = ()
    unified: str = ""


class RehearsedStep(Frozen):
    """One step, or one pass of it in a loop, of a dry run.

    `imagined`: it would have written or sent; `value` is made up. `asked`: a question, answered from the given answers or made
    up. `index` (from 0) and `total` name the pass of the nearest loop around it; `number` counts the steps in order.
    """

    number: int
    path: str
    kind: str
    params: Json = None
    value: Json = None
    state: Literal["done", "imagined", "skipped", "failed", "asked"] = "done"
    index: int | None = None
    total: int | None = None
    error: str = ""
    seconds: float = 0.0
    line: int = 0


class Rehearsal(Frozen):
    """A dry run: nothing was written or sent. `error` ended it; `cut` says that a bound on steps or time did.

    `said` is what would have been shown in the conversation; `slots` are the values it was run with.
    """

    steps: tuple[RehearsedStep, ...] = ()
    result: Json = None
    error: str = ""
    cut: bool = False
    said: tuple[str, ...] = ()
    slots: Mapping[str, Json] = Field(default_factory=dict)
