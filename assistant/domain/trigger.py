"""What starts a command without anybody saying it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen, Json, LocalText

TriggerKind = Literal["every", "cron", "start", "file", "webhook", "after"]
Missed = Literal["skip", "once", "ask"]
Ended = Literal["done", "failed", "any"]


class Trigger(Frozen):
    """One line under `triggers`. `spec` is what stands behind the kind: the words, the cron line, the path, the hook's name, the
    command; empty for `start`. `ended` belongs to `after`. `slots` may hold templates over what the trigger brings:
    `body` (webhook), `path` (file), `result` and `state` (after), `due` and `now` (all)."""

    kind: TriggerKind
    spec: str = ""
    ended: Ended = "done"
    slots: Mapping[str, Json] = Field(default_factory=dict)
    missed: Missed = "once"
    line: int = 0


class Watched(Frozen):
    """A trigger of a command as it stands. `next` is when it is due, None when that is not known before.

    `reachable` is false for a webhook that has no secret yet.
    """

    id: str
    command: str
    title: LocalText
    trigger: Trigger
    enabled: bool
    next: datetime | None = None
    last: datetime | None = None
    last_turn: str = ""
    last_state: str = ""
    """How the last run it started ended, or where it stands; empty for none."""
    reachable: bool = True
