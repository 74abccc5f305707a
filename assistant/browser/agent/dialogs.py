"""What pages ask in windows of their own: what they tell is taken note of, a question gets no for an answer unless the owner says yes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import browser_use.browser.watchdogs.popups_watchdog as library

LONGEST = 500
"""Characters of a question."""
MOST = 10
"""Of what pages said since the model looked last."""


class Dialogs:
    """Those of the tabs of one task. `may_agree` is asked about each question, with its words and the address of its page."""

    def __init__(self, may_agree: Callable[[str, str], Awaitable[bool]]) -> None:
        self._may_agree = may_agree
        self._open = 0
        self._none_open = asyncio.Event()
        self._none_open.set()
        self.heard: Callable[[str], None] = lambda _text: None
        """Called with what was asked or told, and the answer, for the model."""

    async def answer(self, event: Any) -> bool:
        """Whether to accept what has opened: what only tells something, and a question with the owner's yes."""
        self._open += 1
        self._none_open.clear()
        kind, text = str(event.get("type")), str(event.get("message") or "")[:LONGEST]
        yes = kind in ("alert", "beforeunload")
        try:
            if kind == "confirm":
                yes = await self._may_agree(text, str(event.get("url") or ""))
            return yes
        finally:
            self.heard(
                f"[{kind}] {text}" + ("" if kind in ("alert", "beforeunload") else f" (answered: {'yes' if yes else 'no'})")
            )

    def closed(self) -> None:
        """One was closed."""
        self._open -= 1
        if not self._open:
            self._none_open.set()

    async def none_open(self) -> None:
        """Wait while one is open: the page stands still meanwhile."""
        await self._none_open.wait()


def take_over() -> None:
    """Keep browser-use from answering: it takes this class from its module when it connects, and would say yes to everything."""

    class Silent(library.PopupsWatchdog):
        async def on_TabCreatedEvent(self, event: Any) -> None:
            return None

    library.PopupsWatchdog = Silent  # type: ignore[assignment,misc]
