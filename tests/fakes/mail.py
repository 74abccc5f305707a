"""Mail of a test's own: letters from Anna, and what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from assistant import ports
from assistant.domain.letter import (
    Address,
    AttachedText,
    Attachment,
    Contact,
    FoundLetter,
    Letter,
    LetterChange,
    LetterHead,
    LetterQuery,
    MailAccount,
    Outgoing,
    SentLetter,
    Subscription,
    Weighed,
)

ANNA = Address(name="Анна", email="anna@example.com")
HEAD = LetterHead(
    id="letter-1",
    account="mail-1",
    thread="thread-1",
    message_id="1@example.com",
    subject="Договор",
    sender=ANNA,
    date=datetime(2026, 5, 5, 4, 0, tzinfo=UTC),
    opening="Когда будет договор?",
    role="inbox",
)


ACCOUNTS = (
    MailAccount(id="mail-1", email="owner@example.com", title="рабочая", default=True),
    MailAccount(id="mail-2", email="owner@home.example", title="личная"),
)


class FakeMail(ports.Mail):
    """One letter that fits every query; keeps what is sent, once for a key."""

    def __init__(self) -> None:
        self.letter = Letter(subject=HEAD.subject, sender=ANNA, text=HEAD.opening)
        """What every letter says."""
        self.outgoing: dict[str, Outgoing] = {}
        self.changes: dict[str, list[tuple[str, LetterChange]]] = {}
        """What was done to which letter, by key, until it is put back."""

    async def accounts(self) -> Sequence[MailAccount]:
        """As the port."""
        return ACCOUNTS

    async def account(self, said: str) -> MailAccount:
        """As the port."""
        return next((each for each in ACCOUNTS if said == each.id), ACCOUNTS[0])

    async def search(self, query: LetterQuery, *, fresh: bool = True) -> Sequence[LetterHead]:
        """As the port."""
        return [HEAD]

    async def weigh(self, query: LetterQuery, now: datetime) -> Sequence[Weighed]:
        """As the port."""
        return [Weighed(head=HEAD, score=5, reasons=(("asks you something", "вас о чём-то спрашивают"),))]

    async def subscriptions(self, account: str, since: datetime, *, limit: int = 50) -> Sequence[Subscription]:
        """As the port."""
        return [Subscription(newest=HEAD, letters=12, unread=7)]

    async def head(self, letter: str) -> LetterHead:
        """As the port."""
        return HEAD

    async def read(self, letter: str) -> FoundLetter:
        """As the port."""
        return FoundLetter(head=HEAD, letter=self.letter)

    async def thread(self, letter: str, *, limit: int = 30) -> Sequence[FoundLetter]:
        """As the port."""
        return [await self.read(letter)]

    async def contacts(self, name: str, *, limit: int = 10) -> Sequence[Contact]:
        """As the port."""
        return [Contact(address=ANNA, written=1)]

    async def attachment(self, letter: str, number: int) -> tuple[Attachment, bytes]:
        """As the port."""
        return Attachment(number=number, name="a.txt", type="text/plain", size=1), b"x"

    async def attachment_text(self, letter: str, number: int) -> AttachedText:
        """As the port."""
        return AttachedText(attachment=(await self.attachment(letter, number))[0], text="Предоплата 30 %", pages=2)

    async def change(self, letter: str, change: LetterChange, *, key: str) -> LetterHead:
        """As the port."""
        self.changes.setdefault(key, []).append((letter, change))
        return HEAD

    async def draft(self, outgoing: Outgoing, *, key: str) -> SentLetter:
        """As the port."""
        return await self.send(outgoing, key=key)

    async def revert(self, key: str) -> Sequence[str]:
        """As the port."""
        done = len(self.changes.pop(key, [])) + (self.outgoing.pop(key, None) is not None)
        return [HEAD.subject] * done

    async def prepare(self, outgoing: Outgoing) -> Outgoing:
        """As the port."""
        return outgoing.model_copy(
            update={"account": outgoing.account or "mail-1", "to": outgoing.to or (ANNA,), "subject": "Re: Договор"}
        )

    async def send(self, outgoing: Outgoing, *, key: str) -> SentLetter:
        """As the port."""
        self.outgoing.setdefault(key, outgoing)
        files = tuple((file.name, file.sha256) for file in outgoing.enclosed)
        return SentLetter(
            message_id=f"{key}@example.com", account="mail-1", to=outgoing.to, subject=outgoing.subject, files=files
        )

    async def sent(self, key: str) -> SentLetter | None:
        """As the port."""
        return None
