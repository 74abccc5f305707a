"""Utterances on their way from the ear to the turn: one at a time, in the order they were spoken."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import anyio

from assistant import clock
from assistant.domain.base import new_id
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.voice import TranscriptFinal
from assistant.domain.speech import Utterance, UtteranceSource
from assistant.voice.line import Said

logger = logging.getLogger(__name__)
UNTAKEN = 16
"""Utterances that may wait to be taken; more means that a turn hangs, and they are dropped aloud."""


class Handover:
    """Hands over while `run` is running. On the event loop."""

    def __init__(self, take: Callable[[Utterance], Awaitable[None]], tell: Callable[[AnyEvent], None]) -> None:
        self._take, self._tell = take, tell
        self._untaken: asyncio.Queue[tuple[Utterance, anyio.Event]] = asyncio.Queue(UNTAKEN)

    async def run(self) -> None:
        """Hand over until cancelled."""
        while True:
            utterance, taken = await self._untaken.get()
            await self._take(utterance)
            taken.set()

    def give(self, said: Said, source: UtteranceSource) -> anyio.Event:
        """What was said will be taken; set once it was, or was dropped."""
        name, transcript, taken = new_id("turn"), said.transcript, anyio.Event()
        utterance = Utterance(
            id=name,
            key=name,
            text=transcript.text,
            source=source,
            language=transcript.language,
            at=clock.now(),
            confidence=transcript.confidence,
            ended=said.ended,
        )
        try:
            self._untaken.put_nowait((utterance, taken))
        except asyncio.QueueFull:
            logger.error("%d utterances wait to be taken; one more was dropped", UNTAKEN)
            self._tell(TranscriptFinal(transcript=transcript.model_copy(update={"reason": "Too much is waiting already."})))
            taken.set()
        return taken
