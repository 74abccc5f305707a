"""What the owner allowed for good."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.command import LocalText
from assistant.domain.run import Rule
from assistant.server.desk import Desk
from assistant.server.rpc import Done, Keyed, Method, Params, Result, RouteGroup


class RuleShown(Result):
    """A rule with its command's title; no title when the command is gone."""

    rule: Rule
    title: LocalText


class RuleList(Result):
    """Newest first."""

    rules: Sequence[RuleShown]


class RuleParams(Keyed):
    """Which."""

    id: str


async def list_all(desk: Desk, params: Params) -> RuleList:
    """Every rule. A new one is made by answering a question with `always`."""
    known = desk.registry.commands
    rules = await desk.rules.all()
    return RuleList(rules=[RuleShown(rule=one, title=known[one.command].title if one.command in known else {}) for one in rules])


async def remove(desk: Desk, params: RuleParams) -> Done:
    """Ask again from now on."""
    await desk.rules.remove(params.id)
    return Done()


class RuleRoutes(RouteGroup):
    """`rules.*`"""

    methods = {"list": Method(Params, RuleList, list_all), "remove": Method(RuleParams, Done, remove)}
