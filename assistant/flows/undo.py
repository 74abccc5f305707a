"""Taking back what was done: the newest undoable effect, or all since a time; each by its own step kind."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from assistant import plugins
from assistant.domain.base import Language
from assistant.domain.run import Receipt
from assistant.errors import Conflict, StepRefused
from assistant.extensions.steps import StepKind
from assistant.flows.context import Context, Ports
from assistant.flows.outbox import Outbox
from assistant.store.effects import Effects, StoredEffect
from assistant.store.events import Events
from assistant.store.held import HeldSend


class UndoJournal:
    """The real thing behind the port Undo."""

    def __init__(self, effects: Effects, events: Events, ports: Ports, outbox: Outbox) -> None:
        self._outbox = outbox
        self._effects = effects
        self._events = events
        self._ports = ports

    async def undo_last(self, *, before_turn: str) -> str | None:
        """Undo the newest thing done before this turn (all effects of the same run together); its summary, or None.

        What still waits to be sent comes first: it is stopped.

        Asked again by the same turn, after a crash, it finishes what it began and undoes nothing else.
        """
        done = await self._effects.undone_in(before_turn)
        effects = await self._effects.undoable(before_turn)
        waiting = await self._outbox.waiting(before_turn)
        newest = [send.run for send in waiting] + [effect.run for effect in effects]
        run = done[0].undone_run if done else newest[0] if newest else ""
        summaries = [event.summary for event in done]
        summaries += await self._stop([send for send in waiting if send.run == run], before_turn)
        summaries += [await self._undo(effect, before_turn) for effect in effects if effect.run == run]
        return "; ".join(summaries) or None

    async def undo_since(self, since: datetime, *, before_turn: str) -> Sequence[str]:
        """Undo everything done since then, newest first; the summaries, and what cannot be taken back."""
        at = since.astimezone(UTC).isoformat()
        done = [event.summary for event in await self._effects.undone_in(before_turn)]
        done += await self._stop(await self._outbox.waiting(before_turn, at), before_turn)
        done += [await self._undo(effect, before_turn) for effect in await self._effects.undoable(before_turn, at)]
        return [*done, *[_final(effect) for effect in await self._effects.final(before_turn, at)]]

    async def undo_run(self, run: str, *, by_turn: str) -> Sequence[str]:
        """Undo everything one run did, newest first; the summaries."""
        return [await self._undo(effect, by_turn) for effect in await self._effects.undoable_of(run)]

    async def _stop(self, sends: Sequence[HeldSend], turn: str) -> list[str]:
        summaries = []
        for send in sends:
            with suppress(Conflict):  # it was sent in this moment
                summaries.append(await self._outbox.undo(send, turn))
        return summaries

    async def _undo(self, effect: StoredEffect, turn: str) -> str:
        kind: type[StepKind[Any]] = plugins.load("steps", effect.kind, StepKind)
        language: Language = "ru" if effect.language == "ru" else "en"
        context = Context(effect.run, effect.turn, f"{effect.path}.undo", language, self._ports, self._events, key=effect.key)
        summary = await kind().undo(_proof(effect), context)
        await self._effects.undone(effect, summary, turn)
        return summary


def _final(effect: StoredEffect) -> str:
    what = (effect.receipt.summary if effect.receipt else "") or effect.kind
    return f"Вернуть нельзя: {what}" if effect.language == "ru" else f"Cannot be taken back: {what}"


def _proof(effect: StoredEffect) -> Receipt:
    if effect.receipt is None:
        raise StepRefused(
            "There is no evidence of what was done, so it cannot be taken back.",
            ru="Нет подтверждения сделанного, поэтому отменить это нельзя.",
        )
    return effect.receipt
