"""Requests about the texts of commands: what they bring, what they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from pydantic import Field

from assistant.domain.base import Json, Language, LocalText
from assistant.domain.command import Conflict, Fault
from assistant.domain.teaching import Change, Decision, RehearsedStep, Why
from assistant.server.rpc import Keyed, Params, Result

NAME = Field(min_length=1, max_length=120)
TEXT = Field(max_length=200_000)
"""More than a command file may have, so that a file too large is told as such."""


class Named(Params):
    """Which command."""

    name: str = NAME


class Acting(Keyed):
    """Which command is to be changed."""

    name: str = NAME


class ToRead(Params):
    """A text of the command `name`; empty for a new command. Without `check` it is only parsed, which is quick: its tests and
    what stands between it and other commands are left out."""

    name: str = Field(default="", max_length=120)
    text: str = TEXT
    check: bool = True


class CommandText(Result):
    """A command's file. `form` is None when the text is no YAML; `version` 0: there is no owner's file yet."""

    name: str
    text: str
    form: Json
    origin: Literal["built-in", "owner"]
    replaces: bool
    version: int
    enabled: bool
    faults: Sequence[Fault]
    file: str


class ReadText(Result):
    """What a text comes to, nothing saved."""

    form: Json
    faults: Sequence[Fault]
    conflicts: Sequence[Conflict]
    effect: Literal["reads", "writes", "sends"]


class ToWrite(Params):
    """A document to be written as YAML with the comments of `text`."""

    text: str = TEXT
    form: dict[str, Json]


class Written(Result):
    """YAML."""

    text: str


class ToSave(Acting):
    """A text to be saved. `base` is the `version` the editor began with (0: a new command): when another was made since,
    nothing is saved."""

    text: str = TEXT
    why: Why = "edited"
    decisions: Sequence[Decision] = Field(default=(), max_length=500)
    base: int | None = Field(default=None, ge=0)


class Saved(Result):
    """What a save came to. Not `saved`: `faults` say what is wrong, `conflicts` what must be decided; nothing changed."""

    name: str
    version: int
    saved: bool
    text: str
    replaces: bool
    faults: Sequence[Fault]
    conflicts: Sequence[Conflict]


class ToCreate(Keyed):
    """What the new command is called."""

    title: str = Field(min_length=1, max_length=200)
    language: Language = "en"


class Draft(Result):
    """A first text and a free name; nothing is saved yet. Save it with `base` 0."""

    name: str
    text: str


class ToEnable(Acting):
    """Understood or not."""

    enabled: bool
    decisions: Sequence[Decision] = Field(default=(), max_length=500)


class ToRename(Acting):
    """The new title. The name stays what it is: others call the command by it."""

    title: str = Field(min_length=1, max_length=200)


class Removed(Result):
    """`version` can be rolled back to. `built_in`: the built-in command of that name is back."""

    name: str
    version: int
    built_in: bool


class VersionShown(Result):
    """One version; `current` is the one that stands now."""

    number: int
    at: datetime
    why: Why
    turn: str
    removed: bool
    current: bool


class VersionList(Result):
    """Newest first."""

    versions: Sequence[VersionShown]


class Numbered(Params):
    """Which version; `against` names the one to compare with: 0 is what stands now."""

    name: str = NAME
    number: int = Field(ge=1)
    against: int = Field(default=0, ge=0)


class VersionText(Result):
    """A version, and what would change if it were rolled back to (or against `against`)."""

    text: str
    difference: Sequence[Change]
    unified: str


class Compared(Params):
    """Two texts of a command."""

    before: str = TEXT
    after: str = TEXT


class Differences(Result):
    """What differs."""

    difference: Sequence[Change]
    unified: str


class ToRollBack(Acting):
    """Which version is to be the present one."""

    number: int = Field(ge=1)
    decisions: Sequence[Decision] = Field(default=(), max_length=500)


class KindShown(Result):
    """A step kind for a form. `parameters` is the JSON Schema of its parameters, `beside` of the words a control step takes beside
    it; `blocks` are the keys that hold nested steps, `named_blocks`: the branches stand under names of their own.
    `shorthand` is the parameter a bare value stands for, `example` a step that can be put in. A parameter's schema may have its
    title and description in Russian under `ru`."""

    name: str
    title: LocalText
    about: LocalText
    doc: str
    effect: Literal["reads", "writes", "sends"]
    control: bool
    parameters: Mapping[str, Json]
    blocks: Sequence[str]
    named_blocks: bool
    beside: Mapping[str, Json]
    shorthand: str
    example: Json


class KindList(Result):
    """Every step kind, control steps first."""

    kinds: Sequence[KindShown]


class ToRehearse(Params):
    """A text to be tried; with `sentence` its slots are read from it. `answers` are those to questions, by the path of the
    step that asks; what is not answered is imagined."""

    name: str = Field(default="", max_length=120)
    text: str = TEXT
    sentence: str = Field(default="", max_length=4_000)
    slots: Mapping[str, Json] = Field(default_factory=dict)
    answers: Mapping[str, Json] = Field(default_factory=dict)
    language: Language = "en"


class Rehearsed(Result):
    """A dry run: every step and pass. `cut`: a bound on steps or time ended it."""

    steps: Sequence[RehearsedStep]
    result: Json
    error: str
    cut: bool
    said: Sequence[str]
    slots: Mapping[str, Json]


class ToCover(Params):
    """A phrase, with the slots it may use as they stand in the form."""

    phrase: str = Field(max_length=1_000)
    slots: Mapping[str, Json] = Field(default_factory=dict)
    language: Language | None = None


class Covered(Result):
    """Some sentences a phrase stands for, and how many there are. `problem` says what is wrong with it, when something is."""

    samples: Sequence[str]
    count: int
    problem: LocalText
