"""A command: what the owner may say, what it needs to know and the flow it starts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen, Json, Language
from assistant.domain.base import LocalText as LocalText
from assistant.domain.flow import Flow
from assistant.domain.trigger import Trigger
from assistant.domain.value import SlotKind


class Slot(Frozen):
    """Something a command needs to know. `ask` is the question when it is missing; `choices` for type `choice`."""

    name: str
    type: SlotKind = "text"
    required: bool = True
    default: Json = None
    choices: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Value -> the ways to say it, in any language."""
    ask: LocalText = Field(default_factory=dict)
    part: Literal["", "morning"] = ""
    """For a moment: the part of the day a clock time is in whose words leave it open; nobody is woken at seven in the evening."""


class CommandTest(Frozen):
    """`say` must be this command (with these slots, each written as the owner would say it, when given);
    `not_` must not be this command."""

    say: str = ""
    not_: str = ""
    slots: Mapping[str, Json] = Field(default_factory=dict)
    line: int = 0


class LearnedPhrase(Frozen):
    """Words that mean this command because the owner corrected a mistake; never in the file. `used` is when it last helped."""

    id: str
    text: str
    language: Language
    at: datetime
    turn: str = ""
    reason: str = ""
    used: datetime


class Command(Frozen):
    """One command file, read and checked. `name` is the file's name without its ending."""

    name: str
    title: LocalText
    description: LocalText = Field(default_factory=dict)
    phrases: Mapping[Language, tuple[str, ...]]
    phrase_lines: Mapping[str, int] = Field(default_factory=dict)
    """The line each phrase stands on in the file."""
    slots: Mapping[str, Slot] = Field(default_factory=dict)
    flow: Flow
    tests: tuple[CommandTest, ...] = ()
    effect: Literal["reads", "writes", "sends"] = "reads"
    """The strongest effect of any of its steps; computed at load from the step kinds."""
    learned: tuple[LearnedPhrase, ...] = ()
    """Attached when it is loaded, not read from the file."""
    confirm: bool = False
    """True: always ask before it runs."""
    file: str = ""
    origin: Literal["built-in", "owner"] = "built-in"
    triggers: tuple[Trigger, ...] = ()
    """What starts it without anybody saying it."""
    enabled: bool = True
    """False: listed and editable, but not understood."""

    def takes_words(self, slot: str) -> bool:
        """Whether words of a sentence may be this slot's: a phrase names it, or nothing can be done without it."""
        said = f"{{{slot}}}"
        return self.slots[slot].required or any(said in phrase for phrases in self.phrases.values() for phrase in phrases)


class Fault(Frozen):
    """One thing wrong with a command file; `line` and `column` count from one, zero when unknown."""

    file: str
    message: LocalText
    line: int = 0
    column: int = 0
    severity: Literal["error", "warning"] = "error"


ConflictKind = Literal["same", "captured", "test", "similar"]


class Conflict(Frozen):
    """A sentence that two commands claim, or that somebody else gets; found before the owner meets it.

    `command` has the phrase or the test, `rival` is the other command (empty when there is none), `winner` gets the sentence
    (empty: none does, or nobody was asked). `phrase` is empty for a test.

    `same`: both have a phrase for it. `captured`: a phrase of `command` is not won by it. `test`: a test of `command` does not
    hold. `similar`: a recogniser may hear one for the other; only a warning.
    """

    sentence: str
    phrase: str
    language: Language
    kind: ConflictKind
    command: str
    rival: str = ""
    winner: str = ""
    heard: str = ""
    """What the sentence is taken for: the rival's own words, for `same` and `similar`."""
