"""Publish and subscribe: tells every listener what happened; a slow one is dropped and catches up by `seq`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from assistant.domain.event.envelope import Envelope

BACKLOG = 4096
"""Envelopes a listener may lag behind before it is dropped."""


class Bus:
    """Tells events to listeners in the order they were published. All calls on the event loop."""

    def __init__(self) -> None:
        self._listeners: set[MemoryObjectSendStream[Envelope]] = set()

    @contextmanager
    def listen(self, backlog: int = BACKLOG) -> Iterator[MemoryObjectReceiveStream[Envelope]]:
        """Envelopes published from now on. The stream ends when the listener lags more than `backlog` behind."""
        send, receive = anyio.create_memory_object_stream[Envelope](backlog)
        self._listeners.add(send)
        try:
            with receive:
                yield receive
        finally:
            self._listeners.discard(send)
            send.close()

    def publish(self, envelope: Envelope) -> None:
        """Tell everybody; never waits."""
        for listener in tuple(self._listeners):
            try:
                listener.send_nowait(envelope)
            except (anyio.WouldBlock, anyio.BrokenResourceError):
                self._listeners.discard(listener)
                listener.close()
