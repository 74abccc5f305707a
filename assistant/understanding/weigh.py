"""How likely a cut is one, from what joins, what begins and how well both sides are commands.

Boosted trees over the signs below, as their meaning hangs on each other: "and" before an order is a cut unless both sides
are the same command or the second speaks of "it". They were fitted by scripts/fit_split.py on joined and must-not-split
sentences, Russian and English, with many more connectors than those hold; the weights about fitting phrases and reported
speech are set by hand, as those sentences have neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from assistant.understanding.cues import (
    ANAPHORS,
    CONJUNCTIONS,
    DETERMINERS,
    PAIRING,
    PREDICATES,
    PREPOSITIONS,
    PRONOUNS,
    THAT,
    TWOFOLD,
    VERBS,
    is_infinitive,
    is_number,
    wants_told,
)
from assistant.understanding.cuts import Cut, Kind
from assistant.understanding.openers import ORDERS, Opener
from assistant.understanding.trees import Trees

TREES = Trees.read(Path(__file__).with_name("cut_trees.json"))
BY_HAND: Mapping[str, float] = {
    "only the parts fit": 4.0,
    "the parts fit too": 3.0,
    "the whole says more": -3.0,
    "what was told": -5.0,
    "what is to be done goes on": -5.0,
}
_LONG = 12
"""More words than this say nothing more."""
_NEAR = slice(1, 5)
"""Where a word stands that speaks of something in the part before."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What some words are as one command: the likeliest (empty for none) and how sure, 0..1.

    `settled` means that they fit one of its phrases word for word and nothing in it could be anything (no free slot).
    `words` is how many they are, `begins` whether they begin like a command, `fits` whether they fit one of its phrases
    word for word and `slots` how many slots that fills; `said` are the words, folded; `opener` and `learned` tell how they
    begin, `unknown` which share of them no phrase has; `scores` holds the confidence of every command thought of.
    """

    command: str
    confidence: float
    words: int
    begins: bool
    fits: bool = False
    slots: int = 0
    said: tuple[str, ...] = ()
    opener: Opener = ""
    learned: float = 0.0
    unknown: float = 0.0
    scores: Mapping[str, float] = field(default_factory=dict)
    settled: bool = False

    def sureness(self, command: str) -> float:
        """How sure these words are that command."""
        return self.scores.get(command, 0.0)


def signs(cut: Cut, left: Evidence, right: Evidence, whole: Evidence) -> dict[str, float]:
    """Everything that speaks for or against this cut; `whole` is both sides as one. Signs of 0 may be left out."""
    return {
        **_joint(cut),
        **_edges(left, "left"),
        **_edges(right, "right"),
        **_meaning(left, right, whole),
        **_words(left, right),
    }


def weight(cut: Cut, left: Evidence, right: Evidence, whole: Evidence) -> float:
    """The log odds that the sentence is cut here."""
    return TREES.score(signs(cut, left, right, whole)) + _fitting(cut, left, right, whole)


def _joint(cut: Cut) -> dict[str, float]:
    found = {f"joined by {kind}": float(cut.kind == kind) for kind in get_args(Kind)}
    found |= {"marked": float(cut.marked), "polite": float(cut.polite), "dangling": float(cut.dangling)}
    return found | {f"right opens with {cut.opener}": 1.0, "right learned": cut.learned}


def _edges(part: Evidence, side: str) -> dict[str, float]:
    """How one part begins and ends, and what its small words tell."""
    said = part.said or ("",)
    first, inside = said[0], said[1:]
    found = {
        f"{side} words": float(min(part.words, _LONG)),
        f"{side} unknown": part.unknown,
        f"{side} begins with a preposition": float(first in PREPOSITIONS),
        f"{side} begins with a rarer verb": float(first in VERBS),
        f"{side} has a predicate": float(not PREDICATES.isdisjoint(inside)),
        f"{side} has an order inside": float(not ORDERS.isdisjoint(said if side == "left" else inside)),
    }
    if side == "left":
        return found | {
            f"left opens with {part.opener}": 1.0,
            "left learned": part.learned,
            "left begins": float(part.begins),
            "left ends with a conjunction": float(said[-1] in CONJUNCTIONS),
            "left has a conjunction": float(not CONJUNCTIONS.isdisjoint(inside)),
            "left ends with a number": float(is_number(said[-1])),
            "left wants a pair": float(not PAIRING.isdisjoint(said)),
        }
    return found | {
        "right begins with a determiner": float(first in DETERMINERS),
        "right begins with a pronoun": float(first in PRONOUNS),
        "right begins with an order or a thing": float(first in TWOFOLD),
        "right begins with a conjunction": float(first in CONJUNCTIONS),
        "right begins with a number": float(is_number(first)),
        "right speaks of it": float(not ANAPHORS.isdisjoint(said[_NEAR])),
    }


def _words(left: Evidence, right: Evidence) -> dict[str, float]:
    numbers = bool(left.said and right.said) and is_number(left.said[-1]) and is_number(right.said[0])
    return {
        "the shorter": float(min(left.words, right.words, _LONG)),
        "the same first word": float(left.said[:1] == right.said[:1]),
        "numbers on both sides": float(numbers),
    }


def _meaning(left: Evidence, right: Evidence, whole: Evidence) -> dict[str, float]:
    """How sure the parts are beside the whole, and how much they are the same."""
    return {
        "left sure": left.confidence,
        "right sure": right.confidence,
        "whole sure": whole.confidence,
        "the less sure": min(left.confidence, right.confidence),
        "gain": (left.confidence + right.confidence) / 2 - whole.confidence,
        "the same command": float(left.command == right.command),
        "whole keeps left": whole.sureness(left.command) - left.confidence,
        "whole keeps right": whole.sureness(right.command) - right.confidence,
        "right may be left": right.sureness(left.command),
        "left may be right": left.sureness(right.command),
        "overlap": sum(min(sure, right.sureness(command)) for command, sure in left.scores.items()),
        "whole is left": float(whole.command == left.command),
        "whole is right": float(whole.command == right.command),
    }


def _fitting(cut: Cut, left: Evidence, right: Evidence, whole: Evidence) -> float:
    """What fitting phrases and reported speech say."""
    said = 0.0
    if left.fits and right.fits and not whole.fits:
        said += BY_HAND["only the parts fit"]
    elif left.fits and right.fits and cut.opener == "order":
        said += BY_HAND["the parts fit too"]
    if whole.fits and whole.command == left.command and whole.slots > left.slots:
        said += BY_HAND["the whole says more"]
    if right.said[:1] and right.said[0] in THAT and not right.fits and any(map(wants_told, left.said)):
        said += BY_HAND["what was told"]
    goes_on = cut.kind in ("weak", "comma") and cut.opener == "infinitive" and left.opener == "order"
    if goes_on and any(map(is_infinitive, left.said[1:])):
        said += BY_HAND["what is to be done goes on"]
    return said
