"""YAML text into plain values that know where they stand; hostile text ends early.

Reads the events of ruamel.yaml's YAML 1.2 parser as they come, so that depth and size are refused before anything is
built. Only JSON values come out (core schema: `no`, `да` and `2026-01-01` stay words); tags, anchors and aliases are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from assistant.domain.base import Json, LocalText
from assistant.domain.both import both
from assistant.errors import CommandFileError

MAX_BYTES = 64 * 1024
"""The size of one command file."""
MAX_DEPTH = 40
"""Mappings and lists within one another."""
MAX_NODES = 8_000
"""Values in one file."""

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, Json] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place; `line` and `column` count from one. `value` holds Nodes inside mappings and lists."""

    value: Any
    line: int
    column: int
    keys: dict[str, Node] = field(default_factory=dict)
    """For a mapping: its keys with their own places."""

    @property
    def plain(self) -> Json:
        """The value without places."""
        match self.value:
            case dict():
                return {key: item.plain for key, item in self.value.items()}
            case list():
                return [item.plain for item in self.value]
            case _:
                return self.value

    def child(self, part: int | str) -> Node | None:
        """The item under this key or at this index."""
        match self.value:
            case dict():
                return self.value.get(part)
            case list() if isinstance(part, int) and 0 <= part < len(self.value):
                found: Node = self.value[part]
                return found
            case _:
                return None

    def at(self, path: tuple[int | str, ...]) -> Node:
        """The deepest node on this path; steps that lead nowhere are passed over."""
        node = self
        for part in path:
            node = node.child(part) or node
        return node


def read(text: str, file: str) -> Node:
    """The one document of a command file. Raises CommandFileError."""
    try:
        return _build(text, file)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise CommandFileError(_not_yaml(_explain(error)), file, line, column) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = both("The file holds a character that no text has.", "В файле есть символ, которого в тексте не бывает.")
        raise CommandFileError(message, file, line) from error
    except (YAMLError, ValueError, OverflowError) as error:
        raise CommandFileError(_not_yaml(str(error)), file) from error


def _not_yaml(why: str) -> LocalText:
    return both("This is not YAML: {why}.", "Это не YAML: {why}.", why=why)


def empty() -> LocalText:
    """That there is no command in the file."""
    return both("The file is empty.", "Файл пуст.")


def _explain(error: MarkedYAMLError) -> str:
    parts = (str(part).strip() for part in (error.context, error.problem) if part)
    return ", ".join(parts) or "it cannot be read"


def _build(text: str, file: str) -> Node:
    building = _Building(file)
    for event in YAML(typ="safe", pure=True).parse(text):
        building.take(event)
    if building.root is None:
        raise CommandFileError(empty(), file, 1, 1)
    return building.root


class _Building:
    """The tree as far as it has been read; one frame for each open mapping or list."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self._open: list[tuple[Node, list[Node]]] = []
        self._count = 0

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        if kind == "AliasEvent" or getattr(event, "anchor", None):
            message = both(
                "Anchors (&) and aliases (*) are not possible here; write it out.",
                "Якоря (&) и ссылки (*) здесь невозможны; напишите всё целиком.",
            )
            raise CommandFileError(message, self.file, *place)
        if getattr(event, "tag", None) and getattr(event, "tag", None) != "!":
            message = both("Tags such as {tag} are not possible here.", "Теги вроде {tag} здесь невозможны.", tag=str(event.tag))
            raise CommandFileError(message, self.file, *place)
        match kind:
            case "MappingStartEvent":
                self._begin(Node({}, *place))
            case "SequenceStartEvent":
                self._begin(Node([], *place))
            case "ScalarEvent":
                self._add(Node(_scalar(event), *place))
            case "MappingEndEvent" | "SequenceEndEvent":
                node, _keys = self._open.pop()
                if self._open:
                    self._attach(node)
            case "DocumentStartEvent" if self.root is not None:
                message = both(
                    "One file holds one command; `---` begins a second one.",
                    "В одном файле одна команда; `---` начинает вторую.",
                )
                raise CommandFileError(message, self.file, *place)

    def _begin(self, node: Node) -> None:
        if len(self._open) >= MAX_DEPTH:
            message = both("More than {limit} levels within one another.", "Больше {limit} уровней вложенности.", limit=MAX_DEPTH)
            raise CommandFileError(message, self.file, node.line, node.column)
        self._count_one(node)
        if self.root is None:
            self.root = node
        self._open.append((node, []))

    def _add(self, node: Node) -> None:
        self._count_one(node)
        if self._open:
            self._attach(node)
        elif self.root is None:
            self.root = node

    def _attach(self, node: Node) -> None:
        parent, waiting = self._open[-1]
        if isinstance(parent.value, list):
            parent.value.append(node)
        elif waiting:
            key = waiting.pop()
            parent.value[str(key.value)] = node
        else:
            self._key(parent, node)
            waiting.append(parent.keys[str(node.value)])

    def _key(self, parent: Node, node: Node) -> None:
        if isinstance(node.value, dict | list):
            raise CommandFileError(both("A key must be a word.", "Ключ должен быть словом."), self.file, node.line, node.column)
        name = str(node.value)
        if name in parent.keys:
            message = both("`{name}` stands here twice.", "`{name}` стоит здесь дважды.", name=name)
            raise CommandFileError(message, self.file, node.line, node.column)
        parent.keys[name] = Node(name, node.line, node.column)

    def _count_one(self, node: Node) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            message = both("More than {limit} values in one file.", "Больше {limit} значений в одном файле.", limit=MAX_NODES)
            raise CommandFileError(message, self.file, node.line, node.column)


def _scalar(event: Any) -> Json:
    text = str(event.value)
    return text if not event.implicit[0] or event.style in ("'", '"', "|", ">") else word(text)


def word(text: str) -> Json:
    """What a text without quotes stands for."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def texts(node: Node) -> Iterator[Node]:
    """Every text within, in the order of the file."""
    match node.value:
        case str():
            yield node
        case dict():
            for item in node.value.values():
                yield from texts(item)
        case list():
            for item in node.value:
                yield from texts(item)
