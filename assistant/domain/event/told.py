"""What all events share."""

from __future__ import annotations

from typing import ClassVar

from assistant.domain.base import Frozen


class Told(Frozen):
    """What all events share. `turn` and `run` name what the event belongs to, empty when nothing."""

    recorded: ClassVar[bool] = True
    turn: str = ""
    run: str = ""


class Fleeting(Told):
    """An event nobody needs to know about later."""

    recorded: ClassVar[bool] = False
