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


_SHORTENED = {"'s": "is", "'re": "are", "'m": "am", "'ll": "will", "'ve": "have", "'d": "would", "n't": "not"}
_OWNER = word_set("what where when who how why there here that it he she everything")
"""Behind these "'s" is "is"; behind any other word it tells whose something is."""
_IRREGULAR = {"can't": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not")}
_UNMARKED = {"whats": "what's", "wheres": "where's", "whens": "when's", "dont": "don't", "doesnt": "doesn't", "cant": "can't"}
"""As recognisers write them."""


@functools.lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text without punctuation; addresses, times and decimals stay whole."""
    return tuple(_cut(text))


def content(text: str) -> tuple[Token, ...]:
    """The words without fillers, shortened ones in full ("what's" is "what is"); all of them when there is nothing else."""
    kept = tuple(token for token in tokens(text) if token.word not in FILLERS) or tokens(text)
    return tuple(full for token in kept for full in _in_full(token))


def in_full(word: str) -> tuple[str, ...]:
    """A folded word as it is spoken out: "what's" -> "what", "is"."""
    word = _UNMARKED.get(word, word)
    if "'" not in word:
        return (word,)
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, spoken in _SHORTENED.items():
        base = word.removesuffix(ending)
        if base not in ("", word) and (ending != "'s" or base in _OWNER):
            return base, spoken
    return (word,)


def _in_full(token: Token) -> tuple[Token, ...]:
    said = in_full(token.word)
    if len(said) == 1:
        return (token,)
    cut = token.start + len(said[0])
    return (Token(said[0], lemma(said[0]), token.start, cut), Token(said[1], lemma(said[1]), cut, token.end))


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
