"""`mail.search`: find letters."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.letter import LetterQuery, Role
from assistant.domain.run import StepResult
from assistant.domain.value import Period
from assistant.extensions import StepContext, StepKind
from assistant.ports import Mail
from assistant.steps.mail import _told
from assistant.steps.mail._people import Who
from assistant.wording import letters


class SearchLetters(StepKind["SearchLetters.Params"]):
    """Finds letters, newest first. Gives a list of `{id, subject, from, from_email, at, opening, unread, thread, ...}`.

    `text` are words in any form; `sender` and `to` a name or an address. With `fresh: false` the mailbox is not asked.
    """

    class Params(BaseModel):
        """Which letters; what is left out may be anything."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(default="", max_length=1_000)
        sender: Who = Field(default="", max_length=300)
        to: Who = Field(default="", max_length=300)
        subject: str = Field(default="", max_length=300)
        period: Period | None = None
        since: datetime | None = None
        until: datetime | None = None
        account: str = Field(default="", max_length=300, description="a mailbox by its title or address")
        role: Role | None = Field(default=None, description="the folder by what it is for")
        folder: str = Field(default="", max_length=300)
        thread: str = Field(default="", max_length=100)
        unread: bool | None = None
        flagged: bool | None = None
        attachments: bool | None = None
        bulk: bool | None = Field(default=None, description="written to many, or by a machine")
        limit: int = Field(default=20, ge=1, le=500)
        fresh: bool = True

    untrusted = True
    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        since = params.since or (params.period.start if params.period else None)
        until = params.until or (params.period.end if params.period else None)
        query = LetterQuery(
            since=_aware(since, context),
            until=_aware(until, context),
            role=params.role or "",
            **params.model_dump(exclude={"period", "since", "until", "role", "fresh"}),
        )
        found = await context.use(Mail).search(query, fresh=params.fresh)
        return StepResult(value=[letters.value(head, context.language) for head in found], sources=_told.sources(found))


def _aware(moment: datetime | None, context: StepContext) -> datetime | None:
    return moment.replace(tzinfo=context.now.tzinfo) if moment is not None and moment.tzinfo is None else moment
