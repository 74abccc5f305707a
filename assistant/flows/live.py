"""Runs as they live in this process: what the owner wishes of them, what they wait for, and who must be woken.

The store is the truth; this only wakes. After a restart everything here is rebuilt from the store.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import anyio

from assistant import clock
from assistant.domain.event.run import RunChanged
from assistant.domain.run import FINAL, Answer, Question, RunState
from assistant.errors import Conflict, RunCancelled, StepError
from assistant.store.runs import Runs

LONGEST_NAP, LONGEST_DOZE = 5.0, 60.0
"""Seconds between looks at the wall clock, which may be moved while the computer sleeps: for a moment, and for an expiry."""


class LiveRuns:
    """Wakes runs. All calls on the application's event loop."""

    def __init__(self, runs: Runs) -> None:
        self._runs = runs
        self._wishes: dict[str, str] = {}
        self._events: dict[str, anyio.Event] = {}
        self._scopes: defaultdict[str, set[anyio.CancelScope]] = defaultdict(set)
        self._asked: dict[str, Question] = {}

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that runs wait with, newest first; known without a look into the store."""
        return tuple(reversed(self._asked.values()))

    async def remember(self) -> None:
        """Take over from the store what the owner wished before the last stop."""
        self._wishes = {run.id: run.wish for run in await self._runs.open() if run.wish}

    async def wish(self, run: str, wish: str) -> None:
        """Pause, cancel or go on (""). Raises NotFound, Conflict."""
        await self._runs.wish(run, wish)
        self._wishes[run] = wish
        if wish == "cancel":
            for scope in tuple(self._scopes[run]):
                scope.cancel()
        self.wake(run)

    async def cancel_all(self, but: str = "") -> int:
        """Cancel every run that has not ended, but one; how many."""
        count = 0
        for run in [run.id for run in await self._runs.open() if run.id != but]:
            with suppress(Conflict):  # it has ended by itself meanwhile
                await self.wish(run, "cancel")
                count += 1
        return count

    async def answer(self, answer: Answer) -> None:
        """Keep an answer and wake the run that waits for it. Raises NotFound, Conflict."""
        self.wake(await self._runs.answer(answer))

    async def proceed(self, run: str, turn: str) -> None:
        """Return when the run may go on. Raises RunCancelled."""
        if self._wishes.get(run) == "pause":
            await self._runs.change(RunChanged(turn=turn, run=run, state=RunState.PAUSED, why="owner"))
            while self._wishes.get(run) == "pause":
                await self._news_of(run).wait()
            if self._wishes.get(run) != "cancel":
                await self._runs.change(RunChanged(turn=turn, run=run, state=RunState.RUNNING))
        if self._wishes.get(run) == "cancel":
            raise RunCancelled("Stopped.", ru="Остановлено.")

    @contextmanager
    def cancellable(self, run: str) -> Iterator[None]:
        """What runs inside ends with RunCancelled as soon as the owner cancels the run."""
        if self._wishes.get(run) == "cancel":
            raise RunCancelled("Stopped.", ru="Остановлено.")
        with anyio.CancelScope() as scope:
            self._scopes[run].add(scope)
            try:
                yield
            finally:
                self._scopes[run].discard(scope)
                if not self._scopes[run]:
                    del self._scopes[run]
        if scope.cancelled_caught:
            raise RunCancelled("Stopped.", ru="Остановлено.")

    async def ask(self, question: Question) -> Answer:
        """Ask, and wait for the answer. Raises RunCancelled, and StepError when nobody answered in time."""
        await self._runs.ask(question)
        if answer := await self._runs.answer_to(question.id):
            return answer
        waiting = RunChanged(turn=question.turn, run=question.run, state=RunState.WAITING, why="question", until=question.expires)
        self._asked[question.id] = question
        try:
            answer = await self._answered(question, waiting)
        finally:
            del self._asked[question.id]
        await self._go_on(question.run, question.turn)
        return answer

    async def _stand(self, waiting: RunChanged, told: RunChanged | None) -> RunChanged:
        """Tell that a run waits, or that the owner paused it while it did, unless that was `told` last."""
        paused = RunChanged(turn=waiting.turn, run=waiting.run, state=RunState.PAUSED, why="owner")
        stands = paused if self._standing(waiting.run) is RunState.PAUSED else waiting
        if stands != told:
            await self._runs.change(stands)
            self.wake(waiting.run)
        return stands

    def _standing(self, run: str) -> RunState:
        return RunState.PAUSED if self._wishes.get(run) == "pause" else RunState.WAITING

    async def _go_on(self, run: str, turn: str) -> None:
        """What a run waited for has come: it runs, unless it was paused meanwhile. Raises RunCancelled."""
        if self._wishes.get(run):
            await self.proceed(run, turn)
        else:
            await self._runs.change(RunChanged(turn=turn, run=run, state=RunState.RUNNING))

    async def _answered(self, question: Question, waiting: RunChanged) -> Answer:
        told: RunChanged | None = None
        with self.cancellable(question.run):
            while True:
                told = await self._stand(waiting, told)
                news = self._news_of(question.run)
                if told.state is not self._standing(question.run):
                    continue
                if answer := await self._runs.answer_to(question.id):
                    return answer
                if question.expires and clock.now() >= question.expires:
                    await self._runs.answer(Answer(question=question.id, value=None, by="expired"))
                    raise StepError(
                        "The question was not answered in time; ask for it again.",
                        ru="На вопрос не ответили вовремя; попросите об этом ещё раз.",
                    )
                with anyio.move_on_after(self._nap(question.expires, LONGEST_DOZE)):
                    await news.wait()
        raise RunCancelled("Stopped.", ru="Остановлено.")

    async def wait_until(self, run: str, turn: str, until: datetime) -> None:
        """Wait until a moment of the wall clock. Raises RunCancelled."""
        if clock.now() >= until:
            return
        await self._stand_until(RunChanged(turn=turn, run=run, state=RunState.WAITING, why="time", until=until), until, None)
        await self._go_on(run, turn)

    async def out_of_reach(self, run: str, turn: str, seconds: float, *, first: bool) -> None:
        """Wait some seconds for the other side to be there again; told at the `first` time only. Raises RunCancelled."""
        waiting = RunChanged(turn=turn, run=run, state=RunState.WAITING, why="connection")
        await self._stand_until(waiting, clock.now() + timedelta(seconds=seconds), None if first else waiting)

    async def within_reach(self, run: str, turn: str) -> None:
        """The other side is there again. Raises RunCancelled."""
        await self._go_on(run, turn)

    async def _stand_until(self, waiting: RunChanged, until: datetime, told: RunChanged | None) -> None:
        run = waiting.run
        with self.cancellable(run):
            while clock.now() < until:
                told = await self._stand(waiting, told)
                news = self._news_of(run)
                if told.state is not self._standing(run):
                    continue
                with anyio.move_on_after(self._nap(until)):
                    await news.wait()

    async def hold(self, run: str, turn: str, until: datetime, decided: Callable[[], Awaitable[str]]) -> None:
        """Wait until then, or until it is decided before. Raises RunCancelled."""
        waiting = RunChanged(turn=turn, run=run, state=RunState.WAITING, why="hold", until=until)
        told: RunChanged | None = None
        with self.cancellable(run):
            while clock.now() < until:
                told = await self._stand(waiting, told)
                news = self._news_of(run)
                if told.state is not self._standing(run):
                    continue
                if await decided():
                    break
                with anyio.move_on_after(self._nap(until)):
                    await news.wait()
        await self._go_on(run, turn)

    async def settled(self, run: str, *, finished: bool) -> None:
        """Return when a run has ended, or (not `finished`) at least waits for the owner or for time."""
        enough = FINAL if finished else FINAL | {RunState.WAITING, RunState.PAUSED}
        while True:
            news = self._news_of(run)
            if await self._runs.state(run) in enough:
                return
            await news.wait()

    def ended(self, run: str) -> None:
        """A run has ended: forget its wishes and wake who waits for it."""
        self._wishes.pop(run, None)
        self.wake(run)

    def wake(self, run: str) -> None:
        """Something about a run has changed in the store: whoever waits for it looks again."""
        if (news := self._events.pop(run, None)) is not None:
            news.set()

    def _news_of(self, run: str) -> anyio.Event:
        """Set at the next change of a run. Take it before looking at the store, then nothing is missed."""
        return self._events.setdefault(run, anyio.Event())

    @staticmethod
    def _nap(until: datetime | None, longest: float = LONGEST_NAP) -> float:
        left = (until - clock.now()).total_seconds() if until else longest
        return min(max(left, 0.01), longest)
