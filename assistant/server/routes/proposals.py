"""What was said and no command fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from assistant.domain.command import LocalText
from assistant.server.desk import Desk
from assistant.server.rpc import Method, Params, Result, RouteGroup


class Proposal(Result):
    """Words, and the commands nearest to them."""

    id: str
    text: str
    at: datetime
    closest: Mapping[str, LocalText]


class ProposalList(Result):
    """Newest first."""

    proposals: Sequence[Proposal]


async def list_all(desk: Desk, params: Params) -> ProposalList:
    """Waiting proposals."""
    return ProposalList(proposals=[Proposal.model_validate(proposal) for proposal in await desk.turns.proposals()])


class ProposalRoutes(RouteGroup):
    """`proposals.*`"""

    methods = {"list": Method(Params, ProposalList, list_all)}
