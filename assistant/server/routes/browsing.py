"""Tasks in the browser under the owner's hand: pause, take over, hand back; the pictures of their pages."""

from __future__ import annotations

import base64

from pydantic import Field

from assistant.server.desk import Desk
from assistant.server.rpc import Done, Keyed, Method, Params, Result, RouteGroup


class TaskParams(Keyed):
    """One task: the run and the path of its step."""

    run: str
    path: str


class PictureParams(Params):
    """A picture a task took."""

    run: str = Field(max_length=200)
    path: str = Field(max_length=2_000)
    name: str = Field(max_length=100)


class PictureResult(Result):
    """The picture, as base64."""

    jpeg: str


async def pause(desk: Desk, params: TaskParams) -> Done:
    """Let a task stand still before its next act."""
    await desk.browsing.pause(params.run, params.path)
    return Done()


async def take_over(desk: Desk, params: TaskParams) -> Done:
    """Let a task stand still while the owner works on its page."""
    await desk.browsing.pause(params.run, params.path, take_over=True)
    return Done()


async def resume(desk: Desk, params: TaskParams) -> Done:
    """Let a task go on; after a take-over it looks at the page anew."""
    await desk.browsing.go_on(params.run, params.path)
    return Done()


async def picture(desk: Desk, params: PictureParams) -> PictureResult:
    """A picture of a page, as it was before something was done on it."""
    content = await desk.browsing.picture(params.run, params.path, params.name)
    return PictureResult(jpeg=base64.b64encode(content).decode())


class BrowsingRoutes(RouteGroup):
    """`browsing.*`"""

    methods = {
        "pause": Method(TaskParams, Done, pause),
        "take_over": Method(TaskParams, Done, take_over),
        "resume": Method(TaskParams, Done, resume),
        "picture": Method(PictureParams, PictureResult, picture),
    }
