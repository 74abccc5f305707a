"""What browser tasks did before, out of what was told about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import TypeAdapter, ValidationError

from assistant.domain.event.run import StepFinished
from assistant.domain.showing import ShownAction
from assistant.store.events import Events
from assistant.store.runs import Runs

KIND = "browser.task"
_LOOKED_AT = 30
"""Runs looked at, newest first."""
_acts = TypeAdapter(tuple[ShownAction, ...])


class PastTasks:
    """What tasks did that succeeded, as things that were shown."""

    def __init__(self, runs: Runs, events: Events) -> None:
        self._runs, self._events = runs, events

    async def last(self, before_turn: str) -> Sequence[ShownAction]:
        """Those of the newest one before a turn; empty when there was none."""
        runs = await self._runs.done_before(before_turn, _LOOKED_AT)
        for turn in dict.fromkeys(turn for turn, _command, _slots in runs):
            told = [envelope.event for envelope in reversed(await self._events.of_turn(turn))]
            acts = (_read(event) for event in told if isinstance(event, StepFinished) and event.kind == KIND)
            if found := next((one for one in acts if one), ()):
                return found
        return ()


def _read(event: StepFinished) -> Sequence[ShownAction]:
    """What a task did; nothing of one that failed."""
    given = event.value.get("acts") if isinstance(event.value, Mapping) and event.state in ("done", "unconfirmed") else None
    try:
        return _acts.validate_python(given or ())
    except ValidationError:
        return ()
