"""The JSON Schema of command files, made from the step kinds there are: completion and hints in any editor.

Stands beside the command files as `command.schema.json`; a file names it in its first line with
`# yaml-language-server: $schema=command.schema.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from assistant.registry.describe import first_line
from assistant.registry.kinds import AnyKind, Kinds
from assistant.registry.parse import SLOT_TYPES
from assistant.registry.steps import COMMON

FILE = "command.schema.json"
_TEMPLATE = {"type": "string", "pattern": "\\{\\{"}
_TEXT = {"type": "string", "minLength": 1}
_LANGUAGES = {"type": "object", "properties": {"en": _TEXT, "ru": _TEXT}, "additionalProperties": False, "minProperties": 1}
_LOCAL = {"anyOf": [_TEXT, _LANGUAGES]}
_PART = {"description": "For a moment: a clock time is in the morning where the words leave it open.", "enum": ["morning"]}
_STEPS = {"type": "array", "items": {"$ref": "#/$defs/step"}, "minItems": 1}


def schema(kinds: Kinds) -> dict[str, Any]:
    """The schema as JSON data, always the same for the same kinds."""
    models, definitions = _models(kinds)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A command",
        "type": "object",
        "required": ["title", "steps"],
        "additionalProperties": False,
        "properties": _top_level(),
        "$defs": {**definitions, "step": _step(kinds, models), "slot": _slot()},
    }


def write(folder: Path, kinds: Kinds) -> Path:
    """Put the schema into a folder of command files, if it is not the same there already. Raises OSError."""
    file = folder / FILE
    text = dumped(kinds)
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        partial = file.with_suffix(".new")
        partial.write_text(text, encoding="utf-8")
        partial.replace(file)
    return file


def dumped(kinds: Kinds) -> str:
    """The schema as the text of its file."""
    return json.dumps(schema(kinds), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _models(kinds: Kinds) -> tuple[dict[type[BaseModel], dict[str, Any]], dict[str, Any]]:
    """The schema of each parameter model, with templates allowed, and the definitions they share."""
    mode: JsonSchemaMode = "validation"
    wanted = [kind.Params for name in kinds.names() if (kind := kinds.get(name))]
    wanted += [control.Options for control in kinds.controls.values()]
    references, shared = models_json_schema([(model, mode) for model in dict.fromkeys(wanted)], ref_template="#/$defs/{model}")
    definitions = {name: _with_templates(body) for name, body in shared.get("$defs", {}).items()}
    return {model: reference for (model, _mode), reference in references.items() if issubclass(model, BaseModel)}, definitions


def _with_templates(body: Mapping[str, Any]) -> dict[str, Any]:
    """A definition whose properties may all be texts with {{ }}; without words in another language, which are no JSON Schema."""
    found = {key: value for key, value in body.items() if key != "properties"}
    if "properties" in body:
        found["properties"] = {
            name: {"anyOf": [{key: value for key, value in inner.items() if key != "ru"}, _TEMPLATE]}
            for name, inner in body["properties"].items()
        }
    return found


def _top_level() -> dict[str, Any]:
    phrases = {"type": "array", "items": {**_TEXT, "maxLength": 300}}
    languages = {"type": "object", "properties": {"en": phrases, "ru": phrases}, "additionalProperties": False}
    test = {
        "type": "object",
        "properties": {"say": _TEXT, "not": _TEXT, "slots": {"type": "object"}},
        "oneOf": [{"required": ["say"]}, {"required": ["not"]}],
        "additionalProperties": False,
    }
    return {
        "title": {"description": "What the command is called.", **_LOCAL},
        "description": {"description": "What it does, for the list of commands.", **_LOCAL},
        "phrases": {
            "description": "What to say: plain sentences, or with [optional], (one|other) and {slot}.",
            "anyOf": [phrases, languages],
        },
        "slots": {
            "description": "What the command needs to know.",
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/slot"},
        },
        "steps": {"description": "What is done, in order.", **_STEPS},
        "result": {"description": "An expression for what the command gives; else the last value.", "type": "string"},
        "tests": {"description": "Sentences that must be, or must not be, this command.", "type": "array", "items": test},
        "triggers": {"description": "What starts it without anybody saying it.", "type": "array", "items": _trigger()},
        "confirm": {"description": "Always ask before it runs.", "type": "boolean"},
        "enabled": {"description": "false: listed, but not understood.", "type": "boolean"},
    }


def _trigger() -> dict[str, Any]:
    kinds: dict[str, Any] = {
        "every": {"description": "A time that comes again, in words: every weekday at nine.", **_TEXT},
        "cron": {"description": "The same as a cron line: minute hour day month weekday.", **_TEXT},
        "on": {"description": "The assistant starts.", "enum": ["start"]},
        "file": {"description": "This file or folder changed.", **_TEXT},
        "webhook": {"description": "Somebody calls the address made for this name.", **_TEXT},
        "after": {"description": "This command has ended.", **_TEXT},
    }
    beside = {
        "slots": {"description": "What the command needs to know.", "type": "object"},
        "missed": {"description": "Due while the computer slept.", "enum": ["once", "skip", "ask"]},
        "ended": {"description": "With `after`: how it must have ended.", "enum": ["done", "failed", "any"]},
    }
    return {
        "type": "object",
        "properties": {**kinds, **beside},
        "oneOf": [{"required": [kind]} for kind in kinds],
        "additionalProperties": False,
    }


def _slot() -> dict[str, Any]:
    kinds = {"enum": list(SLOT_TYPES)}
    ways = {"anyOf": [{"type": ["string", "number"]}, {"type": "array", "items": {"type": ["string", "number"]}}]}
    choices = {
        "anyOf": [{"type": "array", "items": {"type": ["string", "number"]}}, {"type": "object", "additionalProperties": ways}]
    }
    properties = {"type": kinds, "required": {"type": "boolean"}, "default": {}, "choices": choices, "ask": _LOCAL, "part": _PART}
    return {"anyOf": [kinds, {"type": "object", "properties": properties, "additionalProperties": False}]}


def _step(kinds: Kinds, models: Mapping[type[BaseModel], dict[str, Any]]) -> dict[str, Any]:
    forms = [_one_kind(name, kind, models) for name in kinds.names() if (kind := kinds.get(name))]
    return {"anyOf": [{"enum": kinds.names()}, *forms]}


def _one_kind(name: str, kind: AnyKind, models: Mapping[type[BaseModel], dict[str, Any]]) -> dict[str, Any]:
    properties: dict[str, Any] = {**_beside(), name: {"description": first_line(kind), **_value(kind, models)}}
    required = [name]
    blocks: tuple[str, ...] = getattr(kind, "blocks", ())
    if (options := getattr(kind, "Options", None)) is not None:
        properties |= {key: {"$ref": f"{models[options]['$ref']}/properties/{key}"} for key in options.model_fields}
        properties |= {block: _STEPS for block in blocks}
        required += blocks[:1]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _value(kind: AnyKind, models: Mapping[type[BaseModel], dict[str, Any]]) -> dict[str, Any]:
    if getattr(kind, "named_blocks", False):
        return {"type": "object", "additionalProperties": _STEPS, "minProperties": 1}
    forms: list[dict[str, Any]] = [models[kind.Params]]
    if not any(field.is_required() for field in kind.Params.model_fields.values()):
        forms.append({"type": "null"})
    if kind.shorthand:
        bare = {"$ref": f"{models[kind.Params]['$ref']}/properties/{kind.shorthand}"}
        forms += [{"allOf": [bare], "not": {"type": "object"}}, {"allOf": [bare], **_LANGUAGES}]
    return {"anyOf": forms}


def _beside() -> dict[str, Any]:
    words = {
        "as": {"description": "The name later steps use for what this one gives.", "type": "string"},
        "if": {"description": "Only when this holds.", "type": ["string", "boolean"]},
        "retry": {
            "description": "How many more times to try, or times and the seconds between.",
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": 10},
                {
                    "type": "object",
                    "properties": {"times": {"type": "integer"}, "seconds": {"type": "number"}},
                    "additionalProperties": False,
                },
            ],
        },
        "on_error": {
            "description": "What to do when it fails: stop, continue, or these steps.",
            "anyOf": [{"enum": ["stop", "continue"]}, _STEPS],
        },
        "confirm": {"description": "Ask before this step: true, or the question.", "type": ["boolean", "string"]},
        "timeout": {"description": "Seconds after which it fails.", "type": "number", "exclusiveMinimum": 0},
    }
    return {word: words[word] for word in COMMON}


if __name__ == "__main__":
    write(Path(__file__).parents[2] / "commands", Kinds.built_in())
