"""A text cut into tokens that remember where they stood: what all the grammars read."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TypeVar

from assistant.words import fold

T = TypeVar("T")
Parsed = tuple[T, int] | None
"""What a grammar function gives: the value and the index of the first token after it, or nothing."""

_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Line:
    """Tokens are runs of digits, runs of letters (folded: lower case, ё as е) and single marks.

    `words[i]` is the token's folded text, `starts[i]` and `ends[i]` its place in `text`.
    """

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)

    def word(self, i: int) -> str:
        """Token `i`, or an empty string outside the line."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def glued(self, i: int) -> bool:
        """Whether token `i` follows the one before it without a space."""
        return 0 < i < len(self.words) and self.starts[i] == self.ends[i - 1]

    def raw(self, i: int, j: int) -> str:
        """The text of tokens i..j-1 as it was written."""
        return self.text[self.starts[i] : self.ends[j - 1]] if i < j else ""

    def match(self, i: int, *phrases: tuple[str, ...]) -> int:
        """The index after the first phrase that stands at `i`, or -1."""
        for phrase in phrases:
            if self.words[i : i + len(phrase)] == phrase:
                return i + len(phrase)
        return -1

    def index_at(self, end: int, i: int) -> int:
        """The index of the first token at or after position `end`, looking from token `i` on."""
        while i < len(self.words) and self.starts[i] < end:
            i += 1
        return i


@functools.lru_cache(maxsize=512)
def line_of(text: str) -> Line:
    """The tokens of a text. Cached: every slot type looks at the same clause."""
    found = list(_TOKEN.finditer(text))
    return Line(
        text,
        tuple(fold(token.group()) for token in found),
        tuple(token.start() for token in found),
        tuple(token.end() for token in found),
    )
