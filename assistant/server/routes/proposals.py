"""What was said and no command fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import anyio.to_thread

from assistant.domain.base import Language
from assistant.domain.command import LocalText
from assistant.server.desk import Desk
from assistant.server.rpc import Keyed, Method, Params, Result, RouteGroup


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


class ProposalParams(Params):
    """Which proposal."""

    id: str


class KeyedProposal(Keyed):
    """Which proposal."""

    id: str


class Done(Result):
    """It is done."""


class ProposalDraft(Result):
    """A text for the command editor: the phrase filled in, and the nearest command to build on. Nothing is saved."""

    name: str
    text: str


async def draft(desk: Desk, params: ProposalParams) -> ProposalDraft:
    """A command to begin with."""
    text, spoken, closest = await desk.turns.proposal(params.id)
    language: Language = "ru" if spoken == "ru" else "en"
    made = await anyio.to_thread.run_sync(desk.lessons.proposed, text, language, closest)
    title = str(next(iter(made.form["title"].values())))
    return ProposalDraft(name=await desk.teaching.name_for(title), text=made.text)


async def dismiss(desk: Desk, params: KeyedProposal) -> Done:
    """Take it off the list."""
    await desk.turns.dismiss(params.id)
    return Done()


class ProposalRoutes(RouteGroup):
    """`proposals.*`"""

    methods = {
        "list": Method(Params, ProposalList, list_all),
        "draft": Method(ProposalParams, ProposalDraft, draft),
        "dismiss": Method(KeyedProposal, Done, dismiss),
    }
