"""What is being shown in the browser, as its card in the window holds it."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.event.browsing import ShowingChanged
from assistant.server.desk import Desk
from assistant.server.rpc import Done, Keyed, Method, Params, Result, RouteGroup


class PauseParams(Keyed):
    """Whether nothing is recorded from now on."""

    paused: bool


class ForgetParams(Keyed):
    """Which recorded thing."""

    id: str = Field(min_length=1, max_length=100)


class ShowingState(Result):
    """How it stands."""

    showing: ShowingChanged


async def state(desk: Desk, params: Params) -> ShowingState:
    """How it stands now."""
    return ShowingState(showing=desk.showings.state)


async def pause(desk: Desk, params: PauseParams) -> Done:
    """Record nothing for a while, or go on."""
    await desk.showings.pause(params.paused)
    return Done()


async def forget(desk: Desk, params: ForgetParams) -> Done:
    """Take one recorded thing out."""
    await desk.showings.forget(params.id)
    return Done()


class ShowingRoutes(RouteGroup):
    """`showing.*`"""

    methods = {
        "state": Method(Params, ShowingState, state),
        "pause": Method(PauseParams, Done, pause),
        "forget": Method(ForgetParams, Done, forget),
    }
