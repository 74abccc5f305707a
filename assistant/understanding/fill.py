"""Fills a command's slots from a clause: typed slots take the words they can read, free ones what is left.

Order of work: words a matcher extracted are read as they are; a typed slot still open looks where the matcher saw slots
(anywhere when it saw none), longest and surest reading first; parts of one moment that stand apart are joined; a free slot
gets its words without what the typed ones took. A free slot that must have words never loses all of them to an optional one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from assistant import plugins
from assistant.domain.base import Json, Language
from assistant.domain.command import Command, Slot
from assistant.extensions.understanding import Found, SlotContext, SlotType
from assistant.understanding.leftover import Place, carriers, left_of, overlaps, place_of, without_carriers

_CERTAIN_ENOUGH = 0.5
"""A reading less certain than this fills a slot only where a matcher or a question expected it."""
_READ_ONLY = 0.8
"""Certainty of words that read as a value only because one was expected."""
_CARVED = 0.7
"""Certainty of free words cut out of a clause without a matcher's help."""


@dataclass(frozen=True, slots=True)
class FillContext:
    """What reading depends on: `now` with the owner's zone, and the language spoken."""

    now: datetime
    language: Language


@dataclass(frozen=True, slots=True)
class Filled:
    """Values by slot (JSON: dumped domain.value types, str, int, float, list), required slots without one, and how sure."""

    values: Mapping[str, Json]
    missing: tuple[str, ...]
    certainty: float


def fill(command: Command, words: Mapping[str, str], text: str, context: FillContext, *, whole: bool = False) -> Filled:
    """The slots of `command` in `text`, one clause; `words` are what a matcher took for each slot, unread, or nothing.

    `whole`: the matcher's phrase and `words` account for every word, so that a free slot it does not name has none. Optional slots without a value or default are left out. Pure and quick; called by match in any thread.
    """
    work = _Work(command, text, context, {name: said for name, said in words.items() if said.strip()}, whole)
    work.read_given()
    work.search()
    work.read_rests()
    work.join_scattered()
    work.fill_free()
    work.keep_same_types_in_order()
    values = {name: taken.value for name, taken in work.taken.items()}
    missing = []
    for name, slot in command.slots.items():
        if name in values:
            continue
        if slot.default is not None:
            values[name] = default_value(slot, context)
        elif slot.required:
            missing.append(name)
    return Filled(values, tuple(missing), min((taken.certainty for taken in work.taken.values()), default=1.0))


def default_value(slot: Slot, context: FillContext) -> Json:
    """A slot's default, read as if the owner had said it; as it stands when the type cannot read it."""
    if not isinstance(slot.default, str):
        return slot.default
    value = slot_type(slot.type).read(slot.default, SlotContext(context.now, context.language, slot))
    return slot.default if value is None else value


def read(slot: Slot, said: str, context: FillContext) -> Json | None:
    """The value of an answer to the question for one slot, or None when it is none."""
    return slot_type(slot.type).read(said, SlotContext(context.now, context.language, slot))


@functools.cache
def slot_type(name: str) -> SlotType:
    """The reader of a slot type, found by its place. Raises NotFound."""
    found: type[SlotType] = plugins.load("understanding.slots", name, SlotType)
    return found()


@dataclass(slots=True)
class _Taken:
    """A value and the places in the clause its words stood."""

    value: Json
    certainty: float
    places: tuple[Place, ...] = ()


@dataclass(slots=True)
class _Work:
    """One clause on its way to filled slots."""

    command: Command
    text: str
    context: FillContext
    words: Mapping[str, str]
    whole: bool
    taken: dict[str, _Taken] = field(default_factory=dict)
    _places: dict[str, Place] | None = None

    @property
    def places(self) -> dict[str, Place]:
        """Where the matcher's words stand in the clause; those it changed beyond recognition are left out."""
        if self._places is None:
            found = {name: place_of(said, self.text) for name, said in self.words.items() if name in self.command.slots}
            self._places = {name: place for name, place in found.items() if place}
        return self._places

    def read_given(self) -> None:
        """Typed slots whose words read as a whole."""
        for name, slot in self._typed():
            if name in self.words and (taken := self._whole(slot, self.words[name], self.places.get(name))):
                self.taken[name] = taken

    def search(self) -> None:
        """Typed slots still open, by the longest and surest readings where slots were seen."""
        wanted = [(name, slot) for name, slot in self._typed() if name not in self.taken]
        options = [
            (name, found)
            for name, slot in wanted
            for found in self._find(slot)
            if found.certainty >= _CERTAIN_ENOUGH and self._allowed((found.start, found.end))
        ]
        own = self.places
        options.sort(key=lambda one: (not _within(one[1], own.get(one[0])), one[1].start - one[1].end, -one[1].certainty))
        for name, found in options:
            place = (found.start, found.end)
            if name not in self.taken and not overlaps(place, self._used()):
                self.taken[name] = _Taken(found.value, found.certainty, (place,))

    def read_rests(self) -> None:
        """Typed slots whose words held more than their own value: "john" of "john tomorrow at ten"."""
        for name, slot in self._typed():
            if name in self.taken or name not in self.places:
                continue
            rest = left_of(self.text, self.places[name], self._used())
            if rest and rest != self.words[name] and (taken := self._whole(slot, rest, place_of(rest, self.text))):
                self.taken[name] = taken

    def join_scattered(self) -> None:
        """Parts of one value that stand apart: "завтра напомни в девять"."""
        kinds = [slot.type for _name, slot in self._typed()]
        for name, slot in self._typed():
            taken = self.taken.get(name)
            if taken is None or not taken.places or not slot_type(slot.type).scattered or kinds.count(slot.type) > 1:
                continue
            others = [place for other, one in self.taken.items() if other != name for place in one.places]
            parts = [
                (found.start, found.end)
                for found in self._find(slot)
                if self._allowed((found.start, found.end)) and not overlaps((found.start, found.end), others)
            ]
            joined = _joined([*parts, *taken.places], self.text)
            if joined == list(taken.places):
                continue
            said = " ".join(self.text[start:end] for start, end in joined)
            value = slot_type(slot.type).read(said, self._context(slot))
            if value is not None:
                self.taken[name] = _Taken(value, taken.certainty, tuple(joined))

    def fill_free(self) -> None:
        """Slots that take any words, after the typed ones."""
        for name, slot in self.command.slots.items():
            if slot_type(slot.type).free:
                said = self._left_for(name)
                if not said and slot.required and (lender := self._lender(name)):
                    del self.taken[lender]
                    said = self._left_for(name)
                value = slot_type(slot.type).read(said, self._context(slot)) if said else None
                if value is not None:
                    place = self.places.get(name)
                    given = place is not None or name in self.words
                    self.taken[name] = _Taken(value, 1.0 if given else _CARVED, (place,) if place else ((0, len(self.text)),))

    def keep_same_types_in_order(self) -> None:
        """Two slots of one type found by search get their values in the order they were said."""
        for kind in {slot.type for _name, slot in self._typed()}:
            names = [name for name, slot in self._typed() if slot.type == kind and name in self.taken and name not in self.words]
            in_order = sorted((self.taken[name] for name in names), key=lambda taken: taken.places)
            self.taken.update(zip(names, in_order, strict=True))

    def _left_for(self, name: str) -> str:
        used = self._used()
        if name in self.places:
            place = self.places[name]
            return left_of(self.text, place, used) if overlaps(place, used) else self.words[name]
        if name in self.words:
            return self.words[name]
        if not self.command.takes_words(name):
            return ""
        if self.whole or self.words or any(slot_type(self.command.slots[other].type).free for other in self.taken):
            return ""
        spoken_before = carriers(self.command, name)
        return without_carriers(self.text, used, spoken_before)

    def _lender(self, free: str) -> str | None:
        """An optional typed slot whose words a free one cannot do without."""
        place = self.places.get(free, (0, len(self.text)))
        for name, taken in self.taken.items():
            slot = self.command.slots[name]
            optional = not slot.required or slot.default is not None
            if optional and name not in self.words and overlaps(place, taken.places):
                return name
        return None

    def _whole(self, slot: Slot, said: str, place: Place | None) -> _Taken | None:
        value = slot_type(slot.type).read(said, self._context(slot))
        if value is None:
            return None
        sure = next(
            (found.certainty for found in slot_type(slot.type).find(said, self._context(slot)) if found.value == value),
            _READ_ONLY,
        )
        return _Taken(value, max(sure, _CERTAIN_ENOUGH), (place,) if place else ())

    def _find(self, slot: Slot) -> Iterable[Found]:
        return slot_type(slot.type).find(self.text, self._context(slot))

    def _context(self, slot: Slot) -> SlotContext:
        return SlotContext(self.context.now, self.context.language, slot)

    def _typed(self) -> Sequence[tuple[str, Slot]]:
        return [(name, slot) for name, slot in self.command.slots.items() if not slot_type(slot.type).free]

    def _used(self) -> list[Place]:
        return [place for name, taken in self.taken.items() if not self._is_free(name) for place in taken.places]

    def _is_free(self, name: str) -> bool:
        return slot_type(self.command.slots[name].type).free

    def _allowed(self, place: Place) -> bool:
        """Where a typed slot may look: where the matcher saw slots, or anywhere."""
        if not self.places:
            return True
        return any(start <= place[0] and place[1] <= end for start, end in _joined(self.places.values(), self.text))


def _within(found: Found, place: Place | None) -> bool:
    return place is not None and place[0] <= found.start and found.end <= place[1]


def _joined(places: Iterable[Place], text: str) -> list[Place]:
    """Places with nothing but blanks and marks between them as one."""
    joined: list[Place] = []
    for start, end in sorted(places):
        if joined and not any(letter.isalnum() for letter in text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
