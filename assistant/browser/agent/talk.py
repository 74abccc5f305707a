"""The child's end of the line to the sidecar: what it asks gets its answer, orders are passed on, the end of the line is the end."""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO

from assistant.browser.agent.lines import (
    LONGEST,
    Acting,
    Asking,
    AskModel,
    Begin,
    Leaving,
    Order,
    Reaching,
    Reply,
    line,
    to_child,
)
from assistant.domain.base import Frozen, Json


class NotAnswered(Exception):
    """The sidecar could not answer what was asked; the message says why."""


class Talk:
    """All methods on the event loop; lines are read in a thread, which every system can do with a pipe."""

    def __init__(self, read: BinaryIO, write: BinaryIO) -> None:
        self._read, self._write = read, write
        self._numbers = itertools.count(1)
        self._asked: dict[int, asyncio.Future[Json]] = {}
        self._begin: asyncio.Future[Begin] = asyncio.get_running_loop().create_future()
        self.on_order: Callable[[Order], None] = lambda _order: None
        self.gone = asyncio.Event()
        """Set when the sidecar is not there any more."""

    def open(self) -> None:
        """Begin to read."""
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._listen, args=(loop,), daemon=True).start()

    async def begun(self) -> Begin:
        """What to do."""
        return await self._begin

    def tell(self, message: Frozen) -> None:
        """Say something; nobody answers."""
        self._write.write(line(message))
        self._write.flush()

    async def ask(self, message: AskModel | Acting | Asking | Leaving | Reaching) -> Json:
        """Ask something, under a fresh number, and wait. Raises NotAnswered."""
        number = next(self._numbers)
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._asked[number] = waiting
        try:
            self.tell(message.model_copy(update={"id": number}))
            return await waiting
        finally:
            del self._asked[number]

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        while text := self._read.readline(LONGEST):
            loop.call_soon_threadsafe(self._take, text)
        loop.call_soon_threadsafe(self.gone.set)

    def _take(self, text: bytes) -> None:
        message = to_child.validate_json(text)
        match message:
            case Begin():
                if not self._begin.done():
                    self._begin.set_result(message)
            case Order():
                self.on_order(message)
            case Reply():
                waiting = self._asked.get(message.id)
                if waiting is None or waiting.done():
                    return
                if message.error:
                    waiting.set_exception(NotAnswered(message.error))
                else:
                    waiting.set_result(message.value)


def lines_of_this_process() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output, kept for the lines alone: what else is printed goes to the errors."""
    write = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sys.stdin.buffer, write
