"""Letters: what one says and carries, what is written to somebody, and the mailboxes they are in."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen
from assistant.domain.record import Guest

Role = Literal["inbox", "sent", "drafts", "archive", "trash", "junk", "other"]
"""What a folder is for, whatever it is called."""


class Address(Frozen):
    """Somebody's name, as far as it is known, and address."""

    name: str = ""
    email: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name and self.email else self.email or self.name


class Attachment(Frozen):
    """A part that is no text of the letter itself. `number` counts from one in the order of the letter."""

    number: int
    name: str
    type: str
    size: int
    inline: bool = False


class AttachedText(Frozen):
    """What a file that came with a letter says. `pages` is 0 where there are none; `cut` when it says more than is given."""

    attachment: Attachment
    text: str
    pages: int = 0
    cut: bool = False


class Link(Frozen):
    """A link of an HTML letter: what is shown, and where it really leads."""

    text: str
    url: str


class Invitation(Frozen):
    """An invitation, its change or its withdrawal (`method`), found as a calendar part."""

    method: str
    uid: str
    title: str
    start: datetime | None = None
    end: datetime | None = None
    all_day: bool = False
    """Whole days: `start` and `end` are the midnights of UTC that begin them, wherever the owner is."""
    place: str = ""
    organiser: Address | None = None
    recurrence: str = ""
    zone: str = ""
    """The named time zone its rule is followed in."""
    sequence: int = 0


class Letter(Frozen):
    """A letter as it was read. `text` is what its writer wrote: quotes and signature stand apart, `hidden` is text that is in
    the HTML but is not shown. `faults` say what was wrong with its bytes; what could be read is there all the same."""

    message_id: str = ""
    subject: str = ""
    sender: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    date: datetime | None = None
    text: str = ""
    quoted: str = ""
    signature: str = ""
    hidden: str = ""
    html_only: bool = False
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    forwarded: tuple[Letter, ...] = ()
    invitation: Invitation | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    unsubscribe: tuple[str, ...] = ()
    one_click: bool = False
    """Whether a web address among `unsubscribe` needs nothing but one POST (RFC 8058)."""
    bulk: bool = False
    """Written to many, or by a machine."""
    faults: tuple[str, ...] = ()


class LetterHead(Frozen):
    """What the index knows of a letter. `id` stays when the letter is moved; `thread` is shared by a conversation."""

    id: str
    account: str
    thread: str
    message_id: str
    subject: str
    sender: Address
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    date: datetime
    opening: str = ""
    """The first words."""
    folders: tuple[str, ...] = ()
    role: Role = "other"
    unread: bool = False
    flagged: bool = False
    answered: bool = False
    bulk: bool = False
    attachments: int = 0
    invitation: bool = False
    unsubscribe: tuple[str, ...] = ()
    size: int = 0


class LetterQuery(Frozen):
    """Which letters. `text` are words, `sender` and `to` a name or an address; empty means any. Newest first."""

    text: str = ""
    sender: str = ""
    to: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None
    account: str = ""
    role: Role | Literal[""] = ""
    folder: str = ""
    unread: bool | None = None
    flagged: bool | None = None
    attachments: bool | None = None
    bulk: bool | None = None
    thread: str = ""
    limit: int = Field(default=20, ge=1, le=500)


class FoundLetter(Frozen):
    """A letter with its place in the index."""

    head: LetterHead
    letter: Letter


class LetterChange(Frozen):
    """What shall be done with letters; what is None stays. `role` moves to the folder that is for this, `folder` to one by name."""

    unread: bool | None = None
    flagged: bool | None = None
    answered: bool | None = None
    role: Role | None = None
    folder: str | None = None
    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()


class CalendarPart(Frozen):
    """What a letter says to the calendar of whoever gets it: an invitation, its withdrawal, or an answer to one.

    In a REPLY `attendees` is the owner alone, with his answer. `uid` names the event on every side, `sequence` counts its changes.
    """

    method: Literal["REQUEST", "CANCEL", "REPLY"]
    uid: str
    title: str
    start: datetime
    end: datetime
    all_day: bool = False
    recurrence: str = ""
    zone: str = ""
    place: str = ""
    about: str = ""
    organiser: Address
    attendees: tuple[Guest, ...] = ()
    sequence: int = 0


class Enclosed(Frozen):
    """A file that goes with a letter, as it is at that moment."""

    name: str
    content: bytes = Field(repr=False)
    sha256: str


class Outgoing(Frozen):
    """A letter to be sent or kept as a draft. `answers` and `forwards` are ids of letters in the index."""

    account: str = ""
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    subject: str = ""
    text: str
    answers: str = ""
    forwards: str = ""
    calendar: CalendarPart | None = None
    enclosed: tuple[Enclosed, ...] = ()


class SentLetter(Frozen):
    """Proof that a letter was taken or kept: its Message-ID, what the server said, and where it was read back."""

    message_id: str
    account: str
    to: tuple[Address, ...] = ()
    subject: str = ""
    response: str = ""
    folder: str = ""
    files: tuple[tuple[str, str], ...] = ()
    """Name and SHA-256 of each file that went with it."""


class Contact(Frozen):
    """Somebody letters were exchanged with. `written` counts letters to them, `received` letters from them."""

    address: Address
    written: int = 0
    received: int = 0
    last: datetime | None = None


class Subscription(Frozen):
    """Somebody whose letters say how to be rid of them: how many came, how many are unread, and the newest one."""

    newest: LetterHead
    letters: int
    unread: int


class Weighed(Frozen):
    """A letter with how much it matters today, and why, in both languages, the weightiest reason first."""

    head: LetterHead
    score: float
    reasons: tuple[tuple[str, str], ...] = ()


class ServerAddress(Frozen):
    """Where a server listens, and how the connection is secured: from the start, after STARTTLS, or not (this computer only)."""

    host: str
    port: int = Field(ge=1, le=65_535)
    security: Literal["tls", "starttls", "none"] = "tls"


LoginWay = Literal["password", "xoauth2", "oauthbearer"]
"""With a password, or with a token of the provider as one of these mechanisms carries it."""


class MailAccount(Frozen):
    """A mailbox of the owner. `backend` is the name of a file in mail/backends; its password or token is in the vault."""

    id: str
    email: str
    name: str = ""
    title: str = ""
    """How the owner calls it: work, личная."""
    backend: str = "imap"
    user: str = ""
    incoming: ServerAddress | None = None
    outgoing: ServerAddress | None = None
    default: bool = False
    aliases: tuple[str, ...] = ()
    login: LoginWay = "password"
