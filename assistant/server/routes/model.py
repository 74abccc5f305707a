"""The speech model."""

from __future__ import annotations

from assistant.server.desk import Desk
from assistant.server.rpc import Done, Method, Params, RouteGroup


async def download(desk: Desk, params: Params) -> Done:
    """Fetch it, or go on with it; progress comes as events."""
    desk.ears.retry_model()
    return Done()


async def cancel(desk: Desk, params: Params) -> Done:
    """Stop fetching; what is there is kept."""
    desk.ears.cancel_download()
    return Done()


class ModelRoutes(RouteGroup):
    """`model.*`"""

    methods = {"download": Method(Params, Done, download), "cancel": Method(Params, Done, cancel)}
