"""From what was said to what it was understood to mean, and what is made of a clause nothing fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from assistant.domain.command import LocalText
from assistant.domain.draft import FlowDraft
from assistant.domain.event.told import Fleeting, Told
from assistant.domain.plan import Plan, PlannedClause
from assistant.domain.speech import Utterance


class UtteranceReceived(Told):
    """The owner said or typed something; a turn begins. `turn` is the utterance's id."""

    type: Literal["utterance.received"] = "utterance.received"
    utterance: Utterance


class UtteranceAnswered(Told):
    """What was said answered an open question instead of starting something new."""

    type: Literal["utterance.answered"] = "utterance.answered"
    question: str


class PlanProposed(Told):
    """What the sentence was understood to mean, clause by clause. `titles` names the commands in it."""

    type: Literal["plan.proposed"] = "plan.proposed"
    plan: Plan
    titles: Mapping[str, LocalText] = Field(default_factory=dict)


class ClauseChanged(Told):
    """A clause of a plan was edited or skipped by the owner, or its run was started (then `run` names it)."""

    type: Literal["clause.changed"] = "clause.changed"
    plan: str
    clause: int
    planned: PlannedClause
    skipped: bool = False


class CommandUnmatched(Told):
    """No command fits this clause; it was kept as a proposal. `closest` are titles of the nearest commands."""

    type: Literal["command.unmatched"] = "command.unmatched"
    plan: str
    clause: int
    text: str
    proposal: str
    closest: Mapping[str, LocalText] = Field(default_factory=dict)


class ProposalKept(Told):
    """An utterance nothing fits was kept for teaching."""

    type: Literal["proposal.kept"] = "proposal.kept"
    proposal: str
    text: str


class ClauseConsidered(Fleeting):
    """A language model is asked about a clause nothing fits: which command was meant (`matching`), or for a command that does
    it (`composing`). `failed` says why nothing came of it, `done` that the answer is there."""

    type: Literal["clause.considered"] = "clause.considered"
    plan: str
    clause: int
    state: Literal["matching", "composing", "done", "failed"]
    detail: str = ""


class FlowDrafted(Told):
    """A language model composed a command for a clause nothing fits. It is not saved: the owner accepts, edits or leaves it."""

    type: Literal["flow.drafted"] = "flow.drafted"
    plan: str
    clause: int
    proposal: str
    draft: FlowDraft
