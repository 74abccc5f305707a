"""The bases of what understanding is extended by: types of slots and matchers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from assistant.domain.base import Json, Language
from assistant.domain.command import Command, Slot


@dataclass(frozen=True, slots=True)
class SlotContext:
    """What reading a slot may depend on. `now` has the owner's time zone."""

    now: datetime
    language: Language
    slot: Slot


@dataclass(frozen=True, slots=True)
class Found:
    """A value read from text[start:end]. `value` is JSON (a dumped domain.value type); `certainty` 0..1."""

    start: int
    end: int
    value: Json
    certainty: float = 1.0


class SlotType(ABC):
    """Reads typed values out of words, Russian and English, in any capitals, with ё or е, numbers as words or digits."""

    scattered: ClassVar[bool] = False
    """True when parts of one value may stand apart: "завтра напомни в девять". They are then read joined."""
    free: ClassVar[bool] = False
    """True when any words are a value: such a slot takes what the other slots leave."""

    @abstractmethod
    def find(self, text: str, context: SlotContext) -> Iterable[Found]:
        """Every value of this type in the text, best first. Spans may overlap."""

    def read(self, text: str, context: SlotContext) -> Json | None:
        """The value the whole text stands for, or None. The default takes a find() that covers all but punctuation."""
        for found in self.find(text, context):
            outside = text[: found.start] + text[found.end :]
            if not any(letter.isalnum() for letter in outside):
                return found.value
        return None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One matcher's opinion: `score` is its own measure in 0..1, made comparable by match.py.

    `slots` maps slot names to the words that fill them, not yet read; a matcher that finds none leaves it empty.
    """

    command: str
    score: float
    slots: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


class Matcher(ABC):
    """Finds commands for one clause. `rank` orders matchers, cheapest and most precise first."""

    rank: ClassVar[int]

    @abstractmethod
    def fit(self, commands: Sequence[Command]) -> None:
        """Learn these commands, forgetting all others. Called in a worker thread; `match` may run meanwhile."""

    @abstractmethod
    def match(self, text: str, language: Language) -> Sequence[Candidate]:
        """The best candidates for the whole text, best first, at most ten."""

    def sentences(self) -> Sequence[str]:
        """Sentences whose meaning, as vectors of an embeddings model, would help this matcher; called after `fit`."""
        return ()

    def mean(self, vectors: Mapping[str, Sequence[float]]) -> None:
        """Learn what vectors there are by now, of one length. Called in a worker thread; `match` may run meanwhile."""
        return None

    def match_meaning(self, text: str, language: Language, vector: Sequence[float]) -> Sequence[Candidate] | None:
        """As `match`, with the vector of the text; None: it does not help."""
        return None
