"""The matcher as checks of commands see it: given from above, where understanding is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.domain.base import Json, Language
from assistant.domain.command import Command, Slot

Winner = Callable[[str, Language], str | None]
"""The name of the command a sentence is, or None."""
Slots = Callable[[str, Language, str], Mapping[str, Json]]
"""The slots read from a sentence for the named command."""
ReadSlot = Callable[[Json, Language, Slot], Json]
"""The value of what stands in a test, read as the owner would say it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What one command could win; "no" is certain, "yes" is to be tried.

    `phrase`: any sentence of a phrase that another command has. `sentence`: one sentence, said in whatever words.
    """

    phrase: Callable[[str], bool]
    sentence: Callable[[str], bool]


EVERYTHING = Reach(lambda _phrase: True, lambda _sentence: True)
"""How far a command reaches when nobody knows better."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Who wins a sentence, the slots found in it, a single slot read on its own, and how far one command reaches."""

    winner: Winner
    slots: Slots | None = None
    read_slot: ReadSlot | None = None
    reach: Callable[[Command], Reach] | None = None


Matching = Callable[[Mapping[str, Command]], Matched]
"""Makes the matcher for these commands."""
