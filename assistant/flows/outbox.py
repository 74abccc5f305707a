"""The outbox: what is sent waits some seconds first and can be stopped. The store is the truth; a restart goes on waiting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from assistant import clock, plugins
from assistant.domain.base import Json, Language
from assistant.errors import RunCancelled
from assistant.extensions.steps import StepKind
from assistant.flows.desk import Course
from assistant.flows.live import LiveRuns
from assistant.store.held import UNDONE, Held, HeldSend

_NOT_SENT: Mapping[Language, str] = {"en": "Not sent: {kind}", "ru": "Не отправлено: {kind}"}


class Outbox:
    """Holds sends. All calls on the application's event loop."""

    def __init__(self, held: Held, live: LiveRuns) -> None:
        self._held, self._live = held, live

    async def hold(self, course: Course, path: str, kind: str, params: Json, named: Mapping[str, str], seconds: float) -> bool:
        """Wait before something is sent; False when the owner has taken it back. Raises RunCancelled."""
        run, turn, key = course.run, course.turn, _key(course.run, path)
        until = clock.now() + timedelta(seconds=seconds)
        send = await self._held.hold(HeldSend(key, run, turn, path, kind, course.language, until, ""), params, named)
        try:
            if not send.decided:
                await self._live.hold(run, turn, send.until, lambda: self._held.decided(key))
        except RunCancelled:
            await self._held.take_back(key)
            raise
        return await self._held.send(key) != UNDONE

    async def send_now(self, run: str, path: str) -> None:
        """Wait no longer."""
        await self._held.send(_key(run, path))
        self._live.wake(run)

    async def take_back(self, run: str, path: str) -> None:
        """Do not send it. Raises NotFound, Conflict."""
        await self._held.take_back(_key(run, path))
        self._live.wake(run)

    async def waiting(self, before_turn: str, since: str = "") -> Sequence[HeldSend]:
        """What waits, newest first, but for that of one turn."""
        return await self._held.waiting(before_turn, since)

    async def undo(self, send: HeldSend, by_turn: str) -> str:
        """Do not send it, as an undoing of its own; a summary. Raises Conflict when it is too late."""
        language: Language = "ru" if send.language == "ru" else "en"
        what = plugins.load("steps", send.kind, StepKind).title.get(language) or send.kind
        summary = _NOT_SENT[language].format(kind=what)
        await self._held.take_back(send.key, summary, by_turn)
        self._live.wake(send.run)
        return summary


def _key(run: str, path: str) -> str:
    return f"{run}:{path}"
