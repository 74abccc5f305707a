"""The Jinja2 environment of expressions: what exists in it, and a meter that ends an evaluation which grows too large.

Without statements, loops and most methods the time of an expression is bounded by the sizes of what it works on. The
meter bounds the sum of those: everything an operator, a filter or a method takes and gives is weighed, so nothing can
double its way to gigabytes, however it is nested.
"""

from __future__ import annotations

import functools
import json
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.flows.filters import FILTERS

MAX_SIZE = 1_000_000
"""Weight of one value: characters of its texts, items of its lists, a third of the bits of its numbers."""
BUDGET = 4 * MAX_SIZE
"""Weight of everything one evaluation may work on."""
MAX_BITS = 4_096
"""Bits of a whole number."""

METHODS = frozenset(
    {"items", "keys", "values", "get", "lower", "upper", "strip", "startswith", "endswith", "split", "title", "capitalize"}
)
_KEPT_FILTERS = frozenset(
    {
        *("abs", "capitalize", "count", "d", "default", "dictsort", "first", "float", "int", "items", "last", "length"),
        *("list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select", "selectattr"),
        *("sort", "string", "striptags", "title", "trim", "truncate", "unique", "upper", "wordcount"),
    }
)
_left: ContextVar[int] = ContextVar("left", default=BUDGET)


@contextmanager
def metered() -> Iterator[None]:
    """One evaluation, with a full budget."""
    token = _left.set(BUDGET)
    try:
        yield
    finally:
        _left.reset(token)


def weight(value: Any, limit: int = MAX_SIZE) -> int:
    """How large a value is with all it holds, parts that stand in it twice counted twice; stops counting above `limit`."""
    total, waiting = 0, [value]
    while waiting and total <= limit:
        item = waiting.pop()
        total += 1
        match item:
            case str():
                total += len(item)
            case Mapping():
                total += len(item)
                waiting.extend(item.keys())
                waiting.extend(item.values())
            case list() | tuple():
                total += len(item)
                waiting.extend(item[: limit + 1])
            case int():
                total += item.bit_length() // 3
    return total


def weighed(*values: Any) -> None:
    """Take the weight of values from the budget. Raises SecurityError when a value or the sum is too large."""
    left = _left.get()
    for value in values:
        left -= weight(value)
        if left < 0 or weight(value, MAX_SIZE) > MAX_SIZE:
            raise SecurityError("the result is too large")
    _left.set(left)


class _Generator(CodeGenerator):
    """Lets `~` go through the sandbox like the other operators."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("environment.concatenated((")
        for argument in node.nodes:
            self.visit(argument, frame)
            self.write(", ")
        self.write("))")


class Sandbox(ImmutableSandboxedEnvironment):
    """Operators, methods and filters that weigh what they work on; a key of a mapping goes before a method of its name."""

    code_generator_class = _Generator
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
        """Weigh, check, calculate, weigh."""
        _check_operands(operator, left, right)
        weighed(left, right)
        result = self._operators[operator](left, right)
        weighed(result)
        return result

    def concatenated(self, parts: Iterable[Any]) -> str:
        """The parts of `~` as one text."""
        texts = [_text(part) for part in parts]
        weighed(*texts)
        joined = "".join(texts)
        weighed(joined)
        return joined

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call one of METHODS."""
        result = super().call(__context, __obj, *args, **kwargs)
        weighed(*args, result)
        return result

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What an owner's data holds under a name, before anything Python has there."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """No private name, and no method but METHODS."""
        return not attr.startswith("_") and (not callable(value) or attr in METHODS)

    def is_safe_callable(self, obj: Any) -> bool:
        """METHODS of plain values only."""
        return getattr(obj, "__name__", "") in METHODS and isinstance(getattr(obj, "__self__", None), str | Mapping)


def make_sandbox() -> Sandbox:
    """A sandbox with nothing but the filters, tests and operators expressions may use."""
    sandbox = Sandbox(undefined=StrictUndefined, autoescape=False, optimized=False, cache_size=0)
    sandbox.globals.clear()
    kept = {name: function for name, function in sandbox.filters.items() if name in _KEPT_FILTERS}
    ours = {"join": _join, "replace": _replace, "round": _round, "sum": _sum, "tojson": _to_json}
    sandbox.filters = {name: _metered_filter(function) for name, function in {**kept, **ours, **FILTERS}.items()}
    return sandbox


def _metered_filter(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that weighs what it takes and gives; one that gives its items one by one gives a list."""
    passed = 1 if hasattr(function, "jinja_pass_arg") else 0

    @functools.wraps(function)
    def metered_filter(*args: Any, **kwargs: Any) -> Any:
        weighed(*(value for value in (*args[passed:], *kwargs.values()) if not isinstance(value, Undefined)))
        result = function(*args, **kwargs)
        if isinstance(result, Iterator):
            result = [item for _, item in zip(range(MAX_SIZE), result, strict=False)]
        weighed(result)
        return result

    return metered_filter


def _check_operands(operator: str, left: Any, right: Any) -> None:
    if operator == "%" and isinstance(left, str):
        raise SecurityError("% is for numbers here")
    if operator == "*":
        for sequence, times in ((left, right), (right, left)):
            if isinstance(sequence, str | list | tuple) and isinstance(times, int) and weight(sequence) * times > MAX_SIZE:
                raise SecurityError("the result is too large")
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * max(right, 1) if operator == "**" else left.bit_length() + right.bit_length()
        if bits > MAX_BITS:
            raise SecurityError("the number is too large")


def _text(value: Any) -> str:
    """A value as text; its weight bounds the time this takes."""
    weighed(value)
    return str(value)


def _replace(text: str, old: str, new: str) -> str:
    """Every `old` in a text replaced by `new`."""
    text, old, new = str(text), str(old), str(new)
    if text.count(old) * len(new) > MAX_SIZE:
        raise SecurityError("the result is too large")
    return text.replace(old, new)


def _join(values: Any, separator: str = "", attribute: str | None = None) -> str:
    """The items of a list as one text."""
    texts = [str(value[attribute] if attribute else value) for _, value in zip(range(MAX_SIZE), values, strict=False)]
    if sum(map(len, texts)) + len(str(separator)) * len(texts) > MAX_SIZE:
        raise SecurityError("the result is too large")
    return str(separator).join(texts)


def _round(number: float, precision: int = 0, method: str = "common") -> float:
    """A number with `precision` digits behind the point (at most 15): `common`, or always `ceil` or `floor`."""
    if not -15 <= precision <= 15:
        raise SecurityError("at most 15 digits can be rounded to")
    if method == "common":
        return round(float(number), precision)
    rounded: Callable[[float], float] = {"ceil": lambda value: -(-value // 1), "floor": lambda value: value // 1}[method]
    return rounded(number * 10.0**precision) / 10.0**precision


def _sum(values: Iterable[Any], attribute: str | None = None, start: float = 0) -> float:
    """The sum of numbers, or of a field of each item."""
    total = start
    for value in values:
        total += value[attribute] if attribute else value
        if not isinstance(total, int | float):
            raise TypeError("`sum` is for numbers; use `join` for texts")
    return total


def _to_json(value: Any) -> str:
    """A value as JSON."""
    return json.dumps(value, ensure_ascii=False)
