"""What remains of a clause for a free slot when other slots took their words, without what only joined them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from assistant.domain.command import Command
from assistant.understanding.grammar.line import line_of
from assistant.words import WORD, fold, lemma

Place = tuple[int, int]
"""Characters from (inclusive) to (exclusive) in the clause."""

_BEFORE = frozenset(["чтобы", "чтоб", "что", "и", "а", "то", "to", "that", "and"])
"""Joins a text to what stood before it."""
_BEHIND = frozenset(
    [
        "в",
        "во",
        "на",
        "к",
        "ко",
        "о",
        "об",
        "обо",
        "про",
        "с",
        "со",
        "у",
        "за",
        "по",
        "до",
        "от",
        "для",
        "и",
        "а",
        "но",
        "или",
        "что",
        "чтобы",
        "через",
        "to",
        "at",
        "on",
        "by",
        "in",
        "for",
        "and",
        "or",
        "the",
        "a",
        "that",
        "about",
        "with",
        "from",
        "of",
    ]
)
"""Waits for something behind it that is gone."""
_POLITE = frozenset(["пожалуйста", "плиз", "please", "ладно"])
_MARKUP = re.compile(r"\{[^}]*\}|<[^>]*>|[\[\]()|;]")
_EDGES = " \t\n,.;:!?-–—"


def place_of(said: str, text: str) -> Place | None:
    """Where those words stand in the text, capitals, ё and punctuation aside."""
    wanted = [word for word in line_of(said).words if word[0].isalnum()]
    line = line_of(text)
    at = [i for i, word in enumerate(line.words) if word[0].isalnum()]
    for k in range(len(at) - len(wanted) + 1 if wanted else 0):
        if [line.words[i] for i in at[k : k + len(wanted)]] == wanted:
            return line.starts[at[k]], line.ends[at[k + len(wanted) - 1]]
    return None


def overlaps(place: Place, others: Iterable[Place]) -> bool:
    """Whether a place shares a character with any of the others."""
    return any(start < place[1] and place[0] < end for start, end in others)


def left_of(text: str, place: Place, used: Sequence[Place]) -> str:
    """The words of `place` that are not in `used`, in one line."""
    return _join(_pieces(text, place, used))


def without_carriers(text: str, used: Sequence[Place], spoken_before: frozenset[str]) -> str:
    """The words of a whole clause not in `used`, without those that only name the command ("напомни мне")."""
    pieces = _pieces(text, (0, len(text)), used)
    while pieces:
        pieces[0] = _without_first(pieces[0], spoken_before)
        if pieces[0]:
            break
        pieces.pop(0)
    return _join(pieces)


@functools.lru_cache(maxsize=2_000)
def _literals(phrases: tuple[str, ...], slot: str) -> frozenset[str]:
    mark = f"{{{slot}}}"
    before = [phrase.split(mark)[0] for phrase in phrases if mark in phrase]
    if not before:
        before = [" ".join(phrase.split()[:2]) for phrase in phrases if "{" not in phrase]
    return frozenset(lemma(word) for part in before for word in WORD.findall(_MARKUP.sub(" ", part)))


def carriers(command: Command, slot: str) -> frozenset[str]:
    """The words, in dictionary form, that a command's phrases have before that slot."""
    return frozenset().union(*(_literals(phrases, slot) for phrases in command.phrases.values()))


def _pieces(text: str, place: Place, used: Sequence[Place]) -> list[str]:
    pieces, at = [], place[0]
    for start, end in sorted(used):
        if start < place[1] and at < end:
            pieces.append(text[at : max(start, at)])
            at = max(at, end)
    pieces.append(text[at : place[1]])
    return [piece.strip() for piece in pieces if piece.strip(_EDGES)]


def _without_first(piece: str, spoken: frozenset[str]) -> str:
    while (first := WORD.search(piece)) and (lemma(first.group()) in spoken or fold(first.group()) in _POLITE):
        piece = piece[first.end() :]
    return piece.strip(_EDGES) and piece.strip()


def _join(pieces: list[str]) -> str:
    kept = [trimmed for piece in pieces if (trimmed := _without_hanging(piece))]
    joined = " ".join(kept)
    while (last := _last(joined)) and fold(last.group()) in _POLITE | _BEHIND:
        joined = joined[: last.start()].rstrip(_EDGES)
    while (first := WORD.match(joined)) and fold(first.group()) in _BEFORE | _POLITE and joined[first.end() :].strip(_EDGES):
        joined = joined[first.end() :].lstrip(_EDGES)
    return joined.strip().strip(",;:-–— ")


def _without_hanging(piece: str) -> str:
    """A piece without marks at its edges; a lone joining word is nothing."""
    piece = piece.strip(" \t\n,;:-–—")
    return "" if fold(piece) in _BEHIND | _POLITE else piece


def _last(text: str) -> re.Match[str] | None:
    found = list(WORD.finditer(text))
    return found[-1] if found and not text[found[-1].end() :].strip(_EDGES) else None
