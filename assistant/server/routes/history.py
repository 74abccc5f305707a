"""What was said before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from assistant.domain.command import LocalText
from assistant.domain.event.envelope import Envelope
from assistant.server.desk import Desk
from assistant.server.moments import Moment
from assistant.server.rpc import Method, Params, Result, RouteGroup


class HistoryQuery(Params):
    """Words to look for (any when empty), older than `before` (newest when None)."""

    text: str = Field(default="", max_length=400)
    before: Moment | None = None
    limit: int = Field(default=30, ge=1, le=200)


class TurnShown(Result):
    """One turn; `state` joins the states of its runs with commas."""

    turn: str
    at: datetime
    text: str
    source: str
    titles: Sequence[LocalText]
    state: str


class HistoryFound(Result):
    """Turns, newest first."""

    turns: Sequence[TurnShown]


class TurnWanted(Params):
    """One turn."""

    turn: str


class TurnEvents(Result):
    """What was told about it."""

    envelopes: Sequence[Envelope]


class PassesWanted(Params):
    """Passes of the loop at `path` of a run, from `first` (counting from 0) on."""

    run: str
    path: str
    first: int = Field(ge=0)
    count: int = Field(default=50, ge=1, le=100)


async def search(desk: Desk, params: HistoryQuery) -> HistoryFound:
    """Find turns."""
    before = params.before.isoformat() if params.before else "9"
    found = await desk.turns.search(params.text, before, "", params.limit)
    return HistoryFound(turns=[TurnShown.model_validate(turn) for turn in found])


async def turn(desk: Desk, params: TurnWanted) -> TurnEvents:
    """Open a turn."""
    return TurnEvents(envelopes=await desk.events.of_turn(params.turn))


async def passes(desk: Desk, params: PassesWanted) -> TurnEvents:
    """Show passes of a long loop that a window was not given, or keeps no longer."""
    return TurnEvents(envelopes=await desk.events.of_passes(params.run, params.path, params.first, params.count))


class HistoryRoutes(RouteGroup):
    """`history.*`"""

    methods = {
        "search": Method(HistoryQuery, HistoryFound, search),
        "turn": Method(TurnWanted, TurnEvents, turn),
        "passes": Method(PassesWanted, TurnEvents, passes),
    }
