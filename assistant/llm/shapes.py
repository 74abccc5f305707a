"""The shape of an answer: from what a command says to a JSON Schema, and whether a value has that shape.

Understood are the parts of JSON Schema that servers can hold a model to: type, properties, required, items, enum, anyOf,
minimum, maximum, minItems, maxItems, maxLength, and $ref into $defs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.domain.base import Json

WORDS: Mapping[str, str] = {
    "text": "string", "string": "string", "number": "number", "integer": "integer", "boolean": "boolean", "list": "array",
}  # fmt: skip
"""What may stand in a command for a type."""
MAX_DEPTH = 8
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "number": (int, float), "integer": (int,), "boolean": (bool,), "array": (list,), "object": (dict,),
    "null": (type(None),),
}  # fmt: skip


def schema_of(written: Mapping[str, Json], depth: int = 0) -> dict[str, Json]:
    """The JSON Schema for a shape as commands write it. Raises ValueError naming what is wrong.

    `{important: boolean, why: text, tags: [text], mood: [good, bad], due: text?}`; a whole JSON Schema is taken as it is.
    """
    if depth > MAX_DEPTH:
        raise ValueError("the shape of the answer is nested too deeply")
    if written.get("type") == "object" and isinstance(written.get("properties"), Mapping):
        return dict(written)
    if not written:
        raise ValueError("the shape of the answer is empty; name at least one value, such as {answer: text}")
    properties = {str(name): _one(str(name), kind, depth) for name, kind in written.items()}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _one(name: str, kind: Json, depth: int) -> dict[str, Json]:
    match kind:
        case str():
            word = kind.strip().removesuffix("?")
            if word not in WORDS:
                raise ValueError(f"`{name}: {kind}`: the type must be one of {', '.join(WORDS)}, with ? when it may be missing")
            plain: dict[str, Json] = {"type": WORDS[word]} | ({"items": {"type": "string"}} if word == "list" else {})
            return {"anyOf": [plain, {"type": "null"}]} if kind.strip().endswith("?") else plain
        case Mapping():
            return schema_of(kind, depth + 1)
        case [str() as only] if only.removesuffix("?") in WORDS:
            return {"type": "array", "items": _one(name, only, depth)}
        case [Mapping() as only]:
            return {"type": "array", "items": schema_of(only, depth + 1)}
        case [_, _, *_] if all(isinstance(choice, str | int | float) for choice in kind):
            return {"type": "string", "enum": [str(choice) for choice in kind]}
    raise ValueError(f"`{name}`: write a type, a list of choices, or a mapping of values")


def faults_of(value: Json, schema: Mapping[str, Any], *, limit: int = 5) -> list[str]:
    """What is wrong with a value, each with its place; empty when it has the shape."""
    return _faults(value, schema, "", schema.get("$defs", {}))[:limit]


def _faults(value: Json, schema: Mapping[str, Any], place: str, shared: Mapping[str, Any]) -> list[str]:
    if "$ref" in schema:
        return _faults(value, shared.get(str(schema["$ref"]).rsplit("/", 1)[-1], {}), place, shared)
    if "anyOf" in schema:
        tried = [_faults(value, each, place, shared) for each in schema["anyOf"]]
        return [] if any(not faults for faults in tried) else min(tried, key=len)
    here = place or "the answer"
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        return [f"{here} must be {' or '.join(kinds)}, not {_shown(value)}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{here} must be one of {', '.join(map(str, schema['enum'][:40]))}, not {_shown(value)}"]
    if isinstance(value, Mapping):
        return _object_faults(value, schema, place, shared)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _size_faults(len(value), schema, here, "Items", "items") + [
            fault for i, item in enumerate(value) for fault in _faults(item, schema.get("items", {}), f"{place}[{i}]", shared)
        ]
    if isinstance(value, str):
        return _size_faults(len(value), schema, here, "Length", "characters")
    return _number_faults(value, schema, here)


def _object_faults(value: Mapping[str, Json], schema: Mapping[str, Any], place: str, shared: Mapping[str, Any]) -> list[str]:
    known = schema.get("properties", {})
    prefix = f"{place}." if place else ""
    faults = [f"{prefix}{name} is missing" for name in schema.get("required", []) if name not in value]
    if schema.get("additionalProperties") is False:
        faults += [f"{prefix}{name} is not asked for" for name in value if name not in known]
    for name, item in value.items():
        faults += _faults(item, known.get(name, {}), f"{prefix}{name}", shared)
    return faults


def _size_faults(size: int, schema: Mapping[str, Any], here: str, what: str, unit: str) -> list[str]:
    if size > schema.get(f"max{what}", size):
        return [f"{here} must have at most {schema[f'max{what}']} {unit}, not {size}"]
    if size < schema.get(f"min{what}", 0):
        return [f"{here} must have at least {schema[f'min{what}']} {unit}, not {size}"]
    return []


def _number_faults(value: Json, schema: Mapping[str, Any], here: str) -> list[str]:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return []
    low, high = schema.get("minimum", value), schema.get("maximum", value)
    return [] if low <= value <= high else [f"{here} must be between {low} and {high}, not {value}"]


def _is(value: Json, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES.get(kind, (object,)))


def _shown(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
