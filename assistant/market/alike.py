"""Which offers are of the same product: by the words that tell it apart, in whatever language the rest is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from assistant.domain.market import Product
from assistant.words import fold, lemma

_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:-[^\W\d_]+)*")
_EMPTY = frozenset("с со для и в на из без от до the a an with for and of in new by".split())  # noqa: SIM905
SAME = 0.7
"""From this part of shared words on two offers are of one product."""
SAME_ABROAD = 0.5
"""The same where one shop writes Russian and the other does not: only names and numbers can be shared."""
COMMON = 0.6
"""A word that stands in more than this part of the offers says what kind of thing it is, not which."""
FEW = 3
"""Of fewer offers nothing can be said about what is common."""


def tokens(name: str) -> frozenset[str]:
    """The words and numbers of a name, in dictionary form; single letters and units left out."""
    found = (hit.group() for hit in _TOKEN.finditer(fold(name)))
    return frozenset(
        word.replace(",", ".") if word[0].isdigit() else lemma(word)
        for word in found
        if word[0].isdigit() or (len(word) > 1 and word not in _EMPTY)
    )


def groups(offers: Sequence[Product], common: Collection[str] = ()) -> list[list[Product]]:
    """The offers by product, each group with one of a shop at most; in the order of their first offers."""
    whole = [tokens(offer.name) for offer in offers]
    telling = _telling(offers, whole, frozenset(common))
    russian = [is_russian(words) for words in whole]
    found: list[list[int]] = [[index] for index in range(len(offers))]
    place = {index: index for index in range(len(offers))}
    for _score, one, other in sorted(_pairs(offers, telling, russian), key=lambda pair: (-pair[0], pair[1], pair[2])):
        first, second = sorted((place[one], place[other]))
        if first == second or {offers[i].shop for i in found[first]} & {offers[i].shop for i in found[second]}:
            continue
        found[first] += found[second]
        place.update(dict.fromkeys(found[second], first))
        found[second] = []
    return [[offers[index] for index in group] for group in found if group]


def _telling(offers: Sequence[Product], whole: Sequence[frozenset[str]], common: frozenset[str]) -> list[frozenset[str]]:
    """What tells each offer apart among those one search has found in its script; never nothing."""
    kinds = [(offer.phrase, is_russian(words)) for offer, words in zip(offers, whole, strict=True)]
    sizes = Counter(kinds)
    counted: dict[tuple[str, bool], Counter[str]] = {kind: Counter() for kind in sizes}
    for kind, words in zip(kinds, whole, strict=True):
        counted[kind].update(words)
    result = []
    for kind, words in zip(kinds, whole, strict=True):
        many = sizes[kind] * COMMON if sizes[kind] >= FEW else len(offers)
        kept = frozenset(word for word in words if word[0].isdigit() or (word not in common and counted[kind][word] <= many))
        result.append(kept or words)
    return result


def _pairs(offers: Sequence[Product], telling: Sequence[frozenset[str]], russian: Sequence[bool]) -> list[tuple[float, int, int]]:
    holders: dict[str, list[int]] = {}
    for index, words in enumerate(telling):
        for word in words:
            holders.setdefault(word, []).append(index)
    sharing = {
        (one, other)
        for index, words in enumerate(telling)
        for word in words
        for one, other in ((min(index, held), max(index, held)) for held in holders[word])
        if offers[one].shop != offers[other].shop
    }
    scored = (
        (likeness(telling[one], telling[other], abroad=russian[one] != russian[other]), one, other) for one, other in sharing
    )
    return [pair for pair in scored if pair[0]]


def likeness(one: frozenset[str], other: frozenset[str], *, abroad: bool) -> float:
    """How much two names share, 0 when they are of different products: numbers must be the same in both."""
    if numbers(one) != numbers(other):
        return 0.0
    first, second = (latin(one), latin(other)) if abroad else (one, other)
    shared = len(first & second)
    score = shared / (len(first | second) or 1)
    return score if shared and score >= (SAME_ABROAD if abroad else SAME) else 0.0


def numbers(words: frozenset[str]) -> frozenset[str]:
    """The numbers among them."""
    return frozenset(word for word in words if word[0].isdigit())


def latin(words: frozenset[str]) -> frozenset[str]:
    """What is written the same in every language."""
    return frozenset(word for word in words if word.isascii())


def is_russian(words: frozenset[str]) -> bool:
    """Whether any word is not."""
    return any(not word.isascii() for word in words)
