"""What time or a trigger has brought."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from assistant.domain.command import LocalText
from assistant.domain.event.told import Told
from assistant.domain.record import Record
from assistant.domain.trigger import TriggerKind


class ReminderFired(Told):
    """A reminder or timer is due now."""

    type: Literal["reminder.fired"] = "reminder.fired"
    record: Record
    due: datetime


class ReminderMissed(Told):
    """A reminder was due while the computer slept or the assistant was off: "while you were away"."""

    type: Literal["reminder.missed"] = "reminder.missed"
    record: Record
    due: datetime
    times: int = 1


class TriggerFired(Told):
    """A trigger started a command; `turn` is the turn that begins. `times` is how often it was due: more than once when the
    computer slept, or the assistant was off, and it is made up for once."""

    type: Literal["trigger.fired"] = "trigger.fired"
    trigger: str
    command: str
    title: LocalText
    kind: TriggerKind
    spec: str = ""
    due: datetime
    times: int = 1
    late: bool = False


class TriggerMissed(Told):
    """A trigger did not start its command: it was due while you were `away`, or triggers started one another in a `loop`."""

    type: Literal["trigger.missed"] = "trigger.missed"
    trigger: str
    command: str
    title: LocalText
    kind: TriggerKind
    spec: str = ""
    due: datetime
    times: int = 1
    why: Literal["away", "loop"] = "away"
