"""The small words a telling is made of, Russian and English together, and how they are found among tokens."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.understanding.cues import ANAPHORS
from assistant.understanding.tokens import Token, word_set

Phrases = tuple[tuple[str, ...], ...]


def _phrases(listed: str) -> Phrases:
    found = (tuple(words.replace("ё", "е").split()) for words in listed.split("|"))
    return tuple(sorted(found, key=len, reverse=True))


IF = _phrases("если|а если|и если|но если|в случае если|if|and if|but if|in case")
ELSE = _phrases("иначе|а иначе|в противном случае|если нет|а если нет|otherwise|or else|else|if not|and if not")
THEN = _phrases("то|тогда|then")
LOOP = _phrases(
    "для каждой|для каждого|для каждых|для всех|по каждой|по каждому|по всем|и для каждой|и для каждого|"
    "for each|for every|for all|for each of|for every one of|and for each|and for every"
)
OUT = _phrases(
    "в конце|в самом конце|под конец|наконец|и наконец|когда закончишь|finally|and finally|at the end|in the end|when done"
)
SEQUENCE = _phrases(
    "потом|а потом|и потом|затем|а затем|и затем|после этого|а после этого|и после этого|после чего|дальше|далее|следом|"
    "then|and then|after that|and after that|afterwards|next|and next"
)
FIRST = _phrases("сначала|во-первых|первым делом|для начала|first|firstly|first of all|to begin with")
BEGIN = _phrases(
    "то|тогда|делай так|делай следующее|делай|сделай так|сделай следующее|выполняй|выполни|нужно|надо|она должна|должна|"
    "then|do this|do the following|do|please|it should|you should|should"
)
POINTERS = ANAPHORS | word_set("им ими ней нею нему нём этой этого этому этим эту эти this these")


def at(said: Sequence[Token], index: int, phrases: Phrases) -> int:
    """How many words of one of these phrases stand at `index`; 0 for none."""
    for words in phrases:
        if tuple(token.word for token in said[index : index + len(words)]) == words:
            return len(words)
    return 0


def points(said: Sequence[Token]) -> bool:
    """Whether any word stands for something said before."""
    return any(token.word in POINTERS for token in said)
