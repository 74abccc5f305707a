"""A plain JavaScript expression of n8n as an expression of ours, and texts that hold such expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.domain.base import Json
from assistant.flows.n8n.javascript import (
    Binary,
    Call,
    Choice,
    Fields,
    Items,
    Joined,
    Literal,
    Member,
    Name,
    NotPlain,
    Tree,
    Unary,
    parse,
)

_NAME = re.compile(r"[^\W\d]\w*")
_OPERATORS: Mapping[str, str] = {
    **{"===": "==", "!==": "!=", "==": "==", "!=": "!=", "&&": "and", "||": "or"},
    **{sign: sign for sign in ("<", ">", "<=", ">=", "-", "*", "/")},
}
_FILTERS: Mapping[str, str] = {
    "toLowerCase": "lower",
    "toUpperCase": "upper",
    "trim": "trim",
    "toString": "string",
    "join": "join",
    "replaceAll": "replace",
    "first": "first",
    "last": "last",
    "isEmpty": "",
}
_METHODS: Mapping[str, str] = {"startsWith": "startswith", "endsWith": "endswith", "split": "split"}
_FUNCTIONS: Mapping[str, str] = {
    "Number": "float",
    "parseFloat": "float",
    "parseInt": "int",
    "String": "string",
    "JSON.stringify": "tojson",
    "Math.abs": "abs",
    "Math.round": "round",
}


@dataclass(frozen=True, slots=True)
class Sight:
    """What an n8n expression sees where it stands, as expressions of ours: its own item, and other nodes' items."""

    item: str
    items: str
    number: str = "1"
    paired: Callable[[str], str] = lambda name: name
    """The item of a node this item came from. Raises NotPlain."""
    all_of: Callable[[str], str] = lambda name: name
    """All items of a node. Raises NotPlain."""
    script: Callable[[str], str] | None = None
    """Has JavaScript that has no counterpart run beside it: what its value is called. None: it cannot be."""


def value(given: Json, sight: Sight) -> Json:
    """A parameter of n8n as one of ours: texts that begin with `=` are templates of JavaScript. Raises NotPlain."""
    match given:
        case str():
            return _text(given, sight)
        case dict():
            return {key: value(item, sight) for key, item in given.items()}
        case list():
            return [value(item, sight) for item in given]
        case _:
            return given


def is_expression(given: Json) -> bool:
    """Whether n8n would evaluate this text."""
    return isinstance(given, str) and given.startswith("=")


def bare(given: Json, sight: Sight) -> str:
    """A parameter as an expression without braces. Raises NotPlain."""
    if not is_expression(given):
        return literal(given)
    parts = split(str(given)[1:])
    return " ~ ".join(f"({expression(text, sight)})" if is_code else literal(text) for is_code, text in parts) or '""'


def expression(text: str, sight: Sight) -> str:
    """One JavaScript expression as one of ours, or what its value is called when it must stay a script. Raises NotPlain."""
    try:
        return _of(parse(text.strip().rstrip(";")), sight)
    except NotPlain:
        if sight.script is None:
            raise
        return sight.script(text.strip().rstrip(";"))


def split(text: str) -> list[tuple[bool, str]]:
    """A text cut at its `{{ }}`: whether each part is an expression, and the part."""
    parts: list[tuple[bool, str]] = []
    for index, part in enumerate(re.split(r"\{\{([\s\S]*?)\}\}(?!\})", text)):
        if part or index % 2:
            parts.append((index % 2 == 1, part))
    return parts


def literal(given: Json) -> str:
    """A constant as an expression."""
    match given:
        case None:
            return "none"
        case bool():
            return "true" if given else "false"
        case int() | float():
            return str(given)
        case str():
            escaped = given.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
            return f"'{escaped}'"
        case dict():
            return "{" + ", ".join(f"{literal(str(key))}: {literal(item)}" for key, item in given.items()) + "}"
        case list():
            return "[" + ", ".join(map(literal, given)) + "]"
    raise NotPlain(f"a {type(given).__name__}")


def verbatim(text: str) -> str:
    """A text that stays as it is where expressions are evaluated."""
    return re.sub(r"\{[{%#]", lambda match: "{{ '" + match[0] + "' }}", text)


def _text(given: str, sight: Sight) -> str:
    if not given.startswith("="):
        return verbatim(given)
    parts = split(given[1:])
    return "".join("{{ " + expression(text, sight) + " }}" if is_code else verbatim(text) for is_code, text in parts)


def _of(tree: Tree, sight: Sight) -> str:  # noqa: C901 - one arm for each kind of node
    match tree:
        case Literal(value=found):
            return literal(found)
        case Name(name=name):
            return _word(name, sight)
        case Unary(operator="!", of=of):
            return f"(not {_of(of, sight)})"
        case Unary(of=of):
            return f"(-{_of(of, sight)})"
        case Binary():
            return _binary(tree, sight)
        case Choice(test=test, yes=yes, no=no):
            return f"({_of(yes, sight)} if {_of(test, sight)} else {_of(no, sight)})"
        case Joined(parts=parts):
            return "(" + " ~ ".join(_of(part, sight) for part in parts) + ")" if parts else "''"
        case Items(items=items):
            return "[" + ", ".join(_of(item, sight) for item in items) + "]"
        case Fields(fields=fields):
            return "{" + ", ".join(f"{literal(key)}: {_of(item, sight)}" for key, item in fields) + "}"
        case Member():
            return _member(tree, sight)
        case Call():
            return _call(tree, sight)


def _word(name: str, sight: Sight) -> str:
    known = {"$json": sight.item, "$itemIndex": f"({sight.number} - 1)", "$now": "now"}
    if name not in known:
        raise NotPlain(f"`{name}` has no counterpart")
    return known[name]


def _binary(tree: Binary, sight: Sight) -> str:
    left, right = _of(tree.left, sight), _of(tree.right, sight)
    if tree.operator == "??":
        return f"({left} if ({left} | default(none)) is not none else {right})"
    if tree.operator == "||":
        return f"({left} | default({right}, true))"
    if tree.operator == "+":
        return f"({left} {'~' if _is_text(tree.left) or _is_text(tree.right) else '+'} {right})"
    if tree.operator == "%":
        # The remainder has the sign of the left side there, of the right side here.
        return f"({left} - {right} * (({left} / {right}) | int))"
    return f"({left} {_OPERATORS[tree.operator]} {right})"


def _is_text(tree: Tree) -> bool:
    match tree:
        case Literal(value=str()) | Joined():
            return True
        case Binary(operator="+", left=left, right=right):
            return _is_text(left) or _is_text(right)
    return False


def _member(tree: Member, sight: Sight) -> str:
    if (known := _node_items(tree, sight)) is not None:
        return known
    of = _of(tree.of, sight)
    if tree.maybe:
        of = f"({of} | default({{}}, true))"
    match tree.key:
        case Literal(value="length"):
            found = f"({of} | length)"
        case Literal(value=str() as key) if _NAME.fullmatch(key):
            found = f"{of}.{key}"
        case key:
            found = f"{of}[{_of(key, sight)}]"
    return f"({found} | default(none))" if tree.maybe else found


def _node_items(tree: Member, sight: Sight) -> str | None:
    """`$('A').item.json`, `$('A').first().json`, `$node["A"].json`, `$input.item.json` ...: what stands before `.json`."""
    if tree.key != Literal("json"):
        return None
    match tree.of:
        case Member(of=Call(what=Name(name="$"), arguments=(Literal(value=str() as name),)), key=Literal(value="item")):
            return sight.paired(name)
        case Member(of=Name(name="$node"), key=Literal(value=str() as name)):
            return sight.paired(name)
        case Member(of=Name(name="$input"), key=Literal(value="item")):
            return sight.item
        case Call(what=Member(of=of, key=Literal(value=("first" | "last") as which)), arguments=()):
            return f"({_list_of(of, sight)} | {which})"
    return None


def _list_of(tree: Tree, sight: Sight) -> str:
    match tree:
        case Name(name="$input"):
            return sight.items
        case Call(what=Name(name="$"), arguments=(Literal(value=str() as name),)):
            return sight.all_of(name)
    raise NotPlain("items of something unknown")


def _call(tree: Call, sight: Sight) -> str:
    if (name := _dotted(tree.what)) in _FUNCTIONS and tree.arguments:
        return f"({_of(tree.arguments[0], sight)} | {_FUNCTIONS[name]})"
    if name == "Boolean" and len(tree.arguments) == 1:
        return f"(not not {_of(tree.arguments[0], sight)})"
    match tree.what:
        case Member(of=of, key=Literal(value=str() as method), maybe=False):
            return _method(_of(of, sight), method, [_of(argument, sight) for argument in tree.arguments])
    raise NotPlain("a call with no counterpart")


def _method(of: str, method: str, arguments: list[str]) -> str:
    if method == "includes" and len(arguments) == 1:
        return f"({arguments[0]} in {of})"
    if method == "isEmpty" and not arguments:
        return f"(not {of})"
    if _FILTERS.get(method):
        return f"({of} | {_FILTERS[method]}{'(' + ', '.join(arguments) + ')' if arguments else ''})"
    if method in _METHODS and len(arguments) == 1:
        return f"{of}.{_METHODS[method]}({arguments[0]})"
    raise NotPlain(f"`.{method}()` has no counterpart")


def _dotted(tree: Tree) -> str:
    match tree:
        case Name(name=name):
            return name
        case Member(of=Name(name=name), key=Literal(value=str() as key)):
            return f"{name}.{key}"
    return ""
