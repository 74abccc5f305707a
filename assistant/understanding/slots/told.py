"""What the owner tells to be done or changed, in his own words; a sentence that fills it is one command, never cut."""

from __future__ import annotations

from assistant.extensions.understanding import Found, SlotContext, SlotType


class Told(SlotType):
    """The words with all their marks, quotes too."""

    free = True

    def find(self, text: str, context: SlotContext) -> list[Found]:
        """The whole text, hardly certain: any words would do."""
        value = text.strip()
        start = text.find(value)
        return [Found(start, start + len(value), value, 0.3)] if value else []

    def read(self, text: str, context: SlotContext) -> str | None:
        """The text as it stands."""
        return text.strip() or None
