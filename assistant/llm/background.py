"""Questions asked in the background: a flow goes on while a model thinks, and takes the answer later, also after a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import anyio
from anyio.abc import TaskGroup

from assistant.domain.model import Completion, Prompt
from assistant.errors import AssistantError, ModelOffline, NotFound, RunCancelled
from assistant.store.ledger import Ledger

MOST = 64
"""Questions that may be on their way."""


@dataclass(slots=True)
class _Waiting:
    done: anyio.Event = field(default_factory=anyio.Event)
    answer: Completion | None = None
    error: AssistantError | None = None


class Background:
    """All methods on the event loop. `within` is entered for a run while its question is asked: it ends when the run is
    cancelled."""

    def __init__(
        self,
        ask: Callable[[Prompt], Awaitable[Completion]],
        ledger: Ledger,
        within: Callable[[str], AbstractContextManager[None]],
    ) -> None:
        self._ask = ask
        self._ledger = ledger
        self._within = within
        self._waiting: dict[str, _Waiting] = {}
        self._tasks: TaskGroup | None = None

    async def run(self) -> None:
        """Serve until cancelled."""
        async with anyio.create_task_group() as tasks:
            self._tasks = tasks
            try:
                await anyio.sleep_forever()
            finally:
                self._tasks = None

    async def begin(self, prompt: Prompt) -> None:
        """Ask, unless that was asked before. Raises ModelOffline when too many are asked already."""
        await self._ledger.ask(prompt)
        if await self._ledger.answer(prompt.key) is None:
            self._start(prompt)

    async def answer(self, key: str) -> Completion:
        """The answer, when it is there; asked once more when a restart ended the call. Raises NotFound and what asking raises."""
        if kept := await self._ledger.answer(key):
            return kept
        prompt = await self._ledger.asked(key)
        if prompt is None:
            raise NotFound(
                "Nothing was asked under that name; give it what an `llm` step with `later: true` gave.",
                ru="Под этим именем ничего не спрашивали; укажите то, что дал шаг `llm` с `later: true`.",
            )
        waiting = self._start(prompt)
        await waiting.done.wait()
        if self._waiting.get(key) is waiting:
            del self._waiting[key]
        if waiting.answer is None:
            raise waiting.error or ModelOffline(
                "The assistant was stopped meanwhile.", ru="Тем временем помощник был остановлен."
            )
        return waiting.answer

    def _start(self, prompt: Prompt) -> _Waiting:
        if known := self._waiting.get(prompt.key):
            return known
        if self._tasks is None or len(self._waiting) >= MOST:
            raise ModelOffline("Too many questions wait for the model already.", ru="Модель и так ждёт слишком много вопросов.")
        waiting = self._waiting[prompt.key] = _Waiting()
        self._tasks.start_soon(self._carry_out, prompt, waiting)
        return waiting

    async def _carry_out(self, prompt: Prompt, waiting: _Waiting) -> None:
        try:
            with self._within(prompt.run):
                waiting.answer = await self._ask(prompt)
        except RunCancelled:
            self._waiting.pop(prompt.key, None)
        except AssistantError as error:
            waiting.error = error
        finally:
            waiting.done.set()
