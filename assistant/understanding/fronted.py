"""A time said before everything else: "завтра в девять напомни …", "on Friday at noon schedule …"."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from assistant.domain.base import Language
from assistant.domain.command import Command
from assistant.understanding.cuts import DANGLING
from assistant.understanding.grammar.line import line_of
from assistant.understanding.grammar.moments import near, pieces
from assistant.understanding.grammar.periods import period
from assistant.understanding.tokens import Token

_SOME_DAY = datetime(2024, 5, 6, 12, tzinfo=UTC)
"""Whether words are a time does not depend on today."""
_TIMES = ("moment", "period")
_GAP = re.compile(r"\s*(?:(?P<joint>\[[^\[\]]*\]|\([^()]*\)|[^\s\[\](){}|]+)\s*)?\{(?P<slot>\w+)\}")
_BARE = re.compile(r"[\[\]()|]")


def time_in_front(text: str, said: Sequence[Token], language: Language) -> int:
    """How many of the first words are a time, with more words behind it; 0 for none."""
    starts = [token.start for token in said]
    for end in _ends(text[starts[0] :], language):
        behind = next((i for i, start in enumerate(starts) if start >= starts[0] + end), 0)
        if behind:
            return behind
    return 0


@functools.lru_cache(maxsize=1024)
def _ends(text: str, language: Language) -> tuple[int, ...]:
    """Where the times that stand at the beginning of the text end, longest first."""
    line = line_of(text)
    found = []
    if moment := pieces(line, 0, near(_SOME_DAY, language)):
        found.append(line.ends[moment[1] - 1])
    if stretch := period(line, 0, _SOME_DAY, language):
        found.append(line.ends[stretch[1] - 1])
    return tuple(sorted(found, reverse=True))


def time_of(command: Command, phrase: str) -> tuple[str, str] | None:
    """A phrase without its slot of a time and what joins it ("on {when}"), and the slot; None when it has none to do without."""
    for gap in _GAP.finditer(phrase):
        slot = command.slots.get(gap["slot"])
        if slot is None or slot.type not in _TIMES or _depth(phrase[: gap.start("slot")]):
            continue
        joins = gap["joint"] and all(word in DANGLING for word in _BARE.sub(" ", gap["joint"]).split())
        kept = phrase[: gap.start()] + (" " if joins else f" {gap['joint'] or ''} ") + phrase[gap.end() :]
        return (kept.strip(), slot.name) if kept.strip() else None
    return None


def _depth(before: str) -> int:
    return before.count("[") + before.count("(") - before.count("]") - before.count(")")
