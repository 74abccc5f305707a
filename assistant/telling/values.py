"""A match's values as an owner would write them: the words that were said, which are read anew whenever the command runs."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.domain.base import Json
from assistant.domain.command import Command
from assistant.domain.plan import Match


def said_values(match: Match, command: Command) -> dict[str, Json]:
    """The slots that were said, each in its words; those that only have their default are left out."""
    found = {}
    for name, value in match.slots.items():
        slot = command.slots.get(name)
        if slot is None or value in (None, ""):
            continue
        said = in_words(value)
        if said != slot.default:
            found[name] = said
    return found


def in_words(value: Json) -> Json:
    """The words of a typed value; anything else as it is."""
    if isinstance(value, Mapping):
        return value.get("text") or value.get("name") or next((item for item in value.values() if item), "")
    return list(value) if isinstance(value, tuple) else value
