"""The words of a clause with their places, folded and in dictionary form; what recognisers and manners add is left out."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.base import Language
from assistant.words import fold, is_russian, lemma

_TOKEN = re.compile(r"(?:[^\s,;!?()\[\]{}<>|«»“”\"…]|(?<=\d),(?=\d))+")
_EDGE = ".:'’`-–—*"
_SAID = re.compile(r"[^\W_]")
_COAXING = re.compile(r"[а-яё]{3}-ка$", re.IGNORECASE)
"""The "-ка" that makes an order friendly: "напомни-ка"."""
_LATIN = re.compile(r"[a-z]")


def word_set(listed: str) -> frozenset[str]:
    """Words written with spaces between them, as a set."""
    return frozenset(listed.split())


FILLERS = word_set("эм э ээ эмм мм ммм хм ну вот пожалуйста плиз симбиот please pls uh um uhm hmm erm symbiote")
"""Words that never decide what is meant: hesitation, politeness and the assistant's own name."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a clause: folded (lower case, ё as е), its dictionary form, and where it stands, in characters."""

    word: str
    lemma: str
    start: int
    end: int


@functools.lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text without punctuation; addresses, times and decimals stay whole."""
    return tuple(_cut(text))


def content(text: str) -> tuple[Token, ...]:
    """The words without fillers; all of them when there is nothing else."""
    kept = tuple(token for token in tokens(text) if token.word not in FILLERS)
    return kept or tokens(text)


def raw(text: str, found: Sequence[Token]) -> str:
    """The owner's own words from the first to the last of these tokens, everything between them kept."""
    return text[found[0].start : found[-1].end] if found else ""


def detect_language(text: str) -> Language:
    """The language of a typed text, by its letters: Russian when at least as many words are Cyrillic as Latin."""
    words = tokens(text)
    russian = sum(1 for token in words if is_russian(token.word))
    latin = sum(1 for token in words if _LATIN.search(token.word))
    return "ru" if russian and russian >= latin else "en"


def _cut(text: str) -> list[Token]:
    found = []
    for piece in _TOKEN.finditer(text):
        word = piece.group()
        start = piece.start() + len(word) - len(word.lstrip(_EDGE))
        end = piece.end() - (len(word) - len(word.rstrip(_EDGE)))
        if _COAXING.search(text, start, end):
            end -= len("-ка")
        if start < end and _SAID.search(word):
            folded = fold(text[start:end]).replace("’", "'")
            found.append(Token(folded, lemma(folded), start, end))
    return found
