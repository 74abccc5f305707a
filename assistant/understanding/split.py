"""One sentence cut into several commands: the cut whose parts match best as a whole."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Literal

from assistant.domain.plan import Clause
from assistant.understanding.cuts import Cut, cuts
from assistant.understanding.openers import Openers
from assistant.understanding.tokens import tokens
from assistant.understanding.weigh import Evidence, weight

Look = Callable[[str], Evidence]
"""What some words are as one command."""
Joined = Literal["first", "and", "then"]
Span = tuple[int, int]

_MOST_CUTS = 8
"""Of more places only the likeliest are weighed, by what joins and what begins there."""
_PROMISING = 2
"""A place where this much speaks for a cut is weighed however many there are."""
_PROMISE = {"sequence": 3, "addition": 3, "stop": 2, "weak": 1, "comma": 1, "bare": 0}


def split(text: str, openers: Openers, look: Look) -> tuple[Clause, ...]:
    """The clauses of a sentence, in order; one clause when it is one command, none when there are no words."""
    said = tokens(text)
    if not said:
        return ()
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    look = functools.cache(look)
    places = [] if look(text[start:end]).settled else list(cuts(text, openers))
    chosen = _cut(text, (start, end), places, look)
    starts = [start, *(cut.right for cut in chosen)]
    ends = [*(cut.left for cut in chosen), end]
    joined: list[Joined] = ["first", *(_joined(cut) for cut in chosen)]
    return tuple(Clause(text=text[s:e], start=s, end=e, joined=j) for s, e, j in zip(starts, ends, joined, strict=True))


def _cut(text: str, whole: Span, places: list[Cut], look: Look) -> list[Cut]:
    promising = [cut for cut in places if _promise(cut) >= _PROMISING]
    if len(promising) <= _MOST_CUTS:
        return _choose(text, whole, _likeliest(places), look)
    # A long list of commands: from the left, some places at a time. Where the last command of these ends the next ones tell.
    chosen: list[Cut] = []
    start = whole[0]
    while len(promising) > _MOST_CUTS:
        some = _choose(text, (start, promising[_MOST_CUTS].left), promising[:_MOST_CUTS], look)
        sure = some if len(some) < 2 else some[:-1]
        chosen += sure
        start = sure[-1].right if sure else start
        promising = [cut for cut in promising[1:] if not sure or cut.left >= start]
    return [*chosen, *_choose(text, (start, whole[1]), promising, look)]


def _likeliest(places: list[Cut]) -> list[Cut]:
    return sorted(sorted(places, key=lambda cut: -_promise(cut))[:_MOST_CUTS], key=lambda cut: cut.left)


def _promise(cut: Cut) -> float:
    return _PROMISE[cut.kind] + 2 * bool(cut.opener) + cut.learned


def _joined(cut: Cut) -> Joined:
    return "then" if cut.kind == "sequence" else "and"


def _choose(text: str, whole: Span, places: Sequence[Cut], look: Look) -> list[Cut]:
    """The cuts with the greatest sum of log odds, none being worth nothing (dynamic programming over the last part).

    `best[i, j]` is the best way to have cut everything up to the part between border i and border j.
    """
    rights = [whole[0], *(cut.right for cut in places)]
    lefts = [*(cut.left for cut in places), whole[1]]
    best: dict[Span, tuple[float, tuple[int, ...]]] = {(0, j): (0.0, ()) for j in range(len(lefts))}
    for middle in range(1, len(rights)):
        for first in range(middle):
            value, chosen = best[first, middle - 1]
            for last in range(middle, len(lefts)):
                odds = weight(
                    places[middle - 1],
                    look(text[rights[first] : lefts[middle - 1]]),
                    look(text[rights[middle] : lefts[last]]),
                    look(text[rights[first] : lefts[last]]),
                )
                if (middle, last) not in best or value + odds > best[middle, last][0]:
                    best[middle, last] = (value + odds, (*chosen, middle - 1))
    last = len(lefts) - 1
    winner = max((best[first, last] for first in range(len(rights))), key=lambda way: way[0])
    return [places[index] for index in winner[1]]
