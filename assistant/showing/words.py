"""What was recorded, line by line, in the owner's words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.base import Language
from assistant.domain.showing import ShownAction, ShownLine
from assistant.telling import pages


def lines(actions: Sequence[ShownAction], language: Language) -> tuple[ShownLine, ...]:
    """One line for each."""
    return tuple(ShownLine(id=action.id, text=line(action, language)) for action in actions)


def line(action: ShownAction, language: Language) -> str:
    """One thing that was done."""
    near = action.row.text if action.row is not None and action.row.text != action.label else ""
    if action.kind == "open":
        return pages.line("open", language, value=pages.place(action.url))
    return pages.line(_what(action), language, name=action.label, value=", ".join(action.value.split("\n")), near=near)


def _what(action: ShownAction) -> str:
    match action.kind:
        case "fill":
            return "secret" if action.secret else "fill" if action.value else "clear"
        case "check":
            return "check" if action.value else "uncheck"
        case "upload":
            return "give"
        case "arrive":
            return "open"
        case kind:
            return kind
