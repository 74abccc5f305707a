"""Sentences a recogniser may take for one another: how they sound, roughly, in Russian and English."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from assistant.words import WORD, fold, is_russian

_LONG = 4
"""Shorter words are not mistaken for one sound: "на" and "о", "on" and "off" are told apart by what stands around them."""

Sounds = tuple[str, ...]
"""The sound of each word."""

_RUSSIAN = (
    (re.compile("[ьъ]"), ""),
    (re.compile("(?<=[ое])го$"), "во"),
    (re.compile("тс(?=я$)"), "ц"),
    (re.compile("[оа]"), "а"),
    (re.compile("[еэияый]"), "и"),
    (re.compile("[ую]"), "у"),
    (re.compile("сч|зч|щ"), "ш"),
    (re.compile("стн"), "сн"),
)
_DEVOICED = str.maketrans("бвгджз", "пфктшс")
_ENGLISH = (
    (re.compile("[^a-z0-9]"), ""),
    (re.compile("ph"), "f"),
    (re.compile("^kn"), "n"),
    (re.compile("^wr"), "r"),
    (re.compile("igh"), "i"),
    (re.compile("ck|c(?![eiyh])|q"), "k"),
    (re.compile("c(?=[eiy])|z"), "s"),
    (re.compile("(?<=..)e$"), ""),
    (re.compile("a[iy]"), "a"),
    (re.compile("[iey]+"), "i"),
    (re.compile("[ou]+w?"), "u"),
    (re.compile("a+"), "a"),
)
_TWICE = re.compile(r"(.)\1+")


@functools.lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """A word as it sounds: unstressed vowels, voiced endings, silent and doubled letters are heard alike."""
    heard = fold(word)
    russian = is_russian(heard)
    for pattern, instead in _RUSSIAN if russian else _ENGLISH:
        heard = pattern.sub(instead, heard)
    return _TWICE.sub(r"\1", heard.translate(_DEVOICED) if russian else heard)


def sounds(sentence: str) -> Sounds:
    """A sentence as it sounds."""
    return tuple(heard for word in WORD.findall(sentence) if (heard := sound(word)))


def places(heard: Sounds) -> Iterator[str]:
    """Under which names a sentence is looked up: two that are one sound apart share a name (without one of their sounds)."""
    joined = "".join(heard)
    yield joined
    if len(joined) >= _LONG:
        yield from {joined[:at] + joined[at + 1 :] for at in range(len(joined))}


def alike(one: Sounds, other: Sounds) -> bool:
    """Whether one may be heard for the other: they sound the same, or are one sound apart in a word that is not short."""
    start = _common(one, other)
    end = _common(one[start:][::-1], other[start:][::-1])
    left, right = "".join(one[start : len(one) - end]), "".join(other[start : len(other) - end])
    enough = min(len(left), len(right)) >= _LONG
    return Levenshtein.distance(left, right, score_cutoff=1) <= enough


def _common(one: Sounds, other: Sounds) -> int:
    """How many words both begin with."""
    return next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), min(len(one), len(other))
    )
