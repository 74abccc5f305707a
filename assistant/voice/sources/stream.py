"""Sound sent in by a client, such as a browser window on another machine's microphone."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import AsyncGenerator

import anyio

from assistant.domain.speech import AudioFrame
from assistant.extensions.voice import FedSource, SourceOptions
from assistant.voice.frames import Framer

BACKLOG_FRAMES = 256
"""Eight seconds that may wait; the oldest is dropped and counted after that."""


class Stream(FedSource):
    """Raw 16 kHz mono s16le sound, fed in pieces of any length."""

    def __init__(self, options: SourceOptions) -> None:
        super().__init__(options)
        self.dropped = 0
        self._framer = Framer()
        self._waiting: deque[AudioFrame] = deque()
        self._news = anyio.Event()
        self._finished = False

    def feed(self, pcm: bytes) -> None:
        """Take some more sound."""
        self._take(list(self._framer.push(pcm, time.monotonic())))

    def finish(self) -> None:
        """Nothing more will come."""
        self._take(list(self._framer.flush(time.monotonic())))
        self._finished = True
        self._news.set()

    async def frames(self) -> AsyncGenerator[AudioFrame, None]:
        """What was fed, as it comes, until it is finished."""
        while True:
            self._news = anyio.Event()
            while self._waiting:
                yield self._waiting.popleft()
            if self._finished:
                return
            if not self._news.is_set():
                await self._news.wait()

    def _take(self, frames: list[AudioFrame]) -> None:
        if self._finished:
            return
        self._waiting.extend(frames)
        while len(self._waiting) > BACKLOG_FRAMES:
            self._waiting.popleft()
            self.dropped += 1
        if frames:
            self._news.set()
