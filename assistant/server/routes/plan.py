"""The owner's word on the clauses of a plan."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.server.desk import Desk
from assistant.server.rpc import Done, Keyed, Method, RouteGroup


class DecideParams(Keyed):
    """Skip a clause, edit its text, or choose a command for it, before it has begun."""

    plan: str
    clause: int = Field(ge=0)
    action: Literal["skip", "edit", "choose"]
    text: str | None = Field(default=None, max_length=4_000)
    command: str | None = None


async def decide(desk: Desk, params: DecideParams) -> Done:
    """Carry the decision out."""
    await desk.turn.decide(params.plan, params.clause, params.action, text=params.text or "", command=params.command or "")
    return Done()


class PlanRoutes(RouteGroup):
    """`plan.*`"""

    methods = {"decide": Method(DecideParams, Done, decide)}
