"""When a told command is to start by itself: "каждый будний день в 9", at the beginning or the end of what was told."""

from __future__ import annotations

import re
from datetime import datetime

from assistant import plugins
from assistant.domain.base import Language
from assistant.domain.command import Slot
from assistant.extensions.understanding import SlotContext, SlotType

_EVERY = re.compile(r"\b(?:кажд\w+|ежедневно|еженедельно|ежемесячно|по\s+\w+(?:ам|ям)|every|each)\b", re.IGNORECASE)
_LOOP = re.compile(r"\b(?:для|по|for|of)\s+$", re.IGNORECASE)
_EDGES = " \t\n,.:;—–-"


def taken_out(told: str, now: datetime, language: Language) -> tuple[str, str]:
    """The words of the schedule, empty for none, and what was told without them."""
    found = _EVERY.search(told)
    if not found or _LOOP.search(told[: found.start()]):
        return "", told
    reader = plugins.load("understanding.slots", "moment", SlotType)()
    context = SlotContext(now=now, language=language, slot=Slot(name="when", type="moment"))
    for moment in reader.find(told, context):
        inside = moment.start <= found.start() < moment.end
        at_edge = not told[: moment.start].strip(_EDGES) or not told[moment.end :].strip(_EDGES)
        quoted = told[: moment.start].rstrip()[-1:] in ("«", "“", '"', "„")
        if inside and at_edge and not quoted and moment.value.get("recurrence"):
            rest = told[: moment.start].rstrip(_EDGES) + told[moment.end :].lstrip(_EDGES)
            return told[moment.start : moment.end].strip(_EDGES), rest
    return "", told
