"""Lengths of time: "полчаса", "час двадцать", "1h 20m", "two and a half hours"."""

from __future__ import annotations

from assistant.domain.value import Duration as DurationValue
from assistant.extensions.understanding import Found, SlotContext, SlotType
from assistant.understanding.grammar.lengths import length
from assistant.understanding.grammar.line import line_of


class Duration(SlotType):
    """A Duration in seconds; a month counts 30 days and a year 365."""

    scattered = True

    def find(self, text: str, context: SlotContext) -> list[Found]:
        """Lengths of time in the text, the longest words first."""
        line, i = line_of(text), 0
        found: list[Found] = []
        while i < len(line):
            read = length(line, i)
            if read is None:
                i += 1
                continue
            value = DurationValue(seconds=read[0].total, text=line.raw(i, read[1]))
            found.append(Found(line.starts[i], line.ends[read[1] - 1], value.model_dump(mode="json")))
            i = read[1]
        return sorted(found, key=lambda one: one.start - one.end)
