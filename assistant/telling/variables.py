"""What in a phrase is a variable: slots in braces, and values that also stand in a step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant import plugins
from assistant.domain.base import Json, Language
from assistant.domain.command import Slot
from assistant.extensions.understanding import Found, SlotContext, SlotType
from assistant.telling.masks import expression
from assistant.telling.shape import Form, Scope
from assistant.understanding.tokens import tokens
from assistant.words import fold

_SLOT = re.compile(r"\{\s*([^\W\d]\w*)\s*\}")
_TYPED = ("email", "url", "money", "duration", "person", "number", "moment", "period")
"""What may vary, surest first."""
_NAMES: Mapping[str, Mapping[Language, str]] = {
    "person": {"ru": "имя", "en": "name"},
    "email": {"ru": "почта", "en": "email"},
    "url": {"ru": "сайт", "en": "site"},
    "money": {"ru": "сумма", "en": "amount"},
    "duration": {"ru": "длительность", "en": "length"},
    "number": {"ru": "число", "en": "number"},
    "moment": {"ru": "когда", "en": "when"},
    "period": {"ru": "период", "en": "period"},
    "text": {"ru": "текст", "en": "text"},
}
_KINDS: tuple[tuple[str, str], ...] = (
    ("person", "имя|кто|кому|кого|кем|человек|клиент|name|who|whom|person|client|customer"),
    ("moment", "когда|дата|время|день|срок|when|date|time|day|due"),
    ("period", "период|неделя|месяц|period|week|month"),
    ("duration", "длительность|сколько_минут|минуты|duration|length|minutes"),
    ("money", "сумма|цена|деньги|amount|price|money|sum"),
    ("number", "число|количество|номер|number|count|quantity"),
    ("email", "почта|емейл|email|mail"),
    ("url", "сайт|ссылка|site|url|link"),
    ("list", "список|list|items"),
)


@dataclass(frozen=True, slots=True)
class Variable:
    """A value that stands in the phrase and in the steps: its words in the phrase, its type and value."""

    words: str
    kind: str
    value: Json


def declared(phrases: Sequence[str]) -> dict[str, Form]:
    """Slots in braces, with the type their name speaks of."""
    names = dict.fromkeys(name for phrase in phrases for name in _SLOT.findall(phrase))
    return {name: {"type": kind_of(name)} for name in names}


def kind_of(name: str) -> str:
    """The type a slot's name speaks of: "имя" is a person."""
    base = fold(name).rstrip("_0123456789")
    return next((kind for kind, names in _KINDS if base in names.split("|")), "text")


def slot_name(kind: str, language: Language, scope: Scope) -> str:
    """A name for a slot of that type, in the owner's language."""
    return scope.free(_NAMES.get(kind, _NAMES["text"])[language])


def shared(phrase: str, steps: Sequence[Form], now: datetime, language: Language) -> list[Variable]:
    """Values of the phrase that a step uses too: "напиши Анне" and a step with "Анна"."""
    found: list[Variable] = []
    words = len(tokens(phrase))
    covered: list[tuple[int, int]] = []
    for kind in _TYPED:
        for one in found_in(kind, phrase, now, language):
            if any(start < one.end and one.start < end for start, end in covered):
                continue
            if len(tokens(phrase[one.start : one.end])) >= words:  # a phrase needs a word of its own
                continue
            if any(
                _bare(other.value) == _bare(one.value)
                for text in literals(steps)
                for other in found_in(kind, text, now, language)
            ):
                words -= len(tokens(phrase[one.start : one.end]))
                found.append(Variable(phrase[one.start : one.end], kind, one.value))
                covered.append((one.start, one.end))
    return found


def replaced(value: Json, variable: Variable, name: str, now: datetime, language: Language) -> Json:
    """The same steps with that value taken from the slot."""
    match value:
        case str() if "{{" not in value:
            return _in_text(value, variable, name, now, language)
        case list():
            return [replaced(item, variable, name, now, language) for item in value]
        case dict():
            return {
                key: item if key in ("as", "item", "name") else replaced(item, variable, name, now, language)
                for key, item in value.items()
            }
        case _:
            return value


def literals(value: Json) -> Iterator[str]:
    """Texts of steps that are words, not names or expressions."""
    match value:
        case str():
            if "{{" not in value:
                yield value
        case Mapping():
            for key, item in value.items():
                if key not in ("as", "item", "name") and not (key == "command" and isinstance(item, str)):
                    yield from literals(item)
        case list() | tuple():
            for item in value:
                yield from literals(item)


def _in_text(text: str, variable: Variable, name: str, now: datetime, language: Language) -> str:
    places = [one for one in found_in(variable.kind, text, now, language) if _bare(one.value) == _bare(variable.value)]
    if not places:
        return text
    place = places[0]
    if text[place.start : place.end].strip() == text.strip():
        return f"{{{{ {name} }}}}"
    return text[: place.start] + expression(name, variable.kind) + text[place.end :]


def found_in(kind: str, text: str, now: datetime, language: Language) -> list[Found]:
    """Sure readings of a type in a text, longest first."""
    context = SlotContext(now=now, language=language, slot=Slot(name=kind, type=kind))
    found = plugins.load("understanding.slots", kind, SlotType)().find(text, context)
    kept = [one for one in found if one.certainty >= 0.5]
    return sorted(kept, key=lambda one: one.start - one.end)


def _bare(value: Json) -> Json:
    return {key: item for key, item in value.items() if key != "text"} if isinstance(value, Mapping) else value
