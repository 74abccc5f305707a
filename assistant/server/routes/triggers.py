"""What starts commands by itself: seen, switched, tried, given a new address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import anyio.to_thread
from pydantic import Field

from assistant import clock
from assistant.domain.base import LocalText
from assistant.domain.trigger import TriggerKind, Watched
from assistant.registry.outlook import outlook
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


class TriggerToRead(Params):
    """One line under `triggers`, as far as it was written."""

    kind: TriggerKind
    spec: str = Field(default="", max_length=300)


class TriggerRead(Result):
    """What it means in words (nothing when that says no more), the next times, and why it can never start (nothing when it can)."""

    words: LocalText
    next: Sequence[datetime]
    problem: LocalText


class TriggerTurn(Result):
    """The turn that began."""

    turn: str


class HookAddress(Result):
    """The path of a webhook's address behind this page's own; shown this once."""

    path: str


async def list_all(desk: Desk, params: Params) -> TriggerList:
    """Every trigger as it stands."""
    return TriggerList(triggers=await desk.triggers.all())


async def read(desk: Desk, params: TriggerToRead) -> TriggerRead:
    """What a trigger would come to, nothing saved."""
    commands = desk.registry.commands
    found = await anyio.to_thread.run_sync(outlook, params.kind, params.spec, clock.now(), commands)
    return TriggerRead(words=found.words, next=found.next, problem=found.problem)


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
        "read": Method(TriggerToRead, TriggerRead, read),
        "enable": Method(TriggerSwitched, Done, enable),
        "test": Method(TriggerWanted, TriggerTurn, test),
        "rotate": Method(TriggerWanted, HookAddress, rotate),
    }
