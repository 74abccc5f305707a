"""{{ }} in command files: Jinja2 expressions in a sandbox, native types, bounded in time and size.

Statements ({% %}) and loops do not exist here. Everything is deterministic: a resumed run evaluates again and must find
the same; so what comes out is plain JSON, never an object of the sandbox.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import TemplateError, Undefined, nodes

from assistant.domain.base import Json
from assistant.errors import ExpressionError
from assistant.flows.sandbox import MAX_SIZE, make_sandbox, metered, weight

MAX_TEMPLATE = 8_192
"""Characters in one template."""
MAX_NODES = 400
"""Syntax nodes in one expression."""
MAX_DEPTH = 50
"""How deeply a value may be nested."""

_KEPT_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Expr, nodes.Pair, nodes.Keyword, nodes.Operand,
)  # fmt: skip
_UNUSABLE = (
    TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, NameError, RecursionError, SyntaxError,
    MemoryError,
)  # fmt: skip
"""What parsing or evaluating a wrong expression may raise."""


def evaluate(template: Json, names: Mapping[str, Json]) -> Json:
    """`template` with every {{ }} in every text of it evaluated; a text that is one expression gives its native value.

    Raises ExpressionError saying what is wrong and where.
    """
    match template:
        case str():
            return _text(template, names)
        case Mapping():
            return {key: evaluate(value, names) for key, value in template.items()}
        case list() | tuple():
            return [evaluate(value, names) for value in template]
        case _:
            return template


def is_template(value: Json) -> bool:
    """Whether a text holds an expression."""
    return isinstance(value, str) and "{{" in value


def mentioned(template: Json) -> frozenset[str]:
    """The names that the expressions in a template use."""
    match template:
        case str():
            return _names(template) if "{" in template else frozenset()
        case Mapping():
            return frozenset().union(*map(mentioned, template.values()))
        case list() | tuple():
            return frozenset().union(*map(mentioned, template))
        case _:
            return frozenset()


@functools.lru_cache(maxsize=1_024)
def _names(template: str) -> frozenset[str]:
    try:
        return frozenset(node.name for node in _sandbox.parse(template).find_all(nodes.Name))
    except TemplateError:
        return frozenset()  # evaluating it raises


def words(template: Json) -> str:
    """What stands in the texts of a template beside its expressions, kept apart by spaces."""
    match template:
        case str():
            return " ".join(part for part in _parts(template) if isinstance(part, str)) if "{" in template else template
        case Mapping():
            return " ".join(map(words, template.values()))
        case list() | tuple():
            return " ".join(map(words, template))
        case _:
            return ""


def marked(template: Json, names: Mapping[str, Json]) -> Json:
    """A text as `domain.marked.Marked`: texts, lists and mappings from its {{ }} stand apart, numbers stay where they are.

    Whatever is no text is evaluated as always. Raises ExpressionError.
    """
    if not isinstance(template, str):
        return evaluate(template, names)
    words: list[str] = []
    data: dict[str, str] = {}
    for part in _parts(template) if "{" in template else (template,):
        if isinstance(part, str):
            words.append(part)
            continue
        value = _value(template, part, names)
        if isinstance(value, str | list | dict):
            name = f"data {len(data) + 1}"
            data[name] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            words.append(f"({name})")
        elif value is not None:
            words.append(str(value))
    return {"text": "".join(words), "data": data}


def condition(template: str, names: Mapping[str, Json]) -> bool:
    """Whether a condition holds; a bare expression without braces is one too."""
    return bool(evaluate(template if is_template(template) else "{{ " + template + " }}", names))


def _text(template: str, names: Mapping[str, Json]) -> Json:
    if "{" not in template:
        return template
    parts = _parts(template)
    try:
        with metered():
            values = [part if isinstance(part, str) else _call(part, names) for part in parts]
            if len(values) == 1:
                return values[0]
            if sum(map(weight, values)) > MAX_SIZE:
                raise ValueError("the result is too large")
            return "".join("" if value is None else str(value) for value in values)
    except _UNUSABLE as error:
        raise ExpressionError(f"{_short(template)}: {_short(str(error), 400)}") from error


def _value(template: str, expression: Callable[..., Any], names: Mapping[str, Json]) -> Json:
    try:
        with metered():
            return _call(expression, names)
    except _UNUSABLE as error:
        raise ExpressionError(f"{_short(template)}: {_short(str(error), 400)}") from error


def _call(expression: Callable[..., Any], names: Mapping[str, Json]) -> Any:
    value = expression(names)
    if weight(value) > MAX_SIZE:
        raise ValueError("the result is too large")
    return _plain(value, MAX_DEPTH)


def _plain(value: Any, depth: int) -> Json:
    """A copy made of JSON's own types. Raises ValueError for what has no place in them, UndefinedError for what is undefined."""
    if depth < 0:
        raise ValueError("the result is nested too deeply")
    match value:
        case None | bool() | int():
            return value
        case str():
            value.encode()
            return str(value)
        case float() if math.isfinite(value):
            return value
        case Mapping():
            return {_key(key): _plain(item, depth - 1) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item, depth - 1) for item in value]
        case Undefined():
            str(value)
            return None  # an `if` without `else`; anything else that is undefined has raised
    if hasattr(value, "__iter__"):
        return [_plain(item, depth - 1) for _, item in zip(range(MAX_SIZE), value, strict=False)]
    raise ValueError(f"the result must be a text, number, list or mapping, not {type(value).__name__}")


def _key(key: Any) -> str:
    if not isinstance(key, str | int | float | bool | None):
        raise ValueError("a mapping's keys must be texts")
    return str(key)


@functools.lru_cache(maxsize=1_024)
def _parts(template: str) -> tuple[str | Callable[..., Any], ...]:
    if len(template) > MAX_TEMPLATE:
        raise ExpressionError(
            f"{_short(template)}: longer than {MAX_TEMPLATE} characters.",
            ru=f"{_short(template)}: длиннее {MAX_TEMPLATE} знаков.",
        )
    try:
        tree = _sandbox.parse(template)
        _check_tree(tree, template)
        return tuple(_split(template))
    except _UNUSABLE as error:
        raise ExpressionError(f"{_short(template)}: {_short(str(error), 400)}") from error


def _split(template: str) -> list[str | Callable[..., Any]]:
    parts: list[str | Callable[..., Any]] = []
    source: list[str] | None = None
    for _line, kind, value in _sandbox.lex(template):
        if kind == "variable_begin":
            source = []
        elif kind == "variable_end":
            parts.append(_sandbox.compile_expression("".join(source or []), undefined_to_none=False))
            source = None
        elif source is not None:
            source.append(value)
        elif kind == "data":
            parts.append(value)
    return parts


def _check_tree(tree: nodes.Template, template: str) -> None:
    count = 0
    for node in tree.find_all(nodes.Node):
        count += 1
        if not isinstance(node, _KEPT_NODES):
            raise ExpressionError(
                f"{_short(template)}: only expressions in {{{{ }}}} are possible here, no statements.",
                ru=f"{_short(template)}: здесь возможны только выражения в {{{{ }}}}, без операторов.",
            )
    if count > MAX_NODES:
        raise ExpressionError(
            f"{_short(template)}: too complicated; use a `set` step for its parts.",
            ru=f"{_short(template)}: слишком сложно; вынесите части в шаг `set`.",
        )


def _short(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


_sandbox = make_sandbox()
FILTER_NAMES = frozenset(_sandbox.filters)
"""The filters expressions may use."""
