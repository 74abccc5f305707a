"""What was learned from corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assistant.domain.base import Language
from assistant.domain.command import LocalText
from assistant.server.desk import Desk
from assistant.server.rpc import Keyed, Method, Params, Result, RouteGroup


class LearnedShown(Result):
    """Words, the command they mean since a correction, why, and when it last helped. `turn` is what was corrected."""

    id: str
    text: str
    language: Language
    command: str
    title: LocalText
    at: datetime
    turn: str
    reason: str
    used: datetime


class LearnedList(Result):
    """Newest first; what is unused for `days` is forgotten."""

    learned: Sequence[LearnedShown]
    days: int


class LearnedParams(Keyed):
    """Which."""

    id: str


class Removed(Result):
    """It is forgotten."""


async def list_all(desk: Desk, params: Params) -> LearnedList:
    """Everything learned."""
    shown = [
        LearnedShown(command=command.name, title=command.title, **phrase.model_dump())
        for command in desk.registry.commands.values()
        for phrase in command.learned
    ]
    shown.sort(key=lambda one: one.at, reverse=True)
    return LearnedList(learned=shown, days=desk.settings.understanding.learned_days)


async def remove(desk: Desk, params: LearnedParams) -> Removed:
    """Forget one."""
    await desk.mistakes.remove(params.id)
    return Removed()


class LearnedRoutes(RouteGroup):
    """`learned.*`"""

    methods = {"list": Method(Params, LearnedList, list_all), "remove": Method(LearnedParams, Removed, remove)}
