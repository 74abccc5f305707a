"""One sentence cut into several commands: the cut whose parts match best as a whole."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.domain.plan import Clause
from assistant.understanding.tokens import Token, tokens

Joined = Literal["and", "then"]
Evidence = Callable[[str], float]
"""How likely these words are one whole command, 0..1."""

_CONNECTORS: dict[tuple[str, ...], Joined] = {
    tuple(words.split()): joined  # type: ignore[misc]
    for joined, listed in {
        "then": (
            "а потом|и потом|потом|а затем|и затем|затем|после этого|а после этого|и после этого|после чего|а после|"
            "then|and then|after that|and after that|afterwards|and afterwards|next|and next"
        ),
        "and": (
            "и|а|а ещё|и ещё|ещё|а также|и также|также|плюс|заодно|и заодно|а заодно|"
            "and|also|and also|plus|and plus|as well as|and please"
        ),
    }.items()
    for words in listed.replace("ё", "е").split("|")
}
_LONGEST = max(len(words) for words in _CONNECTORS)
_MAX_CUTS = 10
_ENOUGH = 0.45


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a sentence may be cut: what stands before it ends at `left`, what follows begins at `right`."""

    left: int
    right: int
    joined: Joined
    words: str


def split(text: str, evidence: Evidence) -> tuple[Clause, ...]:
    """The clauses of a sentence, in order; one clause when it is one command, or nothing known."""
    whole = _trim(text)
    if whole is None:
        return ()
    cuts = list(_cuts(text))[:_MAX_CUTS]
    chosen = _choose(text, whole, cuts, functools.cache(evidence))
    return _clauses(text, whole, chosen)


def _choose(text: str, whole: tuple[int, int], cuts: list[Cut], evidence: Evidence) -> list[Cut]:
    best: dict[int, tuple[float, list[Cut]]] = {}
    places = [Cut(whole[0], whole[0], "and", ""), *cuts, Cut(whole[1], whole[1], "and", "")]
    best[0] = (0.0, [])
    for j in range(1, len(places)):
        for i in range(j):
            if i in best and places[i].right < places[j].left:
                sure = evidence(text[places[i].right : places[j].left])
                if sure < _ENOUGH and not (i == 0 and j == len(places) - 1):
                    continue
                value = best[i][0] + sure - 0.5
                if j not in best or value > best[j][0]:
                    best[j] = (value, [*best[i][1], *([places[i]] if i else [])])
    return best[len(places) - 1][1]


def _cuts(text: str) -> Iterator[Cut]:
    said = tokens(text)
    at = 1
    while at < len(said):
        length = _connector(said, at)
        if length and at + length < len(said):
            words = tuple(token.word for token in said[at : at + length])
            yield Cut(said[at - 1].end, said[at + length].start, _CONNECTORS[words], " ".join(words))
            at += length
        elif any(mark in text[said[at - 1].end : said[at].start] for mark in ",;.!?"):
            yield Cut(said[at - 1].end, said[at].start, "and", ",")
        at += 1


def _connector(said: tuple[Token, ...], at: int) -> int:
    for length in range(min(_LONGEST, len(said) - at), 0, -1):
        if tuple(token.word for token in said[at : at + length]) in _CONNECTORS:
            return length
    return 0


def _trim(text: str) -> tuple[int, int] | None:
    stripped = text.strip()
    if not tokens(text):
        return None
    start = text.index(stripped)
    return start, start + len(stripped)


def _clauses(text: str, whole: tuple[int, int], chosen: list[Cut]) -> tuple[Clause, ...]:
    starts = [whole[0], *(cut.right for cut in chosen)]
    ends = [*(cut.left for cut in chosen), whole[1]]
    joined: list[Literal["first", "and", "then"]] = ["first", *(cut.joined for cut in chosen)]
    return tuple(Clause(text=text[s:e], start=s, end=e, joined=j) for s, e, j in zip(starts, ends, joined, strict=True))
