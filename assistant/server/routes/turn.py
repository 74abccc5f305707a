"""Saying something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from assistant.domain.base import Json, Language
from assistant.server.desk import Desk
from assistant.server.rpc import Keyed, Method, Result, RouteGroup
from assistant.turn import typed


class SayParams(Keyed):
    """Words to carry out. `replaces` is the id of a turn whose transcript the owner corrected."""

    text: str
    replaces: str | None = None
    source: Literal["keyboard", "button", "cli"] = "keyboard"
    language: Language | None = None


class SayResult(Result):
    """The turn that began."""

    turn: str


async def say(desk: Desk, params: SayParams) -> SayResult:
    """Take words as an utterance; the same key again is the same turn."""
    utterance = typed(params.text, key=params.key, source=params.source, language=params.language, replaces=params.replaces)
    return SayResult(turn=await desk.turn.take(utterance))


class CorrectParams(Keyed):
    """Which clause of which turn was understood wrongly, and the command that was meant."""

    turn: str
    clause: int = Field(default=0, ge=0)
    command: str
    language: Language = "en"


class CorrectResult(Result):
    """What was undone."""

    undone: Sequence[str]


async def correct(desk: Desk, params: CorrectParams) -> CorrectResult:
    """Undo what was done wrong, remember what the words mean, and say them again."""
    mistake = await desk.mistakes.of_clause(params.turn, params.clause, params.command, params.language)
    undone = await desk.mistakes.correct(mistake, params.command, key=params.key, turn="", language=params.language)
    return CorrectResult(undone=undone)


class RunParams(Keyed):
    """A command by its name, with values for its slots."""

    command: str = Field(min_length=1, max_length=200)
    slots: Mapping[str, Json] = Field(default_factory=dict, max_length=50)
    language: Language = "en"


async def run(desk: Desk, params: RunParams) -> SayResult:
    """Carry a command out, as a button beside an item of a list does."""
    return SayResult(turn=await desk.turn.run(params.command, params.slots, key=params.key, language=params.language))


class TurnRoutes(RouteGroup):
    """`turn.*`"""

    methods = {
        "say": Method(SayParams, SayResult, say),
        "run": Method(RunParams, SayResult, run),
        "correct": Method(CorrectParams, CorrectResult, correct),
    }
