"""Quick passes of a loop are told together, none is lost, and a resumed run never counts backwards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from assistant.domain.event.envelope import Envelope
from assistant.domain.event.run import MOST_EARLIER, LoopProgressed
from assistant.flows.progress import ONE_BY_ONE, Progress
from assistant.store.database import Database
from assistant.store.events import Events

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


class Told:
    """The progress of one run, with what was told of it."""

    def __init__(self, folder: Path) -> None:
        self.envelopes: list[Envelope] = []
        self.database = Database(folder / "assistant.sqlite", self.envelopes.append)
        self.events = Events(self.database)
        self.progress = Progress(self.events)

    async def passes(self, first: int, end: int, *, again: bool = False) -> None:
        """The loop goes through these passes."""
        for index in range(first, end):
            await self.progress.tell("run", _begun(index), again=again)

    async def loops(self) -> list[LoopProgressed]:
        """What a window was told by now."""
        await self.events.catch_up()
        return [envelope.event for envelope in self.envelopes if isinstance(envelope.event, LoopProgressed)]


def _begun(index: int, *, finished: bool = False) -> LoopProgressed:
    item = None if finished else index
    return LoopProgressed(turn="turn", run="run", path="each", index=index, total=1000, item=item, finished=finished)


def _items(told: list[LoopProgressed]) -> list[object]:
    return [item for one in told for item in (*one.earlier, *(() if one.finished else (one.item,)))]


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    made = Told(tmp_path)
    made.database.open()
    yield made
    made.database.close()


async def test_the_first_passes_are_told_one_by_one_and_later_ones_together_every_moment(told: Told) -> None:
    await told.passes(0, ONE_BY_ONE + 30)
    assert [one.index for one in await told.loops()] == list(range(ONE_BY_ONE))
    await told.progress.release()
    await told.passes(ONE_BY_ONE + 30, ONE_BY_ONE + 50)
    await told.progress.tell("run", _begun(ONE_BY_ONE + 50, finished=True), again=False)
    loops = await told.loops()
    assert [one.index for one in loops[ONE_BY_ONE:]] == [ONE_BY_ONE + 29, ONE_BY_ONE + 50]
    assert _items(loops) == list(range(ONE_BY_ONE + 50))


async def test_a_loop_that_ends_in_an_error_tells_what_was_held_back(told: Told) -> None:
    await told.passes(0, ONE_BY_ONE + 5)
    await told.progress.ended("run", "each")
    assert _items(await told.loops()) == list(range(ONE_BY_ONE + 5))


async def test_passes_that_a_resumed_run_comes_through_again_are_told_with_its_first_new_one(told: Told) -> None:
    await told.passes(0, 500, again=True)
    await told.progress.release({"run"})
    assert await told.loops() == []
    await told.passes(500, 501)
    (one,) = await told.loops()
    assert (one.index, one.item, list(one.earlier)) == (500, 500, list(range(500 - MOST_EARLIER, 500)))


async def test_nothing_is_told_of_a_run_that_has_ended(told: Told) -> None:
    await told.passes(0, ONE_BY_ONE + 5)
    told.progress.forget("run")
    await told.progress.release()
    assert len(await told.loops()) == ONE_BY_ONE
