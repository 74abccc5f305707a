"""An expression of ours as JavaScript for n8n."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

from jinja2 import Environment, TemplateSyntaxError, nodes

from assistant.domain.base import Json
from assistant.flows.n8n.javascript import NotPlain, quoted

_OPERATORS: Mapping[type[nodes.BinExpr], str] = {
    **{nodes.Add: "+", nodes.Sub: "-", nodes.Mul: "*", nodes.Div: "/", nodes.Pow: "**"},
    **{nodes.And: "&&", nodes.Or: "||"},
}
_COMPARED = {"eq": "===", "ne": "!==", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}
_FILTERS: Mapping[str, str] = {
    "length": "({0}).length", "count": "({0}).length", "lower": "String({0}).toLowerCase()", "upper": "String({0}).toUpperCase()",
    "trim": "String({0}).trim()", "string": "String({0})", "float": "Number({0})", "int": "Math.trunc(Number({0}))", "abs": "Math.abs({0})",
    "first": "({0})[0]", "last": "({0}).at(-1)", "list": "[...({0})]", "reverse": "[...({0})].reverse()", "tojson": "JSON.stringify({0})",
    "join": "({0}).join({1})", "replace": "String({0}).replaceAll({1}, {2})", "default": "(({0}) ?? ({1}))", "d": "(({0}) ?? ({1}))",
    "sum": "({0}).reduce((sum, one) => sum + one, 0)", "flat": "({0}).flat()", "max": "Math.max(...({0}))", "min": "Math.min(...({0}))",
    "unique": "[...new Set({0})]",
}  # fmt: skip
_METHODS: Mapping[str, str] = {
    "lower": "toLowerCase", "upper": "toUpperCase", "strip": "trim", "startswith": "startsWith", "endswith": "endsWith", "split": "split",
}  # fmt: skip
_environment = Environment(autoescape=False)  # noqa: S701  only parses

Named = Callable[[str], str]
"""The JavaScript for a name. Raises NotPlain for one that is not known there."""


def value(given: Json, named: Named) -> str:
    """A parameter of ours, with expressions anywhere in it, as one JavaScript expression. Raises NotPlain."""
    match given:
        case str():
            return _text(given, named)
        case Mapping():
            return "{" + ", ".join(f"{quoted(str(key))}: {value(item, named)}" for key, item in given.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(value(item, named) for item in given) + "]"
        case None:
            return "null"
        case bool():
            return "true" if given else "false"
        case int() | float():
            return str(given)
    raise NotPlain(f"a {type(given).__name__} cannot be written")


def template(given: str, named: Named) -> str:
    """A text of ours as n8n's: `=` before it when it holds expressions. Raises NotPlain."""
    if "{{" not in given:
        return given
    return "=" + "".join(
        part.data if isinstance(part, nodes.TemplateData) else "{{ " + _of(part, named) + " }}" for part in _parts(given)
    )


def condition(given: str | bool, named: Named) -> str:
    """A condition, with or without braces. Raises NotPlain."""
    if isinstance(given, bool):
        return "true" if given else "false"
    return _text(given if "{{" in given else "{{ " + given + " }}", named)


def _text(given: str, named: Named) -> str:
    if "{{" not in given:
        return quoted(given)
    parts = _parts(given)
    if len(parts) == 1 and not isinstance(parts[0], nodes.TemplateData):
        return _of(parts[0], named)
    shown = [quoted(part.data) if isinstance(part, nodes.TemplateData) else f"({_of(part, named)})" for part in parts]
    return "(" + " + ".join(['""', *shown]) + ")"


@functools.lru_cache(maxsize=1_024)
def _parsed(given: str) -> nodes.Template:
    return _environment.parse(given)


def _parts(given: str) -> list[nodes.Expr]:
    try:
        tree = _parsed(given)
    except TemplateSyntaxError as error:
        raise NotPlain("its expression cannot be read") from error
    return [part for output in tree.body if isinstance(output, nodes.Output) for part in output.nodes]


def _of(node: nodes.Node, named: Named) -> str:  # noqa: C901 - one arm for each kind of node
    match node:
        case nodes.Const():
            return value(node.value, named)
        case nodes.Name():
            return named(node.name)
        case nodes.Getattr():
            return f"({_of(node.node, named)})[{quoted(node.attr)}]"
        case nodes.Getitem():
            return _item(node, named)
        case nodes.Not():
            return f"(!({_of(node.node, named)}))"
        case nodes.Neg():
            return f"(-({_of(node.node, named)}))"
        case nodes.Concat():
            return "(" + " + ".join(['""', *(f"({_of(one, named)})" for one in node.nodes)]) + ")"
        case nodes.CondExpr():
            no = _of(node.expr2, named) if node.expr2 else "null"
            return f"(({_of(node.test, named)}) ? ({_of(node.expr1, named)}) : ({no}))"
        case nodes.Mod():
            right = _of(node.right, named)
            return f"(((({_of(node.left, named)}) % ({right})) + ({right})) % ({right}))"
        case nodes.BinExpr() if type(node) in _OPERATORS:
            return f"(({_of(node.left, named)}) {_OPERATORS[type(node)]} ({_of(node.right, named)}))"
        case nodes.Compare():
            return _compared(node, named)
        case nodes.List() | nodes.Tuple():
            return "[" + ", ".join(_of(one, named) for one in node.items) + "]"
        case nodes.Dict():
            return "({" + ", ".join(f"[{_of(pair.key, named)}]: {_of(pair.value, named)}" for pair in node.items) + "})"
        case nodes.Filter():
            return _filter(node, named)
        case nodes.Call():
            return _call(node, named)
    raise NotPlain(f"{type(node).__name__} has no counterpart there")


def _item(node: nodes.Getitem, named: Named) -> str:
    of = _of(node.node, named)
    if isinstance(node.arg, nodes.Slice):
        if node.arg.step is not None:
            raise NotPlain("a slice with a step")
        start = _of(node.arg.start, named) if node.arg.start else "0"
        stop = f", {_of(node.arg.stop, named)}" if node.arg.stop else ""
        return f"({of}).slice({start}{stop})"
    return f"({of})[{_of(node.arg, named)}]"


def _compared(node: nodes.Compare, named: Named) -> str:
    if len(node.ops) != 1:
        raise NotPlain("a comparison of more than two values")
    left, operand = _of(node.expr, named), node.ops[0]
    right = _of(operand.expr, named)
    if operand.op in _COMPARED:
        return f"(({left}) {_COMPARED[operand.op]} ({right}))"
    within = f"({right}).includes({left})"
    return within if operand.op == "in" else f"(!{within})"


def _filter(node: nodes.Filter, named: Named) -> str:
    of = _of(node.node, named) if node.node else "null"
    arguments = [_of(argument, named) for argument in node.args]
    if node.name == "map" and [pair.key for pair in node.kwargs] == ["attribute"] and not arguments:
        path = node.kwargs[0].value
        if isinstance(path, nodes.Const):
            return f"({of}).map(one => " + "one" + "".join(f"[{quoted(part)}]" for part in str(path.value).split(".")) + ")"
    if node.name in ("selectattr", "rejectattr") and len(arguments) in (1, 3) and not node.kwargs:
        return _selected(node.name, of, arguments, node)
    shape = _FILTERS.get(node.name)
    if shape is None or node.kwargs or len(arguments) > 2:
        raise NotPlain(f"the filter `{node.name}` has no counterpart there")
    filled = [*arguments, *('""' for _ in range(2 - len(arguments)))]
    return shape.format(of, *filled)


def _selected(name: str, of: str, arguments: list[str], node: nodes.Filter) -> str:
    test = f"!!one[{arguments[0]}]"
    if len(arguments) == 3:
        word = node.args[1]
        if not isinstance(word, nodes.Const) or word.value not in ("equalto", "eq", "=="):
            raise NotPlain(f"`{name}` with this test")
        test = f"one[{arguments[0]}] === {arguments[2]}"
    return f"({of}).filter(one => {test if name == 'selectattr' else f'!({test})'})"


def _call(node: nodes.Call, named: Named) -> str:
    if not isinstance(node.node, nodes.Getattr) or node.kwargs:
        raise NotPlain("a call with no counterpart there")
    of, method = _of(node.node.node, named), node.node.attr
    arguments = ", ".join(_of(argument, named) for argument in node.args)
    if method in _METHODS:
        return f"String({of}).{_METHODS[method]}({arguments})"
    if method == "get" and node.args:
        otherwise = f" ?? ({_of(node.args[1], named)})" if len(node.args) > 1 else ""
        return f"(({of})[{_of(node.args[0], named)}]{otherwise})"
    if method in ("keys", "values", "items"):
        return f"Object.{'entries' if method == 'items' else method}({of})"
    raise NotPlain(f"`.{method}()` has no counterpart there")
