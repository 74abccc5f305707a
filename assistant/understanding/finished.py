"""Whether dictated words sound finished, so that the end of speech need not be waited for: "запиши купить" goes on."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.understanding.cues import TWOFOLD, VERBS
from assistant.understanding.cuts import DANGLING
from assistant.understanding.openers import ORDERS
from assistant.understanding.tokens import Token
from assistant.words import is_russian, readings

_WANTS = frozenset(["INFN", "ADJF", "PRTF", "PREP", "CONJ", "NUMR"])
"""Russian parts of speech with something still to come: a verb its object, an adjective its noun."""
_EARLY = frozenset(["datv", "Name"])
"""Alone, these are whom it is for: what it is comes next."""


def sounds_finished(said: Sequence[Token]) -> bool:
    """Whether the words of a free text could be all of it: they end neither in a joining word nor in a verb or adjective
    that wants more, and a single one is a thing."""
    if not said or said[-1].word in DANGLING:
        return False
    alone, last = len(said) == 1, said[-1].word
    if not is_russian(last):
        return last not in (ORDERS | VERBS if alone else (ORDERS | VERBS) - TWOFOLD)
    marks = frozenset(str(readings(last)[0].tag).replace(" ", ",").split(",")) if readings(last) else frozenset()
    return marks.isdisjoint(_WANTS) and not (alone and not marks.isdisjoint(_EARLY))
