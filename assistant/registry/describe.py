"""What each step kind does and takes, from its own docstring and parameters: for the README, the command line and the window."""

from __future__ import annotations

import functools
import inspect
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import SkipJsonSchema

from assistant.domain.base import Json, LocalText
from assistant.extensions.steps import ControlStep
from assistant.registry.effects import Effect
from assistant.registry.kinds import AnyKind, Kinds

_WORDS = {str: "text", int: "whole number", float: "number", bool: "true or false", list: "list", tuple: "list", dict: "mapping"}
_WORDS |= {type(None): "nothing", Any: "anything"}


_EMPTY: Mapping[str, Json] = {"list": [], "mapping": {}, "number": 0, "whole number": 0, "true or false": False}
_FIRST_STEP: Mapping[str, Json] = {"say": ""}


_HIDDEN: Any = SkipJsonSchema
"""Marks a type that is for programs, not for owners."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a step, or one word beside a control step. `default` is None when it is required."""

    name: str
    type: str
    required: bool
    default: Json = None
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """A step kind for people. `doc` is its docstring; `shorthand` the parameter a bare value stands for."""

    name: str
    title: LocalText
    about: LocalText
    doc: str
    effect: Effect
    control: bool
    parameters: tuple[Parameter, ...]
    beside: tuple[Parameter, ...] = ()
    blocks: tuple[str, ...] = ()
    shorthand: str = ""
    named_blocks: bool = False
    schema: Mapping[str, Json] = field(default_factory=dict)
    """The JSON Schema of its parameters."""
    beside_schema: Mapping[str, Json] = field(default_factory=dict)
    """That of the words beside a control step."""

    @property
    def example(self) -> dict[str, Json]:
        """A step of this kind that can be put into a command and filled in."""
        if self.named_blocks:
            return {self.name: {"first": [_FIRST_STEP], "second": [_FIRST_STEP]}}
        needed = {one.name: _EMPTY.get(one.type, "") for one in self.parameters if one.required}
        value = next(iter(needed.values())) if list(needed) == [self.shorthand] else needed or None
        return {self.name: value, **{block: [_FIRST_STEP] for block in self.blocks[:1]}}

    @property
    def line(self) -> str:
        """The first line of its documentation."""
        return self.doc.split("\n", 1)[0]


@functools.lru_cache(maxsize=2)
def describe(kinds: Kinds) -> tuple[Description, ...]:
    """Every kind, control steps first. Takes some tenths of a second the first time; any thread."""
    return tuple(_description(name, kind) for name in kinds.names() if (kind := kinds.get(name)))


def first_line(kind: AnyKind) -> str:
    """What a kind does, in one line; empty when it does not say."""
    return (inspect.cleandoc(vars(kind).get("__doc__") or "")).split("\n", 1)[0]


def title_of(name: str, kind: AnyKind) -> LocalText:
    """What a kind is called on the screen; by its name when it does not say."""
    return kind.title or {"en": re.sub(r"[._]+", " ", name).strip().capitalize()}


def about_of(kind: AnyKind) -> LocalText:
    """What a kind does, in one line; the first sentence of its documentation when it does not say, nothing without any."""
    return kind.about or {"en": re.split(r"(?<=[.!?;])\s", first_line(kind), maxsplit=1)[0].rstrip(".;").replace("`", "")}


def markdown(descriptions: list[Description]) -> str:
    """A table for a README: the kind, what it does, its parameters."""
    rows = [
        f"| `{item.name}` | {_cell(item.line)} | {_cell(', '.join(map(_short, (*item.parameters, *item.beside))))} |"
        for item in descriptions
    ]
    return "\n".join(["| step | what it does | parameters |", "|---|---|---|", *rows, ""])


def _short(parameter: Parameter) -> str:
    return f"`{parameter.name}`" if parameter.required else f"[`{parameter.name}`]"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _description(name: str, kind: AnyKind) -> Description:
    doc = inspect.cleandoc(vars(kind).get("__doc__") or "")
    title, about = title_of(name, kind), about_of(kind)
    if issubclass(kind, ControlStep):
        beside = _parameters(kind.Options)
        schemas = (kind.Params.model_json_schema(), kind.Options.model_json_schema())
        return Description(
            name,
            title,
            about,
            doc,
            "reads",
            True,
            _parameters(kind.Params),
            beside,
            kind.blocks,
            kind.shorthand,
            kind.named_blocks,
            *schemas,
        )
    return Description(
        name,
        title,
        about,
        doc,
        kind.effect.value,
        False,
        _parameters(kind.Params),
        shorthand=kind.shorthand,
        schema=kind.Params.model_json_schema(),
    )


def _parameters(model: type[BaseModel]) -> tuple[Parameter, ...]:
    return tuple(_parameter(field.alias or name, field) for name, field in model.model_fields.items())


def _parameter(name: str, field: FieldInfo) -> Parameter:
    default = None if field.is_required() else field.get_default(call_default_factory=True, validated_data={})
    return Parameter(name, type_words(field.annotation), field.is_required(), default, field.description or "")


def type_words(annotation: Any) -> str:
    """A type in words an owner knows."""
    origin = get_origin(annotation)
    if origin is Literal:
        return " or ".join(f"`{item}`" for item in get_args(annotation))
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(words for item in get_args(annotation) if (words := type_words(item))))
    if origin is Annotated:
        hidden = any(isinstance(mark, _HIDDEN) for mark in get_args(annotation)[1:])
        return "" if hidden else type_words(get_args(annotation)[0])
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        return "mapping"
    known = _WORDS.get(origin or annotation)
    return known or str(getattr(annotation, "__name__", annotation)).lower()
