"""One speech engine in one worker thread: one job in flight, the newest trial replaces the one still waiting."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import anyio
import anyio.to_thread

from assistant.domain.speech import Transcript
from assistant.errors import ModelUnavailable
from assistant.extensions.voice import SpeechEngine
from assistant.telemetry import span

logger = logging.getLogger(__name__)
LONGEST_LINE = 8
"""Finished pieces of speech that may wait for recognition; a machine that falls further behind loses the oldest."""


@dataclass(eq=False)
class Job:
    """One piece of sound to recognise. `final` ones are never replaced; a `void` one is nobody's any more.

    `done` is called on the event loop when `transcript` or `error` is there.
    """

    pcm: bytes
    done: Callable[[Job], None]
    final: bool = False
    void: bool = False
    transcript: Transcript | None = None
    error: str = ""

    @property
    def settled(self) -> bool:
        """Whether an answer is there."""
        return self.transcript is not None or bool(self.error)


@dataclass
class Recogniser:
    """Takes jobs on the event loop and works them off in `run`. Without an engine finished pieces wait for one."""

    engine: SpeechEngine | None = None
    no_engine: str = ""
    """Why there will be no engine for now; empty while one is on its way."""
    last_seconds: float = 0.0
    """How long the last recognition took, to tell whether words can be shown while they are spoken."""
    dropped: int = 0
    _jobs: deque[Job] = field(default_factory=deque)
    _busy: bool = False
    _news: anyio.Event = field(default_factory=anyio.Event)
    _rested: anyio.Event = field(default_factory=anyio.Event)
    _worker: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(1))

    @property
    def idle(self) -> bool:
        """Whether a new job would begin at once."""
        return not self._busy and not self._jobs

    def submit(self, job: Job) -> None:
        """Queue a job, in place of any trial that has not begun."""
        self._jobs = deque(waiting for waiting in self._jobs if waiting.final and not waiting.void)
        self._jobs.append(job)
        if len(self._jobs) > LONGEST_LINE:
            self.dropped += 1
            self._settle(self._jobs.popleft(), error="Recognition cannot keep up: choose a smaller speech model.")
        self._wake()

    def use(self, engine: SpeechEngine | None, why: str = "") -> None:
        """Work with this engine from the next job on; None with why there is none."""
        self.engine, self.no_engine = engine, why
        self._wake()

    async def rest(self) -> None:
        """Wait until nothing is left to recognise with the engine there is."""
        while not self.idle:
            await self._rested.wait()

    async def run(self) -> None:
        """Work jobs off until cancelled."""
        while True:
            self._news = anyio.Event()
            if job := self._next():
                await self._work(job)
            else:
                self._rested.set()
                self._rested = anyio.Event()
                await self._news.wait()

    def _next(self) -> Job | None:
        while self._jobs:
            if self._jobs[0].void:
                self._jobs.popleft()
            elif self.engine is not None:
                return self._jobs.popleft()
            elif self.no_engine:
                self._settle(self._jobs.popleft(), error=self.no_engine)
            else:
                return None
        return None

    async def _work(self, job: Job) -> None:
        engine, started = self.engine, time.monotonic()
        if engine is None:
            return
        self._busy = True
        try:
            with span("voice.transcribe", seconds=len(job.pcm) / 32_000, final=job.final):
                job.transcript = await anyio.to_thread.run_sync(
                    partial(engine.transcribe, job.pcm), abandon_on_cancel=True, limiter=self._worker
                )
        except ModelUnavailable as error:
            job.error = str(error)
        except Exception:  # the border to an engine that may be anybody's: one bad piece of sound must not end listening
            logger.exception("recognising %.1f s of speech failed", len(job.pcm) / 32_000)
            job.error = "Recognition failed; the log says why."
        finally:
            self._busy = False
        self.last_seconds = time.monotonic() - started
        self._settle(job)

    def _settle(self, job: Job, error: str = "") -> None:
        job.error = job.error or error
        job.done(job)

    def _wake(self) -> None:
        self._news.set()
