"""One mailbox: its backend, called in a worker thread, one call at a time; and its part of the index, kept up to date."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

import anyio
import anyio.to_thread

from assistant.domain.letter import Letter, MailAccount
from assistant.errors import LetterUnreadable
from assistant.extensions.mail import MailBackend, PlacedLetter
from assistant.mail.mime import read_letter
from assistant.store.letters import Letters
from assistant.store.letters_take import Read

logger = logging.getLogger(__name__)
T = TypeVar("T")
AT_ONCE = 200
"""Letters fetched and taken over at once."""
PATIENCE = 30.0
"""Seconds for which somebody who asks waits for letters not known yet; the rest is fetched behind."""


class Box:
    """A mailbox of the owner. All methods on the event loop."""

    def __init__(self, account: MailAccount, backend: MailBackend, letters: Letters) -> None:
        self.account = account
        self.own = frozenset(email.lower() for email in (account.email, *account.aliases))
        self.complete = False
        """Whether everything within the owner's history is known."""
        self._backend = backend
        self._letters = letters
        self._turn = anyio.CapacityLimiter(1)
        self._watcher = anyio.CapacityLimiter(1)
        self._refreshing = anyio.Lock()
        self._looked = 0.0

    async def ask(self, question: Callable[[MailBackend], T]) -> T:
        """Ask the mailbox; cancelling waits for its answer, so that the connection stays whole."""
        return await anyio.to_thread.run_sync(question, self._backend, limiter=self._turn)

    async def refresh(self, history: datetime, since: datetime | None = None) -> int:
        """Fetch what is new, and what is older back to `since`, as far as patience goes; how many letters were new.

        Raises Unreachable, StepRefused.
        """
        began = time.monotonic()
        fresh = 0
        async with self._refreshing:
            if self.complete and self._looked >= began:
                # Somebody else has looked while this one waited for his turn.
                return 0
            while True:
                oldest, more, count = await self._step(history)
                fresh += count
                if not more or time.monotonic() - began > PATIENCE or since is None or (oldest is not None and oldest < since):
                    return fresh

    async def _step(self, history: datetime) -> tuple[datetime | None, bool, int]:
        looked = time.monotonic()
        cursor = await self._letters.cursor(self.account.id)
        news = await self.ask(lambda backend: backend.news(cursor, history, AT_ONCE))
        read = await anyio.to_thread.run_sync(_read, news.letters)
        count = await self._letters.take(self.account.id, news, read, self.own)
        self.complete, self._looked = not news.more, looked
        inbox = [placed.received for placed in news.letters if placed.role == "inbox"]
        return min(inbox, default=None), news.more, count

    async def watch(self, seconds: float) -> bool:
        """Wait until something happens in the inbox, at most so long; whether it did. Raises what the backend's `wait` does."""
        return await anyio.to_thread.run_sync(self._backend.wait, seconds, abandon_on_cancel=True, limiter=self._watcher)

    async def close(self) -> None:
        """Let go of the connection."""
        await self.ask(lambda backend: backend.close())


def _read(letters: Sequence[PlacedLetter]) -> list[Read]:
    """Blocking."""
    read = []
    for placed in letters:
        try:
            letter = read_letter(placed.raw)
        except LetterUnreadable as fault:
            logger.info("a letter cannot be read: %s", fault)
            letter = Letter(faults=(str(fault),))
        read.append(Read(placed, letter))
    return read
