"""What to do about a clause: run, confirm, ask which, or propose a new command. A pure function of plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.domain.command import Command
from assistant.domain.plan import Match, Verdict
from assistant.settings import UnderstandingSettings

OFFERED = 3
"""At most so many candidates are shown."""


def decide(
    matches: Sequence[Match], commands: Mapping[str, Command], settings: UnderstandingSettings
) -> tuple[Verdict, tuple[Match, ...]]:
    """The verdict and the candidates worth showing, best first. Missing slots do not block: the run asks for them."""
    near = sorted((match for match in matches if match.confidence >= settings.suggest_above), key=lambda match: -match.confidence)
    offered = tuple(near[:OFFERED])
    if not offered or offered[0].confidence < settings.confirm_above:
        return Verdict.PROPOSE, offered
    best = offered[0]
    if len(offered) > 1 and _too_close(best, offered[1], settings):
        return Verdict.CLARIFY, tuple(match for match in offered if best.confidence - match.confidence < 2 * settings.margin)
    command = commands[best.command]
    # What is missing is asked for first: nothing is sent before the owner has answered.
    sends = command.effect == "sends" and not best.missing
    enough = settings.run_above_sends if sends else settings.run_above
    if command.confirm or best.confidence < enough:
        return Verdict.CONFIRM, offered
    return Verdict.RUN, offered


def _too_close(best: Match, second: Match, settings: UnderstandingSettings) -> bool:
    return best.confidence - second.confidence < settings.margin and second.confidence >= settings.confirm_above
