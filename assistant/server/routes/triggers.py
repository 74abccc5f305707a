"""What starts commands by itself: seen, switched, tried, given a new address."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from assistant.domain.trigger import Watched
from assistant.server.desk import Desk
from assistant.server.rpc import Done, Keyed, Method, Params, Result, RouteGroup


class TriggerWanted(Keyed):
    """One trigger."""

    id: str = Field(min_length=1, max_length=1_000)


class TriggerSwitched(TriggerWanted):
    """One trigger, on or off."""

    enabled: bool


class TriggerList(Result):
    """Triggers, the next due first."""

    triggers: Sequence[Watched]


class TriggerTurn(Result):
    """The turn that began."""

    turn: str


class HookAddress(Result):
    """The path of a webhook's address behind this page's own; shown this once."""

    path: str


async def list_all(desk: Desk, params: Params) -> TriggerList:
    """Every trigger as it stands."""
    return TriggerList(triggers=await desk.triggers.all())


async def enable(desk: Desk, params: TriggerSwitched) -> Done:
    """Switch one on or off."""
    await desk.triggers.enable(params.id, params.enabled)
    return Done()


async def test(desk: Desk, params: TriggerWanted) -> TriggerTurn:
    """Start its command now."""
    return TriggerTurn(turn=await desk.triggers.test(params.id, params.key))


async def rotate(desk: Desk, params: TriggerWanted) -> HookAddress:
    """Make a new secret address for a webhook; the former one is void."""
    return HookAddress(path=await desk.triggers.rotate(params.id))


class TriggerRoutes(RouteGroup):
    """`triggers.*`"""

    methods = {
        "list": Method(Params, TriggerList, list_all),
        "enable": Method(TriggerSwitched, Done, enable),
        "test": Method(TriggerWanted, TriggerTurn, test),
        "rotate": Method(TriggerWanted, HookAddress, rotate),
    }
