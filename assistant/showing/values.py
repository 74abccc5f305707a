"""Which values of what was shown may differ next time, what kind of value each is, and how a field takes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant import plugins
from assistant.domain.base import Language
from assistant.domain.command import Slot
from assistant.domain.showing import ShownAction
from assistant.domain.value import SlotKind
from assistant.extensions.understanding import SlotContext, SlotType
from assistant.telling.shape import Scope
from assistant.telling.variables import found_in

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_DOTTED = re.compile(r"\d\d\.\d\d\.\d{4}")
_READ: tuple[SlotKind, ...] = ("email", "url", "number")
"""What a typed text may be as a whole, surest first; anything else is typed as it was said."""
_NAMES: Mapping[str, Mapping[Language, str]] = {
    "person": {"ru": "имя", "en": "name"},
    "email": {"ru": "почта", "en": "email"},
    "url": {"ru": "сайт", "en": "site"},
    "number": {"ru": "число", "en": "number"},
    "moment": {"ru": "когда", "en": "when"},
    "text": {"ru": "текст", "en": "text"},
    "file": {"ru": "файл", "en": "file"},
}
_LONGEST = 30
"""Letters of a slot's name."""


@dataclass(frozen=True, slots=True)
class Varying:
    """A value that may differ next time: what was shown, a slot for it, and the expression a step takes it by."""

    action: ShownAction
    slot: str
    kind: SlotKind
    expression: str


def varying(actions: Sequence[ShownAction], now: datetime, language: Language, scope: Scope) -> list[Varying]:
    """What was typed or chosen, in order; the same value in several places is one. Secrets and values of a row are none."""
    found: dict[str, Varying] = {}
    for action in actions:
        if action.kind not in ("fill", "select") or action.secret or not action.value.strip() or "\n" in action.value:
            continue
        if action.value in found or (action.row is not None and action.value in action.row.cells):
            continue
        found[action.value] = _varying(action, now, language, scope)
    return list(found.values())


def files(actions: Sequence[ShownAction], language: Language, scope: Scope) -> list[Varying]:
    """A slot for every file that was given to a page: which one it is, is asked each time."""
    return [
        Varying(action.model_copy(update={"value": name}), slot, "text", slot)
        for action in actions
        if action.kind == "upload"
        for name in action.value.split("\n")
        if (slot := scope.free(_name(action.label) or _NAMES["file"][language]))
    ]


def _varying(action: ShownAction, now: datetime, language: Language, scope: Scope) -> Varying:
    kind, expression = _kind(action, now, language)
    name = scope.free(_name(action.label) or _NAMES.get(kind, _NAMES["text"])[language])
    return Varying(action, name, kind, expression.format(name))


def _kind(action: ShownAction, now: datetime, language: Language) -> tuple[SlotKind, str]:
    """The type of a value, and how the field takes it."""
    value = action.value.strip()
    for pattern, pieces in ((_ISO, "{0}.at[:10]"), (_ISO_TIME, "{0}.at[:16]")):
        if pattern.fullmatch(value):
            return "moment", pieces
    if _DOTTED.fullmatch(value):
        return "moment", "{0}.at[8:10] ~ '.' ~ {0}.at[5:7] ~ '.' ~ {0}.at[:4]"
    if action.kind == "select":
        return "text", "{0}"
    for kind in _READ:
        reader = plugins.load("understanding.slots", kind, SlotType)()
        if kind == "number" and not value.replace(",", ".").replace(".", "", 1).isdigit():
            continue
        if reader.read(value, SlotContext(now=now, language=language, slot=Slot(name=kind, type=kind))) is not None:
            return kind, "{0}"
    sure = next(iter(found_in("person", value, now, language)), None)
    return ("person", "{0}.name") if sure and value[sure.start : sure.end] == value else ("text", "{0}")


def _name(label: str) -> str:
    """A slot's name made of a field's: "Кол-во, шт." -> кол_во_шт."""
    name = re.sub(r"\W+", "_", label.lower()).strip("_")
    while len(name) > _LONGEST and "_" in name:
        name = name.rpartition("_")[0]
    return name[:_LONGEST].strip("_") if name[:1].isalpha() else ""
