"""What a language model thinks was meant, weighed against what the matchers found: it may help where they are unsure, never more.

A clause the matchers are sure of is never shown to a model. Where they are not, a model alone brings a card to agree to;
only what the matchers thought likeliest too, and what changes nothing, is carried out without one. A sentence that a command
names as not its own is never that command.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.domain.command import Command
from assistant.domain.plan import Match, PlannedClause, Verdict
from assistant.settings import UnderstandingSettings
from assistant.understanding.fill import FillContext, fill
from assistant.understanding.gate import OFFERED
from assistant.words import lemmas

Sureness = Literal["yes", "likely", "no"]
SURE: Mapping[Sureness, float] = {"yes": 0.75, "likely": 0.55, "no": 0.2}
"""How often a model that says so is taken to be right: below what the gate lets run by itself."""
SUREST = 0.9
"""Nothing a model had a part in is surer than this."""
_UNREAD = 0.7
"""What is left for every slot whose words are no value of its type."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A command and the words of its slots, taken from what was said."""

    command: str
    words: Mapping[str, str] = field(default_factory=dict)
    sure: Sureness = "no"


def wanted(planned: PlannedClause) -> bool:
    """Whether a model may be asked about this clause at all."""
    return planned.verdict in (Verdict.PROPOSE, Verdict.CLARIFY)


def advised(
    planned: PlannedClause, advice: Advice, commands: Mapping[str, Command], settings: UnderstandingSettings, context: FillContext
) -> PlannedClause:
    """The clause with the advice taken into account; the same clause when it changes nothing."""
    command = commands.get(advice.command)
    if planned.verdict is not Verdict.PROPOSE or command is None or is_not(command, planned.clause.text):
        return planned
    match = _match(planned, advice, command, context)
    if match.confidence < settings.confirm_above:
        return planned
    agreed = bool(planned.candidates) and planned.candidates[0].command == command.name
    harmless = command.effect == "reads" and not command.confirm
    run = agreed and harmless and match.confidence >= settings.run_above
    others = tuple(other for other in planned.candidates if other.command != command.name)
    return planned.model_copy(
        update={"verdict": Verdict.RUN if run else Verdict.CONFIRM, "candidates": (match, *others)[:OFFERED]}
    )


def chosen(planned: PlannedClause, advice: Advice, commands: Mapping[str, Command]) -> int | None:
    """Which of the candidates the owner is asked about the advice settles without him: one that only reads, surely meant."""
    command = commands.get(advice.command)
    if planned.verdict is not Verdict.CLARIFY or advice.sure != "yes" or command is None:
        return None
    if command.effect != "reads" or command.confirm or is_not(command, planned.clause.text):
        return None
    names = [match.command for match in planned.candidates]
    return names.index(command.name) if command.name in names else None


def is_not(command: Command, text: str) -> bool:
    """Whether the command's own tests say that this sentence is another's."""
    said = lemmas(text)
    return any(test.not_ and lemmas(test.not_) == said for test in command.tests)


def _match(planned: PlannedClause, advice: Advice, command: Command, context: FillContext) -> Match:
    known = next((match.confidence for match in planned.candidates if match.command == command.name), 0.0)
    words = {name: said for name, said in advice.words.items() if name in command.slots}
    filled = fill(command, words, planned.clause.text, context, whole=True)
    unread = sum(1 for name in words if name in filled.missing)
    sure = (1 - (1 - SURE[advice.sure]) * (1 - known)) * _UNREAD**unread
    return Match(
        command=command.name,
        confidence=round(min(SUREST, sure), 4),
        slots=filled.values,
        missing=filled.missing,
        matcher="model",
        effect=command.effect,
        why={
            "en": "The language model thinks that this is meant.",
            "ru": "Языковая модель считает, что имелось в виду это.",
        }[context.language],
    )
