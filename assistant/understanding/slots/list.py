"""Several things in a row: "молоко, хлеб и сыр", "milk, bread and cheese"."""

from __future__ import annotations

import re

from assistant.extensions.understanding import Found, SlotContext, SlotType
from assistant.words import readings

_PARTS = re.compile(r"\s*(?:[,;]\s*(?:(?:и|а также|and|also)\s+)?|\n+|\s(?:и|а также|and|плюс|plus)\s+)\s*", re.IGNORECASE)
_EDGES = " \t\n,.;:!?"


class List(SlotType):
    """The things, as said. Two adjectives before one noun ("чёрный и белый хлеб") are one thing, not two."""

    free = True

    def find(self, text: str, context: SlotContext) -> list[Found]:
        """The whole text as a list, hardly certain: any words would do."""
        items = self.read(text, context)
        start = len(text) - len(text.lstrip(_EDGES))
        return [Found(start, len(text.rstrip(_EDGES)), items, 0.3)] if items else []

    def read(self, text: str, context: SlotContext) -> list[str] | None:
        """The things of the list in order, or None when there is none."""
        parts = [part.strip(_EDGES) for part in _PARTS.split(text)]
        joints = [found.group().strip().lower() for found in _PARTS.finditer(text)]
        items: list[str] = []
        for part, joint in zip(parts, ["", *joints], strict=True):
            if items and joint in {"и", "and"} and _hangs(items[-1]):
                items[-1] = f"{items[-1]} {joint} {part}"
            elif part:
                items.append(part)
        return items or None


def _hangs(item: str) -> bool:
    """Whether a thing is an adjective alone, waiting for the noun behind "и"."""
    words = item.split()
    return len(words) == 1 and "а" <= words[0][0].lower() <= "я" and readings(words[0])[0].tag.POS in {"ADJF", "PRTF"}
