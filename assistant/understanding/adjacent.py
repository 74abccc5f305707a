"""Slots side by side, told apart by their types: "позвони {person} {when}" on "Анне завтра в десять"."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from assistant import plugins
from assistant.domain.base import Language
from assistant.domain.command import Command, Slot
from assistant.errors import NotFound
from assistant.extensions import SlotContext, SlotType
from assistant.understanding.tokens import Token, raw

Span = tuple[str, int, int]
"""Slot, its first word, the word after its last."""

_SOME_DAY = datetime(2024, 5, 6, 12, tzinfo=UTC)
"""Whether words are a date does not depend on today."""
_MAX_WAYS = 60


def tell_apart(command: Command, gaps: Sequence[Span], said: Sequence[Token], text: str, language: Language) -> list[Span]:
    """The same gaps with their borders moved so that each typed slot holds a value of its type, where that can be."""
    found: list[Span] = []
    for group in _touching(gaps):
        found += _divide(command, group, said, text, language) if len(group) > 1 else group
    return found


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
    names = [slot for slot, _start, _end in group]
    slots = [command.slots.get(name, Slot(name=name)) for name in names]
    best, best_worth = list(group), -1.0
    for cuts in itertools.islice(itertools.combinations(range(start + 1, end), len(group) - 1), _MAX_WAYS):
        borders = (start, *cuts, end)
        spans = [(name, borders[i], borders[i + 1]) for i, name in enumerate(names)]
        worth = sum(
            _worth(slot, raw(text, said[span[1] : span[2]]), span[2] - span[1], language)
            for slot, span in zip(slots, spans, strict=True)
        )
        if worth > best_worth:
            best, best_worth = spans, worth
    return best


def _worth(slot: Slot, words: str, count: int, language: Language) -> float:
    """A typed slot is worth most with as many words as are still a value of its type; free text takes the rest."""
    if slot.type == "text":
        return 0.0
    read = _slot_type(slot.type)
    if read is None:
        return 0.0
    return 10.0 + count if read.read(words, SlotContext(_SOME_DAY, language, slot)) is not None else 0.0


@functools.cache
def _slot_type(name: str) -> SlotType | None:
    try:
        kind: type[SlotType] = plugins.load("understanding.slots", name, SlotType)
    except NotFound:
        return None
    return kind()
