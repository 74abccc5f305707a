"""What is known to work with each model of each server: how to ask for a shape, and what it wants otherwise."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import get_args

from assistant.llm.structured import Way, below
from assistant.store.memos import Memos

_MEMO = "llm.ways"
_KEPT = 50
_TOO_LONG = ("context length", "context window", "maximum context", "too long", "context size", "too many tokens")


@dataclass(frozen=True, slots=True)
class Known:
    """`way` is the strictest that may work; `quirks` are what a request must do without, or do otherwise."""

    way: Way = "json_schema"
    quirks: frozenset[str] = frozenset()


class Ways:
    """Remembers by server and model, also over a restart."""

    def __init__(self, memos: Memos) -> None:
        self._memos = memos
        self._known: OrderedDict[str, Known] = OrderedDict()

    async def open(self) -> None:
        """Take over what was known before."""
        for name, (way, quirks) in json.loads(await self._memos.get(_MEMO) or "{}").items():
            if way in get_args(Way):
                self._known[name] = Known(way, frozenset(quirks))

    def of(self, server: str, model: str) -> Known:
        """What is known of a model."""
        return self._known.get(f"{server} {model}", Known())

    async def remember(self, server: str, model: str, known: Known) -> None:
        """Keep what was learned."""
        name = f"{server} {model}"
        if self._known.get(name) == known:
            return
        self._known[name] = known
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        kept = {name: [known.way, sorted(known.quirks)] for name, known in self._known.items()}
        await self._memos.set(_MEMO, json.dumps(kept))


def otherwise(known: Known, complaint: str, *, shaped: bool) -> Known | None:
    """What to try after a server complained of a request; None when nothing is left."""
    said = complaint.lower()
    if any(words in said for words in _TOO_LONG):
        return None
    for words, quirk in (
        ("stream_options", "no_stream_options"),
        ("max_completion_tokens", "completion_tokens"),
        ("temperature", "no_temperature"),
    ):
        if words in said and quirk not in known.quirks:
            return replace(known, quirks=known.quirks | {quirk})
    lower = below(known.way) if shaped else None
    return replace(known, way=lower) if lower else None
