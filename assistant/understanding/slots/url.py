"""Addresses of sites: "https://example.com/a", "пример.рф", "example dot com"."""

from __future__ import annotations

import re

from assistant.extensions.understanding import Found, SlotContext, SlotType
from assistant.understanding.grammar.addresses import ENDINGS, URL, spoken_url
from assistant.understanding.grammar.line import line_of


class Url(SlotType):
    """The address with its scheme; a bare domain gets https."""

    def find(self, text: str, context: SlotContext) -> list[Found]:
        """Written addresses first, then spoken ones, a little less certain."""
        found = [one for one in map(_written, URL.finditer(text)) if one]
        line, i = line_of(text), 0
        while i < len(line):
            read = spoken_url(line, i)
            if read is not None and line.word(i - 1) != "@" and not any(one.start <= line.starts[i] < one.end for one in found):
                found.append(Found(line.starts[i], line.ends[read[1] - 1], read[0], 0.9))
            i = read[1] if read else i + 1
        return found


def _written(one: re.Match[str]) -> Found | None:
    address = one.group().rstrip(".,;:!?)")
    ending = one["ending"]
    if ending is None:
        return Found(one.start(), one.start() + len(address), address)
    if ending.lower() not in ENDINGS:
        return None
    return Found(one.start(), one.start() + len(address), f"https://{address[0].lower()}{address[1:]}")
