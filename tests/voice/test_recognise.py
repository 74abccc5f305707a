"""One worker, one job in flight, the newest trial replaces the stale one."""

from __future__ import annotations

import anyio
import pytest

from assistant.voice.recognise import LONGEST_LINE, Job, Recogniser
from tests.voice.doubles import FakeEngine

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


async def test_only_the_newest_trial_is_recognised() -> None:
    engine, done = FakeEngine(), list[Job]()
    recogniser = Recogniser(engine)
    for name in (b"aa", b"bb", b"cc"):
        recogniser.submit(Job(name, done.append))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(recogniser.run)
        await recogniser.rest()
        tasks.cancel_scope.cancel()
    assert engine.heard == [b"cc"]


async def test_finished_speech_is_never_replaced() -> None:
    engine, done = FakeEngine(), list[Job]()
    recogniser = Recogniser(engine)
    recogniser.submit(Job(b"aa", done.append, final=True))
    recogniser.submit(Job(b"bb", done.append))
    recogniser.submit(Job(b"cc", done.append, final=True))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(recogniser.run)
        await recogniser.rest()
        tasks.cancel_scope.cancel()
    assert engine.heard == [b"aa", b"cc"]


async def test_a_machine_that_cannot_keep_up_says_so_and_loses_the_oldest() -> None:
    done = list[Job]()
    recogniser = Recogniser()
    jobs = [Job(bytes([number]), done.append, final=True) for number in range(LONGEST_LINE + 2)]
    for job in jobs:
        recogniser.submit(job)
    assert recogniser.dropped == 2
    assert done == jobs[:2]
    assert "smaller" in done[0].error
