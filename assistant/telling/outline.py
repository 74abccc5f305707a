"""What was told as an outline: things to do in order, loops and conditions around them; words only, nothing understood yet.

A loop or a condition reaches to the next full stop, to "в конце", to "иначе", or to a "потом" whose words do not speak of
the item any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from assistant.telling import words
from assistant.understanding.cues import DETERMINERS, PREPOSITIONS
from assistant.understanding.tokens import Token, tokens

IsOrder = Callable[[tuple[Token, ...], int], bool]
"""Whether an order begins at that word."""

_NUMBERED = re.compile(r"(?:^|(?<=[\s.;,]))(?:шаг\s+|step\s+)?\d{1,2}[.)]\s+|\n\s*[-*•]\s+", re.IGNORECASE)
_STOPS = ".;\n"
_EDGES = " \t\n,.:;—–-"


@dataclass(frozen=True, slots=True)
class Do:
    """Words that are one or several things to do."""

    text: str


@dataclass(frozen=True, slots=True)
class Loop:
    """The same for each of `over`."""

    over: str
    steps: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """`steps` when `condition` holds, else `otherwise`."""

    condition: str
    steps: tuple[Node, ...]
    otherwise: tuple[Node, ...] = ()


Node = Do | Loop | Branch
Within = Literal["", "loop", "branch"]


def outline(text: str, is_order: IsOrder) -> tuple[Node, ...]:
    """The outline of a body; quotes and slots must have been masked."""
    numbered = _NUMBERED.sub(". ", text).strip(_EDGES)
    said = tokens(numbered)
    reader = _Reader(numbered, said, is_order)
    nodes: list[Node] = []
    while reader.at < len(said):
        before = reader.at
        nodes += reader.block("")
        reader.at += reader.at == before
    return tuple(nodes)


@dataclass(slots=True)
class _Reader:
    """Goes through the words once, from marker to marker."""

    text: str
    said: tuple[Token, ...]
    is_order: IsOrder
    at: int = 0
    depth: int = field(default=0)

    def block(self, within: Within) -> list[Node]:
        """Nodes until this block ends."""
        nodes: list[Node] = []
        first = self.at
        while self.at < len(self.said):
            if within and self.at > first and self._ends(within):
                break
            nodes += self._node(within)
        return nodes

    def _node(self, within: Within) -> list[Node]:
        for phrases in (words.SEQUENCE, words.FIRST, words.OUT):
            if length := words.at(self.said, self.at, phrases):
                self.at += length
                return []
        if length := words.at(self.said, self.at, words.LOOP):
            return [self._loop(length)]
        if (length := words.at(self.said, self.at, words.IF)) and not self._else(self.at):
            return [self._branch(length)]
        return self._do(within)

    def _do(self, within: Within) -> list[Node]:
        start = self.at
        self.at += 1
        while self.at < len(self.said) and not self._marker() and not (within and self._stopped(self.at)):
            self.at += 1
        text = self._between(start, self.at)
        return [Do(text)] if text else []

    def _loop(self, length: int) -> Loop:
        start = self.at + length
        body = self._body(start)
        over = self._between(start, body)
        self.at = body
        self.depth += 1
        steps = self.block("loop") if self.depth < 6 else []
        self.depth -= 1
        return Loop(over, tuple(steps))

    def _branch(self, length: int) -> Branch:
        start = self.at + length
        body = self._body(start)
        condition = self._between(start, body)
        self.at = body + words.at(self.said, body, words.THEN)
        self.depth += 1
        steps = self.block("branch") if self.depth < 6 else []
        otherwise: list[Node] = []
        if other := self._else(self.at):
            self.at += other + words.at(self.said, self.at + other, words.THEN)
            otherwise = self.block("branch")
        self.depth -= 1
        return Branch(condition, tuple(steps), tuple(otherwise))

    def _body(self, start: int) -> int:
        """Where what is to be done begins behind a loop's or a condition's head."""
        for at in range(start + 1, len(self.said)):
            marks = self._marks(at)
            bare = at == start + 1 and self.said[start].word in ("из", "of", "in")
            if (
                (":" in marks and not bare)
                or "—" in marks
                or words.at(self.said, at, words.THEN)
                or words.at(self.said, at, words.LOOP)
            ):
                return at
            if self.is_order(self.said, at) and self.said[at - 1].word not in DETERMINERS | PREPOSITIONS:
                return at
        return len(self.said)

    def _else(self, at: int) -> int:
        """How many words of "иначе" stand there; "если нет" is one only where nothing follows that there is none of."""
        length = words.at(self.said, at, words.ELSE)
        if not length or self.said[at + length - 1].word not in ("нет", "not"):
            return length
        after = at + length
        ends = after >= len(self.said) or any(mark in self._marks(after) for mark in ",:—")
        return length if ends or words.at(self.said, after, words.THEN) or self.is_order(self.said, after) else 0

    def _ends(self, within: Within) -> bool:
        if self._stopped(self.at) or words.at(self.said, self.at, words.OUT) or self._else(self.at):
            return True
        if length := words.at(self.said, self.at, words.SEQUENCE):
            if words.at(self.said, self.at + length, words.LOOP):
                return True
            return not words.points(self.said[self.at + length : self._clause_end(self.at + length)])
        return False

    def _clause_end(self, start: int) -> int:
        at = start + 1
        while at < len(self.said) and not words.at(self.said, at, words.SEQUENCE) and not self._stopped(at):
            at += 1
        return at

    def _stopped(self, at: int) -> bool:
        """Whether a full stop stands before this word."""
        return any(mark in self._marks(at) for mark in _STOPS)

    def _marks(self, at: int) -> str:
        return self.text[self.said[at - 1].end : self.said[at].start] if 0 < at < len(self.said) else ""

    def _marker(self) -> bool:
        marks = (words.SEQUENCE, words.LOOP, words.IF, words.OUT)
        return self._else(self.at) > 0 or any(words.at(self.said, self.at, phrases) for phrases in marks)

    def _between(self, start: int, end: int) -> str:
        if start >= end:
            return ""
        last = len(self.text) if end >= len(self.said) else self.said[end - 1].end
        return self.text[self.said[start].start : last].strip(_EDGES)
