"""What a sentence was understood to mean: clauses, matches and the plan made of them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen, Json, Language
from assistant.domain.run import Source


class Clause(Frozen):
    """One command's worth of a sentence: `text` is the owner's words from `start` to `end` (characters).

    `joined` tells how it hangs on the one before: `then` when the sentence says so ("а потом", "after that").
    """

    text: str
    start: int
    end: int
    joined: Literal["first", "and", "then"] = "first"


class Match(Frozen):
    """A command that may be meant. `confidence` is calibrated, 0..1; `missing` are required slots without a value.

    `slots` holds JSON values (domain.value types dumped). `why` is one short sentence for the owner.
    """

    command: str
    confidence: float
    slots: Mapping[str, Json] = Field(default_factory=dict)
    missing: tuple[str, ...] = ()
    matcher: str = ""
    why: str = ""
    effect: Literal["", "reads", "writes", "sends"] = ""
    """What the command does to the world at most; empty when that is not known."""


class Verdict(StrEnum):
    """What the gate decided about one clause."""

    RUN = "run"
    CONFIRM = "confirm"
    CLARIFY = "clarify"
    PROPOSE = "propose"


class Reference(Frozen):
    """A slot that takes its value from an earlier clause: from its slot, or from its run's result when `slot` is empty."""

    clause: int
    slot: str = ""


class PlannedClause(Frozen):
    """A clause with what will be done about it. `candidates` are best first; empty when nothing is near.

    `after` are the indexes of clauses that must have finished before this one starts.
    """

    clause: Clause
    verdict: Verdict
    candidates: tuple[Match, ...] = ()
    after: tuple[int, ...] = ()
    references: Mapping[str, Reference] = Field(default_factory=dict)
    sources: Mapping[str, tuple[Source, ...]] = Field(default_factory=dict)
    """The slots whose values came from outside, and where from."""
    ask: str = ""
    """What to ask before it runs, when it is not about what was meant."""


class Plan(Frozen):
    """All clauses of one utterance, in the order they will be carried out."""

    id: str
    turn: str
    language: Language
    clauses: tuple[PlannedClause, ...]
