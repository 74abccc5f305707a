"""Slots of a command that another command calls: values written as words are read when the call is made, so that "завтра" is
always the day after; what is missing is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from assistant import plugins
from assistant.domain.base import Json, Language
from assistant.domain.command import Slot
from assistant.errors import StepRefused
from assistant.extensions.understanding import SlotContext, SlotType

_MISSING: Mapping[Language, str] = {"en": "I need one more thing: {slot}?", "ru": "Не хватает: {slot}?"}
_UNREAD: Mapping[Language, str] = {
    "en": "“{said}” cannot be read as {slot} ({type}).",
    "ru": "«{said}» не удалось прочитать как «{slot}» ({type}).",
}
_AS_SAID = ("text", "told", "email", "url", "account", "choice")
"""Types whose value is what was said: a text already is one."""


def values(slots: Mapping[str, Any], given: Mapping[str, Json], now: datetime, language: Language) -> dict[str, Json]:
    """A value for every slot: what was given, else its default, words read; None for none. Raises StepRefused for words
    that are no value of their slot's type."""
    found: dict[str, Json] = dict(given)
    for name, described in slots.items():
        slot = Slot.model_validate(described)
        said = given.get(name)
        if said in (None, ""):
            default = _read(slot, slot.default, now, language) if isinstance(slot.default, str) else slot.default
            found[name] = slot.default if default is None else default
        elif isinstance(said, str):
            value = _read(slot, said, now, language)
            if value is None:
                raise StepRefused(_UNREAD[language].format(said=said, slot=name, type=slot.type))
            found[name] = value
    return found


def missing(slots: Mapping[str, Any], filled: Mapping[str, Json]) -> Sequence[str]:
    """Required slots without a value."""
    return [name for name, slot in slots.items() if slot["required"] and filled.get(name) in (None, "")]


def question(slot: Mapping[str, Any], language: Language) -> dict[str, Json]:
    """The question for one slot."""
    text = slot["ask"].get(language) or _MISSING[language].format(slot=str(slot["name"]).replace("_", " "))
    return {"kind": "slot", "text": text, "slot": slot["name"], "slot_type": slot["type"], "choices": slot["choices"]}


def _read(slot: Slot, said: str, now: datetime, language: Language) -> Json:
    if slot.type in _AS_SAID and (slot.type != "choice" or said in slot.choices):
        return said
    reader = plugins.load("understanding.slots", slot.type, SlotType)()
    context = SlotContext(now=now, language=language, slot=slot)
    value = reader.read(said, context)
    return next((found.value for found in reader.find(said, context)), None) if value is None else value
