"""What a sentence is made of, for learning: words, neighbours, pairs, concepts and pieces of words, hashed into numbers."""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Iterator, Sequence

from assistant.understanding.concepts import concepts
from assistant.understanding.phrases import Gap, Word
from assistant.understanding.tokens import Token, word_set

SIZE = 1 << 18
"""Features are numbers below this."""

WEIGHTS = (1.0, 0.5, 0.5, 1.0, 0.5, 1.0)
"""How much each group counts: words, neighbours, pairs anywhere, concepts, pairs of concepts, pieces of words.

Chosen on the validation sentences of HWU64 and BANKING77; the neighbourhood of these values is flat.
"""
_LONGEST_PAIRED = 20
_GROUPS = tuple(zlib.crc32(f"{group} ".encode()) for group in range(len(WEIGHTS)))
"""Where the hash of every name of a group goes on from."""
_NUMBER = re.compile(r"\d")
PLAIN = word_set(
    "a an the of to in on at for is are be do does i me my you your it that this and with can could would will from what's i'm "
    "в на с к о об и а у за по от до для из мне мой я ты это есть ли"
)
"""Words too common to be worth pairing."""

Features = Sequence[tuple[int, int]]
"""(number, group) of every feature, repeated as often as it occurs."""


def features(sentence: Sequence[Token | Word | Gap]) -> Features:
    """Every feature of a sentence. A gap parts its neighbours and adds nothing of its own."""
    lemmas = [_lemma(item) for item in sentence]
    words = [lemma for lemma in lemmas if lemma]
    pairable = sorted({word for word in words if word not in PLAIN})[:_LONGEST_PAIRED]
    meant = concepts(lemmas)
    groups: tuple[Iterator[str], ...] = (
        iter(words),
        (f"{left} {right}" for left, right in itertools.pairwise(["^", *lemmas, "$"]) if left and right),
        (f"{left} {right}" for left, right in itertools.combinations(pairable, 2)),
        (str(number) for number in meant),
        (f"{left} {right}" for left, right in itertools.combinations(meant, 2)),
        _pieces(" ".join(item.word if not isinstance(item, Gap) else "" for item in sentence)),
    )
    return [
        (zlib.crc32(name.encode(), start) % SIZE, group)
        for group, (start, names) in enumerate(zip(_GROUPS, groups, strict=True))
        for name in names
    ]


def _pieces(text: str) -> Iterator[str]:
    padded = f" {text} "
    for size in range(2, 6):
        for at in range(max(1, len(padded) - size + 1)):
            yield padded[at : at + size]


def _lemma(item: Token | Word | Gap) -> str:
    if isinstance(item, Gap):
        return ""
    return "0" if _NUMBER.search(item.word) else item.lemma
