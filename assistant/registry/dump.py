"""Plain JSON as YAML the way owners write it: short things on one line, steps one below the other, quotes only where needed."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from assistant.domain.base import Json

WIDTH = 130
"""A mapping or list that fits is written on one line."""
_PLAIN = re.compile(r"[^\W\d_][\w \-.!?/()…—–«»“”„’'%+*@=<>№&]*")
_NOT_PLAIN = frozenset(
    {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
)  # the last six only mean something to old readers of YAML, and an editor may be one
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_STEPS = re.compile(r"steps|else|on_error")
_ITEM = "-"
"""Stands for the key of a step in a list of steps."""
_NEVER_SHORT = frozenset({_ITEM, "slots"})


def document(form: Json) -> str:
    """A whole document. Raises ValueError for what no JSON is."""
    return f"{block(form, 0)}\n"


def block(value: Json, indent: int, key: str = "") -> str:
    """A value as it stands under a key or after a dash, its first line not indented, the others by `indent`."""
    if not value or not isinstance(value, dict | list) or _is_short(value, indent, key):
        return text_block(value, indent) if isinstance(value, str) and "\n" in value else flow(value)
    pad = " " * indent
    if isinstance(value, list):
        inner = item_key(key)
        return f"\n{pad}".join(f"- {block(item, indent + 2, inner)}" for item in value)
    return f"\n{pad}".join(entry(name, item, indent) for name, item in value.items())


def item_key(key: str) -> str:
    """What to give `block` as the key of the items of the list under this key."""
    return _ITEM if _STEPS.fullmatch(key) else ""


def entry(key: str, value: Json, indent: int) -> str:
    """`key: value` within a mapping that stands at `indent`."""
    name = scalar(str(key))
    if not value or not isinstance(value, dict | list) or _is_short(value, indent + len(name) + 2, str(key)):
        if value is None and "." not in str(key) and key not in _BARE:
            return f"{name}: null"
        return f"{name}:" if value is None else f"{name}: {block(value, indent + 2, str(key))}"
    return f"{name}:\n{' ' * (indent + 2)}{block(value, indent + 2, str(key))}"


_BARE = frozenset({"say", "set"})
"""Step kinds without a dot in their name that may stand with no parameters."""


def flow(value: Json) -> str:
    """A value on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{scalar(str(key))}: {flow(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(flow(item) for item in value) + "]"
        case _:
            return scalar(value)


def scalar(value: Json) -> str:
    """A text, number or word, such as is read back as the same. Raises ValueError."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            if not math.isfinite(value):
                raise ValueError(f"{value} is no number a file can hold")
            return repr(value)
        case str():
            return value if _is_plain(value) else quoted(value)
    raise ValueError(f"{type(value).__name__} is nothing a file can hold")


def quoted(text: str) -> str:
    """A text in double quotes."""
    return '"' + "".join(_ESCAPES.get(letter) or _printable(letter) for letter in text) + '"'


def text_block(text: str, indent: int) -> str:
    """A text of several lines as a literal block, if it can be one."""
    if not text.strip() or text[0] in " \n\t" or any(_printable(letter) != letter for letter in text if letter != "\n"):
        return quoted(text)
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    if ends > 1 or any(line != line.rstrip() for line in body.split("\n")):
        return quoted(text)
    pad = " " * max(indent, 2)
    lines = "\n".join(f"{pad}{line}" if line else "" for line in body.split("\n"))
    return f"|{'' if ends else '-'}\n{lines}"


def _is_plain(text: str) -> bool:
    if not _PLAIN.fullmatch(text) or text.casefold() in _NOT_PLAIN or text != text.strip():
        return False
    return all(_printable(letter) == letter for letter in text)


def _printable(letter: str) -> str:
    if letter.isprintable():
        return letter
    return json.dumps(letter)[1:-1] if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"


def _is_short(value: Json, column: int, key: str) -> bool:
    """Whether a mapping or list may stand on one line: it fits, and holds neither steps nor a text of several lines."""
    if key in _NEVER_SHORT and isinstance(value, dict):
        return False
    if _STEPS.fullmatch(key) or _is_long_text(value) or _depth(value) > 3:
        return False
    if isinstance(value, list) and len(value) > 1 and any(isinstance(item, dict) for item in value):
        return False
    return column + len(flow(value)) <= WIDTH and not (key in ("phrases", "tests") and _count(value) > 2)


def _is_long_text(value: Any) -> bool:
    match value:
        case dict():
            return any(_STEPS.fullmatch(str(key)) or _is_long_text(item) for key, item in value.items())
        case list():
            return any(map(_is_long_text, value))
        case _:
            return isinstance(value, str) and "\n" in value


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0) if isinstance(value, dict | list) else 0


def _count(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_count, value.values()))
    return len(value) if isinstance(value, list) else 1
