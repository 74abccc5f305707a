"""Mail addresses, written or spoken: "anna@example.com", "анна собака яндекс точка ру"."""

from __future__ import annotations

from assistant.extensions.understanding import Found, SlotContext, SlotType
from assistant.understanding.grammar.addresses import EMAIL, spoken_email
from assistant.understanding.grammar.line import line_of


class Email(SlotType):
    """The address in lower case."""

    def find(self, text: str, context: SlotContext) -> list[Found]:
        """Written addresses first, then spoken ones, a little less certain."""
        found = [Found(one.start(), one.end(), one.group().lower()) for one in EMAIL.finditer(text)]
        line, i = line_of(text), 0
        while i < len(line):
            read = spoken_email(line, i)
            if read is not None and not any(one.start < line.ends[read[1] - 1] and line.starts[i] < one.end for one in found):
                found.append(Found(line.starts[i], line.ends[read[1] - 1], read[0], 0.9))
            i = read[1] if read else i + 1
        return found
