"""Slots side by side, told apart by their types: "позвони {person} {when}" on "Анне завтра в десять"."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import cast

from assistant.domain.base import Language
from assistant.domain.command import Command, Slot
from assistant.domain.value import SlotKind
from assistant.extensions.understanding import SlotContext
from assistant.understanding.cuts import DANGLING
from assistant.understanding.fill import slot_type
from assistant.understanding.tokens import Token, raw

Span = tuple[str, int, int]
"""Slot, its first word, the word after its last."""

_SOME_DAY = datetime(2024, 5, 6, 12, tzinfo=UTC)
"""Whether words are a date does not depend on today."""
_MAX_WAYS = 60
_VALUE = 10.0
"""A value is worth so many words."""
_WAITS = -20.0
"""A text that ends in "and" or "to" lost the words it waits for."""
_JOINTS = frozenset(["to", "that", "что", "чтобы", "чтоб"])
_READ_ONLY = 0.3
"""How certain words are that read as a value only because one was expected."""


def tell_apart(command: Command, gaps: Sequence[Span], said: Sequence[Token], text: str, language: Language) -> list[Span]:
    """The same gaps with their borders moved so that each typed slot holds a value of its type, where that can be.

    A free text is left out when all the words are the other slot's value: "напомни {what} {when}" on "через час".
    """
    found: list[Span] = []
    for group in _touching(gaps):
        found += _divide(command, group, said, text, language) if len(group) > 1 else group
    return found


def readable(command: Command, slot: str, words: str, language: Language) -> bool:
    """Whether these words are a value of the slot's type; free text always is."""
    known = command.slots.get(slot)
    return known is None or known.type in ("text", "told") or _reads(known, words, language)


def _touching(gaps: Sequence[Span]) -> Iterator[list[Span]]:
    group: list[Span] = []
    for gap in gaps:
        if group and group[-1][2] != gap[1]:
            yield group
            group = []
        group.append(gap)
    if group:
        yield group


def _divide(command: Command, group: Sequence[Span], said: Sequence[Token], text: str, language: Language) -> list[Span]:
    start, end = group[0][1], group[-1][2]
    slots = [command.slots.get(name, Slot(name=name)) for name, _start, _end in group]
    together = raw(text, said[start:end])
    worths = [{**_worths(slot, together, said[start].start, language), **_worths(slot, text, 0, language)} for slot in slots]
    best, best_worth = list(group), 0.0
    for cuts in itertools.islice(itertools.combinations_with_replacement(range(start, end + 1), len(group) - 1), _MAX_WAYS):
        borders = list(itertools.pairwise((start, *cuts, end)))
        if any(first == last and slot.type not in ("text", "told") for slot, (first, last) in zip(slots, borders, strict=True)):
            continue
        worth = sum(
            _worth(slot, known, said[first:last], text, language)
            for slot, known, (first, last) in zip(slots, worths, borders, strict=True)
        )
        if worth > best_worth:
            best = [(slot.name, first, last) for slot, (first, last) in zip(slots, borders, strict=True)]
            best_worth = worth
    return [_without_joint(command, span, said, start) for span in best if span[1] < span[2]]


def _without_joint(command: Command, span: Span, said: Sequence[Token], start: int) -> Span:
    """A free text that follows another slot, without the word that joins it: "to pick it up"."""
    name, first, last = span
    joined = first > start and last - first > 1 and command.slots.get(name, Slot(name=name)).type == "text"
    return (name, first + 1, last) if joined and said[first].word in _JOINTS else span


def _worths(slot: Slot, together: str, offset: int, language: Language) -> dict[tuple[int, int], float]:
    """What the slot type sees in the words of the whole group: place in the clause -> how certain."""
    if slot.type == "text":
        return {}
    found = slot_type(slot.type).find(together, SlotContext(_SOME_DAY, language, slot))
    return {(one.start + offset, one.end + offset): one.certainty for one in found}


def _worth(
    slot: Slot, certainty: Mapping[tuple[int, int], float], words: Sequence[Token], text: str, language: Language
) -> float:
    """A typed slot is worth most with as many words as are surely a value of its type; free text takes the rest.

    Any few words could be a person: of unknown names the shortest is the likeliest.
    """
    if slot.type == "text" or not words:
        return _WAITS if words and words[-1].word in DANGLING else 0.0
    sure = certainty.get((words[0].start, words[-1].end), 0.0)
    if not sure and _reads(slot, raw(text, words), language):
        return _READ_ONLY * (_VALUE + (len(words) if slot.type != "person" else -len(words)))
    return sure * (_VALUE + len(words))


@functools.lru_cache(maxsize=4096)
def _read_before(kind: str, choices: tuple[tuple[str, tuple[str, ...]], ...], words: str, language: Language) -> bool:
    slot = Slot(name=kind, type=cast(SlotKind, kind), choices=dict(choices))
    return slot_type(kind).read(words, SlotContext(_SOME_DAY, language, slot)) is not None


def _reads(slot: Slot, words: str, language: Language) -> bool:
    return _read_before(slot.type, tuple(slot.choices.items()), words, language)
