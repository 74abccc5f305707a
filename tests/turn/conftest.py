"""A turn with everything behind it: the real understanding, store and engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import anyio
import anyio.lowlevel
import pytest

from assistant.domain.base import new_id
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.run import RunFinished
from assistant.domain.event.said import MessageSaid, QuestionAsked
from assistant.domain.event.turn import UtteranceAnswered
from assistant.domain.speech import UtteranceSource
from assistant.settings import UnderstandingSettings
from assistant.turn import Turn, typed
from assistant.understanding.understand import Understanding
from tests.fakes.house import House, house
from tests.server.door import write_commands


@dataclass
class Talk:
    """Say things, see what is asked and told."""

    home: House
    turn: Turn

    async def say(self, text: str, key: str = "", source: UtteranceSource = "keyboard") -> str:
        """A sentence; the id of its turn."""
        return await self.turn.take(typed(text, key=key or new_id("key"), source=source))

    async def asked(self, turn: str) -> QuestionAsked:
        """The newest question of a turn, once its run waits for it."""
        found: QuestionAsked = await self.home.until(
            lambda event: event if isinstance(event, QuestionAsked) and event.turn == turn else None, newest=True
        )
        return await self.home.asked(found.run)

    async def ended(self, turn: str) -> RunFinished:
        """The end of the first run of a turn."""
        found: RunFinished = await self.home.until(
            lambda event: event if isinstance(event, RunFinished) and event.turn == turn else None
        )
        return found

    def said(self, turn: str) -> list[str]:
        """What was told in a turn."""
        return [event.text for event in self.home.of(MessageSaid) if event.turn == turn]

    def answered(self, turn: str) -> list[str]:
        """The questions a turn answered."""
        return [event.question for event in self.home.of(UtteranceAnswered) if event.turn == turn]

    def told(self, kind: type[AnyEvent], turn: str) -> list[AnyEvent]:
        """Events of a turn."""
        return [event for event in self.home.of(kind) if event.turn == turn]


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """As everywhere, but for a whole module: starting and leaving the engine takes long."""
    return "asyncio"


@pytest.fixture(scope="module")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Talk]:
    """One house for a module."""
    folder = tmp_path_factory.mktemp("turn")
    write_commands(folder / "commands")
    async with house(folder) as home:
        home.registry.load()
        understanding = Understanding(UnderstandingSettings())
        understanding.load(tuple(home.registry.commands.values()))
        ready = anyio.Event()
        ready.set()
        turn = Turn(understanding, home.registry, home.turns, home.runs, home.events, home.live, home.engine.ring, ready)
        yield Talk(home, turn)


@pytest.fixture
async def talk(whole: Talk) -> AsyncIterator[Talk]:
    """Ready to talk: nothing runs, nothing is asked, nothing was told."""
    whole.home.told.clear()
    yield whole
    await _at_rest(whole.home)


async def _at_rest(home: House) -> None:
    """The engine is left with nothing in its hands."""
    with anyio.fail_after(20):
        while await home.turns.waiting() or await home.runs.open():
            await home.live.cancel_all()
            await anyio.lowlevel.checkpoint()
