"""Words that must not be read as orders while a telling is taken apart: quoted texts and slots in braces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.base import Json

_QUOTED = re.compile(r"«([^»]*)»|“([^”]*)”|„([^“]*)“|\"([^\"]*)\"")
_SLOT = re.compile(r"\{\s*([^\W\d]\w*)\s*\}")
_MARK = re.compile(r"\b(цит|слот)(\d+)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with every quoted piece and every {slot} replaced by one unknown word, and what stood there."""

    text: str
    quotes: tuple[str, ...]
    slots: tuple[str, ...]

    def words(self, text: str, slots: Mapping[str, str] | None = None) -> str:
        """`text` with what was masked in it back: quotes without their marks, slots as expressions."""
        types = slots or {}

        def back(found: re.Match[str]) -> str:
            number = int(found.group(2))
            if found.group(1).lower() == "цит":
                return self.quotes[number] if number < len(self.quotes) else found.group()
            return expression(self.slots[number], types.get(self.slots[number], "text")) if number < len(self.slots) else ""

        return _MARK.sub(back, text)

    def values(self, value: Json, slots: Mapping[str, str] | None = None) -> Json:
        """The same for every text within a value."""
        match value:
            case str():
                return self.words(value, slots)
            case list() | tuple():
                return [self.values(item, slots) for item in value]
            case Mapping():
                return {key: self.values(item, slots) for key, item in value.items()}
            case _:
                return value

    def named(self, text: str) -> list[str]:
        """The slots that stand in a masked text, in order."""
        return [self.slots[int(found.group(2))] for found in _MARK.finditer(text) if found.group(1).lower() == "слот"]


def expression(slot: str, kind: str) -> str:
    """A slot within a text: its words as the owner says them."""
    if kind in ("person", "moment", "period", "duration", "money"):
        return f"{{{{ {slot}.text }}}}"
    return f"{{{{ {slot} }}}}"


def mask(text: str) -> Masked:
    """Hide quoted texts and {slots}."""
    quotes: list[str] = []
    slots: list[str] = []

    def quote(found: re.Match[str]) -> str:
        quotes.append(next((group for group in found.groups() if group is not None), "").strip())
        return f" цит{len(quotes) - 1} "

    def slot(found: re.Match[str]) -> str:
        slots.append(found.group(1))
        return f" слот{len(slots) - 1} "

    hidden = _SLOT.sub(slot, _QUOTED.sub(quote, text))
    return Masked(re.sub(r" {2,}", " ", hidden).replace(" ,", ",").strip(), tuple(quotes), tuple(slots))
