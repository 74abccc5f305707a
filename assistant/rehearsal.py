"""Commands tried before they are live: the real understanding of a set of commands, as checks see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant import clock
from assistant.domain.base import Json, Language
from assistant.domain.command import Command, Slot
from assistant.domain.plan import Match, Verdict
from assistant.registry.matched import Matched
from assistant.settings import UnderstandingSettings
from assistant.understanding import fill
from assistant.understanding.fill import FillContext
from assistant.understanding.understand import Understanding


def matched(commands: Mapping[str, Command], chosen: UnderstandingSettings) -> Matched:
    """The understanding of these commands, the disabled ones left out. Blocking: it learns them first."""
    understanding = Understanding(chosen)
    understanding.load([command for command in commands.values() if command.enabled])
    return known(understanding)


def known(understanding: Understanding) -> Matched:
    """An understanding that has learned; every sentence is read at the same moment."""
    now = clock.now()

    def matches(text: str, language: Language) -> Sequence[Match]:
        """What the whole sentence may mean, best first; nothing when it is several commands or none."""
        clauses = understanding.read(text, language, now=now, turn="", plan_id="").clauses
        return clauses[0].candidates if len(clauses) == 1 and clauses[0].verdict is not Verdict.PROPOSE else ()

    def winner(text: str, language: Language) -> str | None:
        return understanding.winner(text, language, now=now)

    def slots(text: str, language: Language, command: str) -> Mapping[str, Json]:
        return next((match.slots for match in matches(text, language) if match.command == command), {})

    def read_slot(said: Json, language: Language, slot: Slot) -> Json:
        return fill.read(slot, str(said), FillContext(now, language))

    return Matched(winner, slots, read_slot)
