"""How likely a cut is one, from what joins, what begins and how well both sides are commands: a logistic sum of signs.

The weights were fitted on the development sentences (joined and must-not-split, Russian and English, with connectors changed
at random and with pairs of the same command) by scripts/fit_split.py; the three about fitting phrases are set by hand, as those have
no templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.understanding.cuts import Cut

WEIGHTS: Mapping[str, float] = {
    "only the parts fit": 4.0,
    "the parts fit too": 3.0,
    "the whole says more": -3.0,
    "always": -6.02,
    "sequence": 3.36,
    "addition": 2.34,
    "weak": 0.78,
    "comma": -3.05,
    "stop": -1.31,
    "bare": -5.29,
    "marked": 1.77,
    "order": 2.25,
    "infinitive": 2.25,
    "question": 0.58,
    "wish": 1.42,
    "learned": 0.77,
    "worse": -0.82,
    "mean": 4.42,
    "gain": 2.79,
    "same": -1.1,
    "same and begins": 2.58,
    "one word before": -3.68,
    "one word after": -2.93,
    "two words before": -1.51,
    "two words after": -1.84,
    "dangling": -1.8,
    "auxiliary": 2.57,
    "left begins": 0.09,
    "both begin": 1.55,
    "worse and differ": 3.01,
    "shorter": 3.04,
    "comma and both begin": -0.56,
    "weak and both begin": -1.54,
    "polite": -0.34,
    "sequence before nothing": -0.45,
    "weak before an order": -2.53,
    "weak before nothing": -1.94,
    "comma before nothing": 0.56,
}
_ORDERS = ("order", "infinitive")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The likeliest command for some words (empty for none), how sure, 0..1, how many words they are, whether
    they begin like a command, whether they fit one of its phrases word for word,
    and how many slots that fills."""

    command: str
    confidence: float
    words: int
    begins: bool
    fits: bool = False
    slots: int = 0


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
        "same and begins": float(same) * (cut.learned if cut.opener in _ORDERS else 0.0),
        "one word before": float(left.words == 1),
        "one word after": float(right.words == 1),
        "two words before": float(left.words == 2),
        "two words after": float(right.words == 2),
        "dangling": float(cut.dangling),
        "left begins": float(left.begins),
    }
    if left.fits and right.fits:
        found["the parts fit too" if whole.fits else "only the parts fit"] = (
            1.0 if not whole.fits else float(cut.opener == "order")
        )
    if whole.fits and whole.command == left.command and whole.slots > left.slots:
        found["the whole says more"] = 1.0
    if cut.opener:
        found[cut.opener] = 1.0
    if cut.kind == "weak" and cut.opener in _ORDERS:
        found["weak before an order"] = 1.0
    both = left.begins and cut.opener != ""
    found["both begin"] = float(both)
    found["worse and differ"] = 0.0 if same else found["worse"]
    found["shorter"] = min(left.words, right.words, 6) / 6
    if cut.kind in ("comma", "weak"):
        found[f"{cut.kind} and both begin"] = float(both)
    found["polite"] = float(cut.polite)
    if not cut.opener and cut.kind == "sequence":
        found["sequence before nothing"] = 1.0
    if not cut.opener and cut.kind == "weak":
        found["weak before nothing"] = 1.0
    if not cut.opener and cut.kind in ("comma", "bare"):
        found["comma before nothing"] = 1.0
    return found


def weight(cut: Cut, left: Evidence, right: Evidence, whole: Evidence) -> float:
    """The log odds that the sentence is cut here."""
    return sum(WEIGHTS[name] * value for name, value in signs(cut, left, right, whole).items())
