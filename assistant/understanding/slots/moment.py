"""Points in time: "завтра в девять утра", "every Monday at 9", "через полчаса", "5 июня в 18:30"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.domain.base import Json
from assistant.domain.value import Moment as MomentValue
from assistant.extensions.understanding import Found, SlotContext, SlotType
from assistant.understanding.grammar.line import Line, line_of
from assistant.understanding.grammar.moments import Pieces, near, pieces, resolve

_JOINTS = frozenset({"и", ",", "-", "the", "t"})
"""Stand between the pieces of a moment, never before them."""


class Moment(SlotType):
    """A Moment, once or again and again; see grammar/moments.py for what was decided where words leave room."""

    scattered = True

    def find(self, text: str, context: SlotContext) -> list[Found]:
        """Moments in the text; those made of more pieces and more words first."""
        return sorted(self._all(line_of(text), context), key=lambda found: (-found.certainty, found.start - found.end))

    def read(self, text: str, context: SlotContext) -> Json | None:
        """As find; a number alone is an hour, for here a moment is what was asked for."""
        value = super().read(text, context)
        if value is not None:
            return value
        line = line_of(text)
        found = pieces(line, 0, near(context.now, context.language), bare=True) if len(line) else None
        if found is None or any(word[0].isalnum() for word in line.words[found[1] :]):
            return None
        return _value(line, 0, found[1], found[0], context).value

    def _all(self, line: Line, context: SlotContext) -> Iterator[Found]:
        i, where = 0, near(context.now, context.language)
        while i < len(line):
            found = None if line.words[i] in _JOINTS else pieces(line, i, where)
            if found is None:
                i += 1
                continue
            yield _value(line, i, found[1], found[0], context)
            i = found[1]


def _value(line: Line, i: int, j: int, found: Pieces, context: SlotContext) -> Found:
    resolved = resolve(_in_the_morning(found) if context.slot.part == "morning" else found, context.now)
    value = MomentValue(
        at=resolved.at,
        has_time=resolved.has_time,
        recurrence=str(resolved.rule) if resolved.rule else "",
        text=line.raw(i, j),
    )
    return Found(line.starts[i], line.ends[j - 1], value.model_dump(mode="json"), resolved.certainty)


def _in_the_morning(found: Pieces) -> Pieces:
    """An hour from four to eleven that nothing puts in either half of the day is in the morning."""
    clock, part = found.clock, found.part or (found.rule.part if found.rule else None)
    if clock is None or clock.exact or clock.part or part or not 4 <= clock.hour <= 11:
        return found
    return replace(found, part="morning")
