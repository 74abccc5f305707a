"""Taking back."""

from __future__ import annotations

from assistant.server.desk import Desk
from assistant.server.rpc import Keyed, Method, Result, RouteGroup


class UndoResult(Result):
    """What was taken back; None when there was nothing."""

    summary: str | None


async def last(desk: Desk, params: Keyed) -> UndoResult:
    """Undo the newest thing that can be undone."""
    return UndoResult(summary=await desk.undo.undo_last(before_turn=""))


class UndoRoutes(RouteGroup):
    """`undo.*`"""

    methods = {"last": Method(Keyed, UndoResult, last)}
