"""What waits in the outbox."""

from __future__ import annotations

from assistant.server.desk import Desk
from assistant.server.rpc import Done, Keyed, Method, RouteGroup


class SendParams(Keyed):
    """Which: the run and the path of its step, as `send.held` told them."""

    run: str
    path: str


async def now(desk: Desk, params: SendParams) -> Done:
    """Wait no longer."""
    await desk.outbox.send_now(params.run, params.path)
    return Done()


async def undo(desk: Desk, params: SendParams) -> Done:
    """Do not send it."""
    await desk.outbox.take_back(params.run, params.path)
    return Done()


class SendRoutes(RouteGroup):
    """`send.*`"""

    methods = {"now": Method(SendParams, Done, now), "undo": Method(SendParams, Done, undo)}
