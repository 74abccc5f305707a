"""Numbers: digits, words, fractions, negative; "5%" is 5."""

from __future__ import annotations

from assistant.extensions.understanding import Found, SlotContext, SlotType
from assistant.understanding.grammar.line import line_of
from assistant.understanding.grammar.numbers import number, ordinal

_PERCENT = frozenset(["%", "процент", "процента", "процентов", "проценты", "процентам", "percent", "pct"])


class Number(SlotType):
    """An int where the number is whole, else a float; a percentage as it is said."""

    def find(self, text: str, context: SlotContext) -> list[Found]:
        """Numbers in the text, in order; a place in a row ("пятый") is less certain than a count."""
        line, i = line_of(text), 0
        found: list[Found] = []
        while i < len(line):
            read, certainty = number(line, i), 1.0
            if place := ordinal(line, i):
                read, certainty = (float(place[0]), place[1]), 0.6
            if read is None:
                i += 1
                continue
            value, j = read
            j += line.word(j) in _PERCENT
            found.append(Found(line.starts[i], line.ends[j - 1], int(value) if value == int(value) else value, certainty))
            i = j
        return sorted(found, key=lambda one: -one.certainty)
