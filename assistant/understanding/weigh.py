"""How likely a cut is one, from what joins, what begins and how well both sides are commands: a logistic sum of signs.

The weights were fitted on the development sentences (joined and must-not-split, Russian and English, with connectors changed
at random and with pairs of the same command) by scripts/fit_split.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.understanding.cuts import Cut

WEIGHTS: Mapping[str, float] = {
    "always": -5.5,
    "sequence": 4.1,
    "addition": 3.1,
    "weak": -0.4,
    "comma": -3.88,
    "stop": -1.15,
    "bare": -4.53,
    "marked": 2.58,
    "order": 2.85,
    "question": 2.52,
    "wish": 2.45,
    "learned": 2.22,
    "worse": 1.02,
    "mean": 4.68,
    "gain": 3.22,
    "same": -3.65,
    "same and begins": 0.0,
    "one word before": -4.17,
    "one word after": -4.16,
    "weak before an order": -2.2,
    "weak before nothing": -0.1,
    "comma before nothing": 1.24,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The likeliest command for some words (empty for none), how sure, 0..1, and how many words they are."""

    command: str
    confidence: float
    words: int


def signs(cut: Cut, left: Evidence, right: Evidence, whole: Evidence) -> dict[str, float]:
    """Everything that speaks for or against this cut; `whole` is both sides as one."""
    mean = (left.confidence + right.confidence) / 2
    same = left.command == right.command
    found = {
        "always": 1.0,
        cut.kind: 1.0,
        "marked": float(cut.marked),
        "learned": cut.learned,
        "worse": min(left.confidence, right.confidence),
        "mean": mean,
        "gain": mean - whole.confidence,
        "same": float(same),
        "same and begins": float(same) * (cut.learned if cut.opener == "order" else 0.0),
        "one word before": float(left.words == 1),
        "one word after": float(right.words == 1),
    }
    if cut.opener:
        found[cut.opener] = 1.0
    if cut.kind == "weak" and cut.opener == "order":
        found["weak before an order"] = 1.0
    if not cut.opener and cut.kind == "weak":
        found["weak before nothing"] = 1.0
    if not cut.opener and cut.kind in ("comma", "bare"):
        found["comma before nothing"] = 1.0
    return found


def weight(cut: Cut, left: Evidence, right: Evidence, whole: Evidence) -> float:
    """The log odds that the sentence is cut here."""
    return sum(WEIGHTS[name] * value for name, value in signs(cut, left, right, whole).items())
