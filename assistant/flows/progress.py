"""How far loops have come, told without flooding: each pass at first, then several together, some twenty times a second."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set

from assistant.domain.event.run import MOST_EARLIER, LoopProgressed
from assistant.store.events import Events

ONE_BY_ONE = 20
"""Passes of a workflow that are told one by one, however quick they are."""


class Progress:
    """The loops of all workflows under way. What is held back is told by `release`, which is called every moment."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self._told: Counter[str] = Counter()
        self._held: dict[tuple[str, str], LoopProgressed] = {}

    async def tell(self, workflow: str, told: LoopProgressed, *, again: bool) -> None:
        """A loop begins a pass or has ended; `again` when a resumed workflow comes through a pass that was recorded before."""
        earlier = self._held.pop((workflow, told.path), None)
        if earlier is not None:
            # What a resumed workflow comes through again was told before: the newest of it is enough.
            told = told.model_copy(update={"earlier": (*earlier.earlier, earlier.item)[-MOST_EARLIER:]})
        full = not again and len(told.earlier) >= MOST_EARLIER
        if not told.finished and not full and (again or self._told[workflow] >= ONE_BY_ONE):
            self._held[workflow, told.path] = told
            return
        self._told[workflow] += 1
        await self._leave(told)

    async def release(self, resuming: Set[str] = frozenset()) -> None:
        """Tell what is held back, but of workflows that still come through what they had recorded."""
        for key in [key for key in self._held if key[0] not in resuming]:
            await self._leave(self._held.pop(key))

    async def ended(self, workflow: str, path: str) -> None:
        """A loop has ended without saying so: tell what is held back of it."""
        if (told := self._held.pop((workflow, path), None)) is not None:
            await self._leave(told)

    def forget(self, workflow: str) -> None:
        """A workflow has ended."""
        self._told.pop(workflow, None)
        for key in [key for key in self._held if key[0] == workflow]:
            del self._held[key]

    async def _leave(self, told: LoopProgressed) -> None:
        await self._events.soon(told, f"{told.run}:{told.path}:{'end' if told.finished else told.index}")
