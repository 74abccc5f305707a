"""A run: one clause being carried out, its steps, what they proved and what it asks the owner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen, Json
from assistant.domain.page import Evidence


class Effect(StrEnum):
    """What a step does to the world: nothing; something that can be undone or repeated safely; something that cannot."""

    READS = "reads"
    WRITES = "writes"
    SENDS = "sends"


class RunState(StrEnum):
    """Where a run stands. The last five are final."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    UNCONFIRMED = "unconfirmed"


FINAL = frozenset({RunState.DONE, RunState.FAILED, RunState.CANCELLED, RunState.SKIPPED, RunState.UNCONFIRMED})


class Receipt(Frozen):
    """Evidence from outside that a step changed what it says: an id, a hash, a state read back. `link` shows it."""

    kind: str
    id: str
    summary: str = ""
    link: str = ""


SourceKind = Literal["mail", "page", "file", "http", "message", "calendar"]


class Source(Frozen):
    """Where text came from that nobody in the house wrote: `who` sent it or where it lay, and how it begins."""

    kind: SourceKind
    who: str = ""
    title: str = ""
    link: str = ""
    excerpt: str = ""


class StepResult(Frozen):
    """What a step gives: `value` for later steps, `receipt` when it changed something, `sources` of what came from outside,
    `evidence` of the page it was seen on."""

    value: Json = None
    receipt: Receipt | None = None
    sources: tuple[Source, ...] = ()
    evidence: Evidence | None = None


class Rule(Frozen):
    """What the owner allowed for good: this command's steps of this kind may do it to these targets with text of these origins."""

    id: str = ""
    command: str
    kind: str
    targets: Mapping[str, Json] = Field(default_factory=dict)
    origins: tuple[SourceKind, ...] = ()
    since: datetime | None = None


FOR_ALL = "all"
"""A yes to what a question is about and to all it shows in `also`."""


class Question(Frozen):
    """Something the owner must decide before a run goes on.

    `slot`: a missing value of type `slot_type`. `choose`: one of `options` (by index). `confirm`/`approve`: yes or no,
    bound to `hash`, the SHA-256 of exactly what will be done. `options` are what is shown, in order.
    """

    id: str
    run: str
    turn: str
    path: str
    kind: Literal["slot", "choose", "confirm", "approve", "ask"]
    text: str
    slot: str = ""
    slot_type: str = "text"
    choices: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    options: tuple[str, ...] = ()
    details: Mapping[str, Json] = Field(default_factory=dict)
    """The exact arguments, for a confirmation."""
    also: tuple[Mapping[str, Json], ...] = ()
    """The same for the passes of a loop that are still to come; the answer FOR_ALL is a yes to them too."""
    named: Mapping[str, str] = Field(default_factory=dict)
    """What the ids in these stand for, in the owner's words: shown in their place."""
    about: str = ""
    """The kind of step whose parameters the details are; empty when they are none's."""
    hash: str = ""
    verbatim: bool = False
    """While it is fresh, any words are the answer, also those that could be a command: what a new command is to do."""
    changeable: bool = False
    """Words that change what is shown are an answer too: "во втором шаге вместо Анны — Иван"."""
    effect: Literal["", "reads", "writes", "sends"] = ""
    """What a yes does to the world."""
    undoable: bool = False
    """Whether that can be taken back afterwards."""
    sources: tuple[Source, ...] = ()
    """Where text in the details came from, when nobody in the house wrote it."""
    rule: Rule | None = None
    """What "always" would allow."""
    picture: str = ""
    """The name of a picture of the page it is about."""
    marks: tuple[tuple[float, float, float, float], ...] = ()
    """Where each option is in the picture, as shares of it: left, top, width, height."""
    asked: datetime
    expires: datetime | None = None


class Answer(Frozen):
    """The owner's decision: `value` is true/false, FOR_ALL, an option's index, or a slot value; None when withdrawn or expired."""

    question: str
    value: Json
    hash: str = ""
    always: bool = False
    """From now on without asking: the question's `rule`. Never said by voice alone."""
    by: Literal["voice", "keyboard", "click", "cli", "expired", "cancelled", "model"] = "click"
