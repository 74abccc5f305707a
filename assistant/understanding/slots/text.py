"""Free words: whatever is left when the other slots have taken theirs."""

from __future__ import annotations

from assistant.extensions.understanding import Found, SlotContext, SlotType

_EDGES = " \t\n,.;:!?-–—"


class Text(SlotType):
    """The words themselves, without the blanks and marks around them."""

    free = True

    def find(self, text: str, context: SlotContext) -> list[Found]:
        """The whole text, hardly certain: any words would do."""
        value = text.strip(_EDGES)
        start = text.find(value)
        return [Found(start, start + len(value), value, 0.3)] if value else []

    def read(self, text: str, context: SlotContext) -> str | None:
        """The text; a closing question or exclamation mark and quotes around it stay with it."""
        return text.strip().rstrip(",.;:").lstrip(",.;:").strip() or None
