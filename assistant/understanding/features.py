"""What a sentence is made of, for learning: words, their neighbours and pieces of words, hashed into numbers."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

from assistant.understanding.phrases import Gap, Word
from assistant.understanding.tokens import Token

SIZE = 1 << 20
"""Features are numbers below this."""

_NUMBER = re.compile(r"\d")


def features(sentence: Sequence[Token | Word | Gap]) -> list[tuple[int, float]]:
    """(number, weight) of every feature of a sentence; gaps leave their neighbours but no words of their own."""
    return [(zlib.crc32(name.encode()) % SIZE, weight) for name, weight in _named(sentence)]


def _named(sentence: Sequence[Token | Word | Gap]) -> Iterator[tuple[str, float]]:
    lemmas = [_lemma(item) for item in sentence]
    words = ["^", *lemmas, "$"]
    for lemma in lemmas:
        if lemma:
            yield f"1 {lemma}", 1.0
    for left, right in zip(words, words[1:], strict=False):
        if left and right:
            yield f"2 {left} {right}", 1.0
    for item in sentence:
        if not isinstance(item, Gap):
            padded = f" {item.word} "
            for size in range(2, 6):
                for at in range(max(1, len(padded) - size + 1)):
                    yield f"c {padded[at : at + size]}", 0.5


def _lemma(item: Token | Word | Gap) -> str:
    if isinstance(item, Gap):
        return ""
    return "0" if _NUMBER.search(item.word) else item.lemma
