"""Reads one text as one slot type, seen from Wednesday 2 June 2027, noon, in Moscow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant import plugins
from assistant.domain.base import Json
from assistant.domain.command import Slot
from assistant.extensions.understanding import Found, SlotContext, SlotType
from assistant.words import is_russian

ZONE = ZoneInfo("Europe/Moscow")
NOW = datetime(2027, 6, 2, 12, 0, tzinfo=ZONE)


def slot_type(kind: str) -> SlotType:
    found: type[SlotType] = plugins.load("understanding.slots", kind, SlotType)
    return found()


def context(kind: str, text: str, now: datetime = NOW, choices: Mapping[str, tuple[str, ...]] | None = None) -> SlotContext:
    return SlotContext(
        now, "ru" if is_russian(text) else "en", Slot.model_validate({"name": "it", "type": kind, "choices": choices or {}})
    )


def read(kind: str, text: str, now: datetime = NOW) -> Json:
    return slot_type(kind).read(text, context(kind, text, now))


def find(kind: str, text: str, now: datetime = NOW) -> list[Found]:
    return list(slot_type(kind).find(text, context(kind, text, now)))
