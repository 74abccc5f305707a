"""Checks parameters against the model of their step kind; what a template will give is left to the run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.domain.base import Json
from assistant.registry.document import Node
from assistant.registry.kinds import listed, nearest
from assistant.registry.reading import LANGUAGES, Reading, said
from assistant.registry.templates import is_template

Location = tuple[int | str, ...]

_TYPES = {
    "string_type": "text (put it in quotes)",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
}


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


def check(reading: Reading, node: Node, model: type[BaseModel], what: str, *, templates: bool = True) -> None:
    """Report parameters that do not fit the model. With `templates`, a text with {{ }} fits anywhere."""
    if not isinstance(node.value, dict):
        reading.error(node, f"{what} needs a mapping of {_allowed(model)}, this is {said(node)}.")
        return
    try:
        model.model_validate(node.plain)
    except ValidationError as error:
        _report(reading, node, model, error, what, templates)


def _report(reading: Reading, node: Node, model: type[BaseModel], error: ValidationError, what: str, templates: bool) -> None:
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
                reading.error(where, f"{what} needs `{path[-1]}`.")
            case "extra_forbidden":
                _unknown(reading, node, model, tuple(first["loc"]), what)
            case _:
                place = node.at(path)
                name = ".".join(str(part) for part in path)
                reading.error(place, f"{what}: {f'`{name}` ' if name else ''}{_must(faults, place)}.")


def _must(faults: list[Mapping[str, Any]], place: Node) -> str:
    kinds = list(dict.fromkeys(_TYPES[fault["type"]] for fault in faults if fault["type"] in _TYPES))
    if len(kinds) == len(faults) or (kinds and all(fault["type"] in _TYPES for fault in faults)):
        return f"must be {' or '.join(kinds)}, this is {said(place)}"
    first = next(fault for fault in faults if fault["type"] not in _TYPES)
    if first["type"] in ("literal_error", "enum"):
        return f"must be {first['ctx']['expected']}, this is {said(place)}"
    message = str(first["msg"]).removeprefix("Value error, ").removeprefix("Input ").rstrip(".")
    return message if message.startswith("should") else f"is wrong: {message}"


def _unknown(reading: Reading, node: Node, model: type[BaseModel], location: Location, what: str) -> None:
    key = str(location[-1])
    place = node.at(location[:-1]).keys.get(key, node.at(location))
    if len(location) > 1:
        reading.error(place, f"{what}: `{key}` is not known in `{'.'.join(map(str, location[:-1]))}`.")
        return
    reading.error(place, f"{what} has no parameter `{key}`.{nearest(key, fields(model))} It has: {_allowed(model)}.")


def _allowed(model: type[BaseModel]) -> str:
    return listed(fields(model)) if model.model_fields else "no parameters"


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
