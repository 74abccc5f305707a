"""The browser that commands use: how it stands, closed, and the pictures of its pages."""

from __future__ import annotations

import base64

from pydantic import Field

from assistant.domain.page import BrowserStatus
from assistant.server.desk import Desk
from assistant.server.rpc import Done, Keyed, Method, Params, Result, RouteGroup


class BrowserShown(Result):
    """How it stands."""

    status: BrowserStatus


class PictureNamed(Params):
    """A picture by the name an evidence gives."""

    name: str = Field(min_length=1, max_length=100)


class PictureShown(Result):
    """A JPEG picture, as base64."""

    content: str


async def status(desk: Desk, params: Params) -> BrowserShown:
    """Which browser is used, whether it runs, and what is wrong with it."""
    return BrowserShown(status=await desk.browser.status())


async def try_out(desk: Desk, params: Keyed) -> BrowserShown:
    """Start it, to see whether it works."""
    await desk.browser.session.context()
    return BrowserShown(status=await desk.browser.status())


async def close(desk: Desk, params: Keyed) -> Done:
    """Close it with all its pages; a step that needs it starts it again."""
    await desk.browser.session.stop()
    return Done()


async def picture(desk: Desk, params: PictureNamed) -> PictureShown:
    """A picture of a page. Pictures are kept for some time only."""
    content = await desk.browser.picture(params.name)
    return PictureShown(content=base64.b64encode(content).decode("ascii"))


class BrowserRoutes(RouteGroup):
    """`browser.*`"""

    methods = {
        "status": Method(Params, BrowserShown, status),
        "try": Method(Keyed, BrowserShown, try_out),
        "close": Method(Keyed, Done, close),
        "picture": Method(PictureNamed, PictureShown, picture),
    }
