"""JavaScript expressions as n8n has them between `{{ }}`, read into a tree of plain tuples-like nodes.

Only expressions without side effects or functions of their own are read; anything else raises NotPlain, and the caller
keeps it as JavaScript. Precedence climbing over the operators of ECMAScript that expressions use.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

MAX_LENGTH = 4_000
MAX_DEPTH = 40


class NotPlain(Exception):
    """An expression that is more than paths, operators and a few known calls."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, number, true, false or null."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Name:
    """A word such as `$json`."""

    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """`of.key`, `of[key]`; `maybe` for `?.`."""

    of: Tree
    key: Tree
    maybe: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """`what(arguments)`."""

    what: Tree
    arguments: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """`!x`, `-x`."""

    operator: str
    of: Tree


@dataclass(frozen=True, slots=True)
class Binary:
    """`left operator right`."""

    operator: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Choice:
    """`test ? yes : no`."""

    test: Tree
    yes: Tree
    no: Tree


@dataclass(frozen=True, slots=True)
class Joined:
    """A template literal: texts and expressions in order."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """An array literal."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """An object literal with plain keys."""

    fields: tuple[tuple[str, Tree], ...]


Tree = Literal | Name | Member | Call | Unary | Binary | Choice | Joined | Items | Fields

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<name>[A-Za-z_$][\w$]*)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<template>`(?:[^`\\]|\\.)*`)
    |(?P<sign>===|!==|\?\?|\?\.(?!\d)|==|!=|<=|>=|&&|\|\||\.\.\.|=>|[-+*/%<>!?:.,()\[\]{}])
    )""",
    re.VERBOSE,
)
_BINARY: Mapping[str, int] = {
    **{"??": 1, "||": 2, "&&": 3, "==": 4, "!=": 4, "===": 4, "!==": 4},
    **{"<": 5, ">": 5, "<=": 5, ">=": 5, "+": 6, "-": 6, "*": 7, "/": 7, "%": 7},
}
_WORDS: Mapping[str, Literal] = {
    "true": Literal(True),
    "false": Literal(False),
    "null": Literal(None),
    "undefined": Literal(None),
}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0"}


def parse(text: str) -> Tree:
    """The tree of one expression. Raises NotPlain."""
    if len(text) > MAX_LENGTH:
        raise NotPlain("it is too long")
    reader = _Reader(_tokens(text))
    tree = reader.expression()
    if reader.left:
        raise NotPlain(f"there is more after it: {reader.left[0][1]}")
    return tree


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place = [], 0
    text = text.strip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise NotPlain(f"cannot read {text[place : place + 20]!r}")
        found.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found


class _Reader:
    """Reads words from the front; `left` is what has not been read."""

    def __init__(self, words: list[tuple[str, str]]) -> None:
        self.left = words
        self._depth = 0

    def expression(self) -> Tree:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise NotPlain("it is nested too deeply")
        test = self._binary(1)
        if self._take("?"):
            yes = self.expression()
            self._need(":")
            test = Choice(test, yes, self.expression())
        self._depth -= 1
        return test

    def _binary(self, least: int) -> Tree:
        left = self._unary()
        while self.left and self.left[0][0] == "sign" and _BINARY.get(self.left[0][1], 0) >= least:
            operator = self.left.pop(0)[1]
            left = Binary(operator, left, self._binary(_BINARY[operator] + 1))
        return left

    def _unary(self) -> Tree:
        for operator in ("!", "-"):
            if self._take(operator):
                self._depth += 1
                if self._depth > MAX_DEPTH:
                    raise NotPlain("it is nested too deeply")
                found = Unary(operator, self._unary())
                self._depth -= 1
                return found
        return self._postfix(self._primary())

    def _postfix(self, tree: Tree) -> Tree:
        while True:
            if self._take("."):
                tree = Member(tree, Literal(self._word()))
            elif self._take("?."):
                if self._take("["):
                    tree = Member(tree, self.expression(), maybe=True)
                    self._need("]")
                else:
                    tree = Member(tree, Literal(self._word()), maybe=True)
            elif self._take("["):
                tree = Member(tree, self.expression())
                self._need("]")
            elif self._take("("):
                tree = Call(tree, self._list(")"))
            else:
                return tree

    def _primary(self) -> Tree:
        if not self.left:
            raise NotPlain("it ends too early")
        kind, word = self.left.pop(0)
        match kind:
            case "number":
                return Literal(float(word) if any(letter in word for letter in ".eE") else int(word))
            case "text":
                return Literal(_unescaped(word[1:-1]))
            case "template":
                return _joined(word[1:-1])
            case "name":
                return _WORDS.get(word) or Name(word)
        if word == "(":
            tree = self.expression()
            self._need(")")
            return tree
        if word == "[":
            return Items(self._list("]"))
        if word == "{":
            return self._fields()
        raise NotPlain(f"`{word}` stands where a value should")

    def _list(self, end: str) -> tuple[Tree, ...]:
        found: list[Tree] = []
        while not self._take(end):
            found.append(self.expression())
            if not self._take(","):
                self._need(end)
                break
        return tuple(found)

    def _fields(self) -> Fields:
        found: list[tuple[str, Tree]] = []
        while not self._take("}"):
            kind, word = self.left.pop(0) if self.left else ("", "")
            if kind not in ("name", "text", "number"):
                raise NotPlain("an object with computed keys")
            self._need(":")
            found.append((_unescaped(word[1:-1]) if kind == "text" else word, self.expression()))
            if not self._take(","):
                self._need("}")
                break
        return Fields(tuple(found))

    def _take(self, sign: str) -> bool:
        if self.left and self.left[0] == ("sign", sign):
            self.left.pop(0)
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise NotPlain(f"`{sign}` is missing")

    def _word(self) -> str:
        if not self.left or self.left[0][0] != "name":
            raise NotPlain("a name is missing")
        return self.left.pop(0)[1]


def _unescaped(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        code = match[1]
        if code[0] in "ux":
            return chr(int(code[1:], 16))
        return _ESCAPES.get(code, code)

    return re.sub(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\s\S])", one, text)


def _joined(text: str) -> Tree:
    parts: list[Tree] = []
    place = 0
    for match in re.finditer(r"\$\{([^{}`]*)\}", text):
        parts += [Literal(_unescaped(text[place : match.start()])), parse(match[1])]
        place = match.end()
    if "${" in text[place:]:
        raise NotPlain("a template within a template")
    parts.append(Literal(_unescaped(text[place:])))
    return Joined(tuple(part for part in parts if part != Literal("")))


def quoted(text: str) -> str:
    """A text as JavaScript writes it."""
    return json.dumps(text, ensure_ascii=False)
