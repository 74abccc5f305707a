"""Checks parameters against the model of their step kind; what a template will give is left to the run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.domain.base import Json, LocalText
from assistant.domain.both import NOTHING, both
from assistant.registry.document import Node
from assistant.registry.kinds import listed, nearest
from assistant.registry.reading import LANGUAGES, Reading, What, said
from assistant.registry.templates import is_template

Location = tuple[int | str, ...]

_TEXT = both("text (put it in quotes)", "текст (возьмите его в кавычки)")
_WHOLE = both("a whole number", "целое число")
_NUMBER = both("a number", "число")
_FLAG = both("true or false", "true или false")
_LIST = both("a list", "список")
_MAPPING = both("a mapping", "пары «ключ: значение»")
_TYPES = {
    "string_type": _TEXT,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "bool_type": _FLAG,
    "bool_parsing": _FLAG,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
}

_BOUNDS = {
    "greater_than": "нужно больше {gt}",
    "greater_than_equal": "нужно не меньше {ge}",
    "less_than": "нужно меньше {lt}",
    "less_than_equal": "нужно не больше {le}",
    "string_too_short": "нужно знаков не меньше {min_length}",
    "string_too_long": "нужно знаков не больше {max_length}",
    "too_short": "нужно значений не меньше {min_length}",
    "too_long": "нужно значений не больше {max_length}",
    "string_pattern_mismatch": "не подходит под образец `{pattern}`",
}
"""What pydantic says of bounds in English, by its own names and with its own values."""


def fields(model: type[BaseModel]) -> list[str]:
    """The names an owner writes for the parameters of a model."""
    return [field.alias or name for name, field in model.model_fields.items()]


def wrapped(node: Node, model: type[BaseModel], shorthand: str) -> Node:
    """The parameters as a mapping: nothing is an empty one, a bare value (or a text per language) goes under `shorthand`."""
    if node.value is None:
        return Node({}, node.line, node.column)
    if not shorthand or not _is_bare(node, model):
        return node
    return Node({shorthand: node}, node.line, node.column, {shorthand: Node(shorthand, node.line, node.column)})


def _is_bare(node: Node, model: type[BaseModel]) -> bool:
    if not isinstance(node.value, dict):
        return True
    return bool(node.value) and set(node.value) <= set(LANGUAGES) and not set(node.value) & set(fields(model))


def check(reading: Reading, node: Node, model: type[BaseModel], what: What, *, templates: bool = True) -> None:
    """Report parameters that do not fit the model. With `templates`, a text with {{ }} fits anywhere."""
    if not isinstance(node.value, dict):
        message = both(
            "{what} needs a mapping of {allowed}, this is {said}.",
            "{what}: нужны пары «ключ: значение» ({allowed}), а здесь {said}.",
            what=what,
            allowed=_allowed(model),
            said=said(node),
        )
        reading.error(node, message)
        return
    try:
        model.model_validate(node.plain)
    except ValidationError as error:
        _report(reading, node, model, error, what, templates)


def _report(reading: Reading, node: Node, model: type[BaseModel], error: ValidationError, what: What, templates: bool) -> None:
    wanted: dict[Location, list[Mapping[str, Any]]] = {}
    for fault in error.errors(include_url=False, include_context=True, include_input=False):
        path = _path(node, fault["loc"])
        if templates and _decided_later(node, path, fault["type"]):
            continue
        key = (*path, str(fault["loc"][-1])) if fault["type"] in ("missing", "extra_forbidden") else path
        wanted.setdefault(key, []).append(dict(fault))
    for path, faults in wanted.items():
        first = faults[0]
        match first["type"]:
            case "missing":
                where = node.at(path[:-1])
                reading.error(where, both("{what} needs `{key}`.", "{what}: нужен ключ `{key}`.", what=what, key=path[-1]))
            case "extra_forbidden":
                _unknown(reading, node, model, tuple(first["loc"]), what)
            case _:
                place = node.at(path)
                name = ".".join(str(part) for part in path)
                about = both("`{name}` ", "`{name}` — ", name=name) if name else NOTHING
                must = _must(faults, place)
                reading.error(place, both("{what}: {about}{must}.", "{what}: {about}{must}.", what=what, about=about, must=must))


def _must(faults: list[Mapping[str, Any]], place: Node) -> LocalText:
    if all(fault["type"] in _TYPES for fault in faults):
        kinds = [_TYPES[fault["type"]] for fault in faults]
        wanted = {
            "en": " or ".join(dict.fromkeys(kind["en"] for kind in kinds)),
            "ru": " или ".join(dict.fromkeys(kind["ru"] for kind in kinds)),
        }
        return both("must be {wanted}, this is {said}", "нужно: {wanted}, а здесь {said}", wanted=wanted, said=said(place))
    first = next(fault for fault in faults if fault["type"] not in _TYPES)
    if first["type"] in ("literal_error", "enum"):
        wanted = {"en": first["ctx"]["expected"], "ru": str(first["ctx"]["expected"]).replace(" or ", " или ")}
        return both("must be {wanted}, this is {said}", "нужно {wanted}, а здесь {said}", wanted=wanted, said=said(place))
    message = str(first["msg"]).removeprefix("Value error, ").removeprefix("Input ").rstrip(".")
    russian = _BOUNDS.get(first["type"], "не подходит: {message}").format(**first.get("ctx", {}), message=message)
    return {"en": message if message.startswith("should") else f"is wrong: {message}", "ru": russian}


def _unknown(reading: Reading, node: Node, model: type[BaseModel], location: Location, what: What) -> None:
    key = str(location[-1])
    place = node.at(location[:-1]).keys.get(key, node.at(location))
    if len(location) > 1:
        message = both(
            "{what}: `{key}` is not known in `{place}`.",
            "{what}: ключ `{key}` в `{place}` неизвестен.",
            what=what,
            key=key,
            place=".".join(map(str, location[:-1])),
        )
        reading.error(place, message)
        return
    message = both(
        "{what} has no parameter `{key}`.{hint} It has: {allowed}.",
        "{what}: параметра `{key}` нет.{hint} Есть: {allowed}.",
        what=what,
        key=key,
        hint=nearest(key, fields(model)),
        allowed=_allowed(model),
    )
    reading.error(place, message)


def _allowed(model: type[BaseModel]) -> LocalText:
    return listed(fields(model)) if model.model_fields else both("no parameters", "никаких параметров")


def _path(node: Node, location: Location) -> Location:
    """The part of pydantic's location that exists in the file: it also names members of unions."""
    path: list[int | str] = []
    for part in location:
        if (child := node.child(part)) is not None:
            node = child
            path.append(part)
    return tuple(path)


def _decided_later(node: Node, path: Location, kind: str) -> bool:
    """Whether a template has its say in this fault: it stands there, or (for what the whole must be) anywhere within."""
    if kind in ("missing", "extra_forbidden"):
        return is_template(node.at(path).value)
    return _holds_template(node.at(path).plain)


def _holds_template(value: Json) -> bool:
    match value:
        case dict():
            return any(map(_holds_template, value.values()))
        case list():
            return any(map(_holds_template, value))
        case _:
            return is_template(value)
