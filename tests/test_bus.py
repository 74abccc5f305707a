"""Publish and subscribe."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.bus import Bus
from assistant.domain.event.envelope import Envelope
from assistant.domain.event.voice import VoiceLevel

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


def envelope(number: int) -> Envelope:
    return Envelope(seq=number, at=datetime.now(UTC), event=VoiceLevel(level=0.5, speech=False))


async def test_everybody_hears_everything_in_order() -> None:
    bus = Bus()
    with bus.listen() as one, bus.listen() as two:
        for number in range(5):
            bus.publish(envelope(number))
        for told in (one, two):
            assert [told.receive_nowait().seq for _ in range(5)] == list(range(5))


async def test_a_slow_listener_is_dropped_and_the_others_go_on() -> None:
    bus = Bus()
    with bus.listen(2) as slow, bus.listen() as quick:
        for number in range(4):
            bus.publish(envelope(number))
        assert [told.seq async for told in slow] == [0, 1]
        assert [quick.receive_nowait().seq for _ in range(4)] == list(range(4))


async def test_who_has_left_is_told_nothing() -> None:
    bus = Bus()
    with bus.listen():
        pass
    bus.publish(envelope(1))
