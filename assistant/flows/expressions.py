"""{{ }} in command files: Jinja2 expressions in a sandbox, native types, bounded in time and size.

Statements ({% %}), loops and most methods do not exist here, so an expression's time is bounded by the sizes of what it
works on, and those are bounded. Everything is deterministic: a resumed run evaluates again and must find the same.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.domain.base import Json
from assistant.errors import ExpressionError
from assistant.flows.filters import FILTERS

MAX_TEMPLATE = 8_192
"""Characters in one template."""
MAX_NODES = 400
"""Syntax nodes in one expression."""
MAX_SIZE = 1_000_000
"""Characters of a text, items of a list, digits of a number."""

_METHODS = frozenset(
    {"items", "keys", "values", "get", "lower", "upper", "strip", "startswith", "endswith", "split", "title", "capitalize"}
)
_KEPT_FILTERS = frozenset(
    {
        *("abs", "capitalize", "count", "d", "default", "dictsort", "first", "float", "int", "items", "join", "last", "length"),
        *("list", "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "round", "select", "selectattr"),
        *("sort", "string", "striptags", "sum", "title", "tojson", "trim", "truncate", "unique", "upper", "wordcount"),
    }
)
_KEPT_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Expr, nodes.Pair, nodes.Keyword, nodes.Operand,
)  # fmt: skip


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    _operators: Mapping[str, Callable[[Any, Any], Any]] = {
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "/": operator.truediv,
        "//": operator.floordiv,
        "%": operator.mod,
        "**": operator.pow,
    }

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        _check_operands(operator, left, right)
        return self._operators[operator](left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return not attr.startswith("_") and (not callable(value) or attr in _METHODS)

    def is_safe_callable(self, obj: Any) -> bool:
        return getattr(obj, "__name__", "") in _METHODS


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


def condition(template: str, names: Mapping[str, Json]) -> bool:
    """Whether a condition holds; a bare expression without braces is one too."""
    return bool(evaluate(template if is_template(template) else "{{ " + template + " }}", names))


def _text(template: str, names: Mapping[str, Json]) -> Json:
    if "{" not in template:
        return template
    parts = _parts(template)
    try:
        values = [part if isinstance(part, str) else _call(part, names) for part in parts]
    except (
        TemplateError,
        SecurityError,
        TypeError,
        ValueError,
        ArithmeticError,
        KeyError,
        AttributeError,
        RecursionError,
    ) as error:
        raise ExpressionError(f"{_short(template)}: {error}") from error
    if len(values) == 1:
        return _bounded(values[0], template)
    return _bounded("".join("" if value is None else str(value) for value in values), template)


def _call(expression: Callable[..., Any], names: Mapping[str, Json]) -> Any:
    value = expression(**names)
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    return _plain(value)


def _plain(value: Any) -> Any:
    """Filters give iterators and views; flows hold plain JSON."""
    if isinstance(value, str | int | float | bool | list | dict | None):
        return value
    return [item for _, item in zip(range(MAX_SIZE), value, strict=False)] if hasattr(value, "__iter__") else str(value)


def _bounded(value: Any, template: str) -> Any:
    left = MAX_SIZE
    waiting = [value]
    while waiting:
        item = waiting.pop()
        match item:
            case str():
                left -= len(item)
            case dict():
                waiting.extend(item.values())
                left -= sum(len(str(key)) for key in item)
            case list() | tuple():
                waiting.extend(item[: left + 1])
            case int() if not isinstance(item, bool):
                left -= item.bit_length() // 3
        left -= 1
        if left < 0:
            raise ExpressionError(f"{_short(template)}: the result is too large.")
    return value


@functools.lru_cache(maxsize=4_096)
def _parts(template: str) -> tuple[str | Callable[..., Any], ...]:
    if len(template) > MAX_TEMPLATE:
        raise ExpressionError(f"{_short(template)}: longer than {MAX_TEMPLATE} characters.")
    try:
        tree = _sandbox.parse(template)
        _check_tree(tree, template)
        return tuple(_split(template))
    except (TemplateError, RecursionError, OverflowError) as error:
        raise ExpressionError(f"{_short(template)}: {error}") from error


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
            raise ExpressionError(f"{_short(template)}: only expressions in {{{{ }}}} are possible here, no statements.")
        if isinstance(node, nodes.Concat) and len(node.nodes) > 16:
            raise ExpressionError(f"{_short(template)}: too many parts joined with ~.")
    if count > MAX_NODES:
        raise ExpressionError(f"{_short(template)}: too complicated; use a `set` step for its parts.")


def _check_operands(operator: str, left: Any, right: Any) -> None:
    if operator == "%" and isinstance(left, str):
        raise SecurityError("% is for numbers here")
    if operator == "*":
        for sequence, times in ((left, right), (right, left)):
            if isinstance(sequence, str | list | tuple) and isinstance(times, int) and len(sequence) * times > MAX_SIZE:
                raise SecurityError("the result is too large")
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * max(right, 1) if operator == "**" else left.bit_length() + right.bit_length()
        if bits > 4_096:
            raise SecurityError("the number is too large")


def _replace(text: str, old: str, new: str) -> str:
    """Every `old` in a text replaced by `new`."""
    text, old, new = str(text), str(old), str(new)
    if text.count(old) * len(new) > MAX_SIZE:
        raise SecurityError("the result is too large")
    return text.replace(old, new)


def _join(values: Any, separator: str = "", attribute: str | None = None) -> str:
    """The items of a list as one text."""
    texts = [str(value[attribute] if attribute else value) for _, value in zip(range(MAX_SIZE), values, strict=False)]
    if sum(map(len, texts)) + len(separator) * len(texts) > MAX_SIZE:
        raise SecurityError("the result is too large")
    return str(separator).join(texts)


def _short(template: str) -> str:
    return template if len(template) <= 80 else template[:77] + "…"


def _make_sandbox() -> _Sandbox:
    sandbox = _Sandbox(undefined=StrictUndefined, autoescape=False, cache_size=0)
    sandbox.globals.clear()
    kept = {name: function for name, function in sandbox.filters.items() if name in _KEPT_FILTERS}
    sandbox.filters = {**kept, "replace": _replace, "join": _join, **FILTERS}
    return sandbox


_sandbox = _make_sandbox()
FILTER_NAMES = frozenset(_sandbox.filters)
"""The filters expressions may use."""
