"""Slots as plain words, until the slot types are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.base import Json, Language
from assistant.domain.command import Command


@dataclass(frozen=True, slots=True)
class FillContext:
    """When and in which language the words were said."""

    now: datetime
    language: Language


@dataclass(frozen=True, slots=True)
class Filled:
    """Values, names of missing required slots, and how sure all that is."""

    values: Mapping[str, Json]
    missing: tuple[str, ...]
    certainty: float


def fill(command: Command, words: Mapping[str, str], text: str, context: FillContext) -> Filled:
    """The words as they are."""
    values = {name: words.get(name, slot.default) for name, slot in command.slots.items()}
    missing = tuple(name for name, slot in command.slots.items() if slot.required and values[name] is None)
    return Filled({name: value for name, value in values.items() if value is not None}, missing, 1.0)


def correct(text: str) -> str:
    """The text as it is."""
    return text
