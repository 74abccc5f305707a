"""Stretches of time: "за вчера", "на следующей неделе", "last 3 days", "с 9 до 10 завтра"."""

from __future__ import annotations

from assistant.domain.value import Period as PeriodValue
from assistant.extensions.understanding import Found, SlotContext, SlotType
from assistant.understanding.grammar.line import line_of
from assistant.understanding.grammar.periods import period


class Period(SlotType):
    """A Period; see grammar/periods.py for what was decided where words leave room."""

    def find(self, text: str, context: SlotContext) -> list[Found]:
        """Periods in the text, the longest first."""
        line, i = line_of(text), 0
        found: list[Found] = []
        while i < len(line):
            read = period(line, i, context.now, context.language)
            if read is None or read[0][0] >= read[0][1]:
                i += 1
                continue
            (start, end), j = read
            value = PeriodValue(start=start, end=end, text=line.raw(i, j))
            found.append(Found(line.starts[i], line.ends[j - 1], value.model_dump(mode="json")))
            i = j
        return sorted(found, key=lambda one: one.start - one.end)
