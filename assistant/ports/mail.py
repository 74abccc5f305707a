"""The owner's mailboxes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from assistant.domain.letter import (
    AttachedText,
    Attachment,
    Contact,
    FoundLetter,
    LetterChange,
    LetterHead,
    LetterQuery,
    MailAccount,
    Outgoing,
    SentLetter,
    Subscription,
    Weighed,
)


class Mail(Protocol):
    """The owner's mailboxes. Letters and accounts are named by ids; an account also by its title or address, "" is the default.

    All raise Unreachable while a mailbox cannot be reached (the run waits), StepRefused for what cannot be done, NotFound for a
    letter that is not there any more.
    """

    async def accounts(self) -> Sequence[MailAccount]:
        """Every mailbox, the default first."""

    async def account(self, said: str) -> MailAccount:
        """The mailbox that is called so."""

    async def search(self, query: LetterQuery, *, fresh: bool = True) -> Sequence[LetterHead]:
        """Letters of a query, newest first; with `fresh` what came meanwhile is fetched before."""

    async def weigh(self, query: LetterQuery, now: datetime) -> Sequence[Weighed]:
        """Letters of a query with how much they matter to the owner, the weightiest first. Asks no model."""

    async def subscriptions(self, account: str, since: datetime, *, limit: int = 50) -> Sequence[Subscription]:
        """Who writes letters that say how to be rid of them, the most frequent first; empty `account` is every mailbox."""

    async def head(self, letter: str) -> LetterHead:
        """What is known of a letter here; nobody is asked."""

    async def read(self, letter: str) -> FoundLetter:
        """A whole letter; it stays unread if it was."""

    async def thread(self, letter: str, *, limit: int = 30) -> Sequence[FoundLetter]:
        """The newest letters of the conversation a letter belongs to, in the order they were written."""

    async def contacts(self, name: str, *, limit: int = 10) -> Sequence[Contact]:
        """People letters were exchanged with, by their name or a part of it, likeliest first."""

    async def attachment(self, letter: str, number: int) -> tuple[Attachment, bytes]:
        """An attachment with its content."""

    async def attachment_text(self, letter: str, number: int) -> AttachedText:
        """What an attachment says: a PDF, a page, plain text. Raises StepRefused for any other."""

    async def change(self, letter: str, change: LetterChange, *, key: str) -> LetterHead:
        """Mark, label or move a letter; what it is like afterwards. Journaled for `revert` under the step's key."""

    async def draft(self, outgoing: Outgoing, *, key: str) -> SentLetter:
        """Keep a letter among the drafts; the same key again keeps one."""

    async def revert(self, key: str) -> Sequence[str]:
        """Put back what was changed or drafted under this key; the subjects. Raises Conflict when it was changed again since."""

    async def prepare(self, outgoing: Outgoing) -> Outgoing:
        """A letter with all that was left to be worked out: the account, for an answer its people and subject. Sends nothing."""

    async def send(self, outgoing: Outgoing, *, key: str) -> SentLetter:
        """Send a letter, once for a key."""

    async def sent(self, key: str) -> SentLetter | None:
        """What was sent under this key, None when surely nothing was. Raises NotImplementedError when nobody can know."""
