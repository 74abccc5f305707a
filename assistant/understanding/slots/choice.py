"""One of the values a command offers, in any of the ways to say it and any case."""

from __future__ import annotations

from assistant.extensions.understanding import Found, SlotContext, SlotType
from assistant.understanding.grammar.line import Line, line_of
from assistant.words import lemma


class Choice(SlotType):
    """The value (the key in the slot's `choices`); the value itself is a way to say it too."""

    def find(self, text: str, context: SlotContext) -> list[Found]:
        """Choices named in the text, the longest first; an inflected form is a little less certain."""
        line = line_of(text)
        found: list[Found] = []
        for value, ways in context.slot.choices.items():
            for way in (*ways, value):
                found.extend(_all(line, line_of(way).words, value))
        return sorted(found, key=lambda one: (one.start - one.end, -one.certainty))


def _all(line: Line, way: tuple[str, ...], value: str) -> list[Found]:
    found = []
    for i in range(len(line) - len(way) + 1 if way else 0):
        words = line.words[i : i + len(way)]
        certainty = 1.0 if words == way else 0.9 if all(_same(a, b) for a, b in zip(words, way, strict=True)) else 0.0
        if certainty:
            found.append(Found(line.starts[i], line.ends[i + len(way) - 1], value, certainty))
    return found


def _same(one: str, other: str) -> bool:
    return one == other or (one[0].isalpha() and lemma(one) == lemma(other))
