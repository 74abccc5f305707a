"""The microphone: survives being unplugged, a changed default and a sound server that dies and comes back."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncGenerator
from typing import Any

import anyio
import anyio.to_thread

from assistant.domain.command import LocalText
from assistant.domain.speech import AudioFrame
from assistant.errors import VoiceUnavailable
from assistant.extensions.voice import AudioSource, SourceOptions
from assistant.voice.devices import OpenStream, open_stream
from assistant.voice.frames import Framer
from assistant.voice.resample import Resampler

logger = logging.getLogger(__name__)
DEAD_AFTER_S = 0.5
"""A live device gives a block every 32 ms; one that gives none for this long is gone."""
FIRST_BLOCK_S = 3.0
"""Time a device may take to give its first block: Bluetooth headsets do."""
BACKLOG_BLOCKS = 128
"""Four seconds that may wait for the program; the oldest is dropped and counted after that."""
_RETRY_S = (0.1, 0.25, 0.5, 1.0, 2.0)


class Microphone(AudioSource):
    """Captures from the device named by `options.name`, or the system's default. PortAudio's thread only enqueues."""

    def __init__(self, options: SourceOptions) -> None:
        super().__init__(options)
        self.dropped = 0
        self._label = options.name
        self._blocks: deque[tuple[bytes, float]] = deque(maxlen=BACKLOG_BLOCKS)
        self._news = asyncio.Event()
        self._ended = False
        self._opener = anyio.CapacityLimiter(1)

    @property
    def label(self) -> str:
        """The device as the sound system calls it."""
        return self._label

    async def frames(self) -> AsyncGenerator[AudioFrame, None]:
        """Frames as long as there is a device; while there is none it is looked for, however long that takes."""
        failures = 0
        while True:
            try:
                device = await self._open()
            except VoiceUnavailable as error:
                self.options.trouble(error.both)
                await anyio.sleep(_RETRY_S[min(failures, len(_RETRY_S) - 1)])
                failures += 1
                continue
            try:
                resample, framer, alive = Resampler(device.rate, device.channels), Framer(), False
                while (block := await self._next(DEAD_AFTER_S if alive else FIRST_BLOCK_S)) is not None:
                    if not alive:
                        alive, failures = True, 0
                        self.options.trouble({})
                    for frame in framer.push(resample(block[0]), block[1]):
                        yield frame
            finally:
                with anyio.CancelScope(shield=True):
                    await anyio.to_thread.run_sync(device.close, limiter=self._opener)
            logger.warning("the microphone %s gives no more sound", device.name)
            self.options.trouble(_gone(device.name))
            failures += not alive

    async def _open(self) -> OpenStream:
        """Open the device in a worker thread. A stream that comes too late, after a cancellation, is closed again."""
        loop = asyncio.get_running_loop()
        self._blocks.clear()
        self._news.clear()
        self._ended = False
        blocks, news, wake = self._blocks, self._news, loop.call_soon_threadsafe

        def hear(block: Any, _count: int, _time: Any, _status: Any) -> None:
            self.dropped += len(blocks) == BACKLOG_BLOCKS
            blocks.append((bytes(block), time.monotonic()))
            if not loop.is_closed():
                wake(news.set)

        def end() -> None:
            self._ended = True
            if not loop.is_closed():
                wake(news.set)

        with anyio.CancelScope(shield=True):
            device = await anyio.to_thread.run_sync(open_stream, self.options.name, hear, end, limiter=self._opener)
        self._label = self.options.name or device.name
        return device

    async def _next(self, patience_s: float) -> tuple[bytes, float] | None:
        """The next block, None when the device is gone."""
        while not self._blocks:
            if self._ended:
                return None
            self._news.clear()
            with anyio.move_on_after(patience_s) as waiting:
                await self._news.wait()
            if waiting.cancelled_caught and not self._blocks:
                return None
        return self._blocks.popleft()


def _gone(name: str) -> LocalText:
    return {
        "en": f"The microphone {name} has gone away. It is used again as soon as it is back.",
        "ru": f"Микрофон {name} пропал. Как только он вернётся, он снова будет слышен.",
    }
