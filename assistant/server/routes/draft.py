"""The unsent text of the composer."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.event.changed import DraftChanged
from assistant.server.desk import Desk
from assistant.server.rpc import Done, Method, Params, RouteGroup


class SaveParams(Params):
    """The text as it stands; `client` is the window that saves it."""

    text: str = Field(max_length=20_000)
    client: str = Field(default="", max_length=100)


async def save(desk: Desk, params: SaveParams) -> Done:
    """Keep it, and tell the other windows."""
    await desk.memos.set("draft", params.text)
    desk.tell(DraftChanged(text=params.text, client=params.client))
    return Done()


class DraftRoutes(RouteGroup):
    """`draft.*`"""

    methods = {"save": Method(SaveParams, Done, save)}
