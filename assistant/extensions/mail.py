"""The base of mailboxes of another kind, and how a backend tells what is in one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from assistant.domain.letter import LetterChange, MailAccount, Role


@dataclass(frozen=True, slots=True)
class PlacedLetter:
    """A letter as it lies in a mailbox. `place` says where, in the backend's own words; `raw` may be its beginning only."""

    place: str
    folder: str
    role: Role
    raw: bytes
    received: datetime
    size: int
    marks: Marks


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked on a letter; `answered` is None where the mailbox does not know, then it stays as it was."""

    unread: bool = False
    flagged: bool = False
    answered: bool | None = False


@dataclass(frozen=True, slots=True)
class MailNews:
    """What is new in a mailbox. Apply all of it, then keep `cursor`.

    `left`: for each folder that lost letters, the places that are still there; `gone`: places that are there no more. `more`:
    older letters are still to be fetched. `only`: every place there is, when the mailbox could not tell what has gone.
    """

    cursor: str
    letters: Sequence[PlacedLetter] = ()
    marked: Mapping[str, Marks] = field(default_factory=dict)
    left: Mapping[str, frozenset[str]] = field(default_factory=dict)
    more: bool = False
    gone: Sequence[str] = ()
    only: frozenset[str] | None = None


class MailBackend(ABC):
    """One mailbox, over one protocol. Blocking: called in worker threads, one call at a time; it connects when first needed.

    Every method raises Unreachable when the mailbox cannot be reached (worth waiting for), StepRefused when it says no.
    """

    def __init__(self, account: MailAccount, secret: str) -> None:
        self.account = account
        self._secret = secret

    @abstractmethod
    def check(self) -> None:
        """Reach everything the account needs, for reading and for sending."""

    @abstractmethod
    def news(self, cursor: str, since: datetime, limit: int) -> MailNews:
        """What came, changed and went since this cursor (empty: from the start), newest first, about `limit` letters, none
        from before `since`."""

    @abstractmethod
    def raw(self, place: str, largest: int) -> bytes:
        """A whole letter. Raises StepRefused when it is larger or not there any more."""

    @abstractmethod
    def change(self, place: str, change: LetterChange) -> tuple[str, str]:
        """Mark, label, move; the place and the folder where the letter is then."""

    @abstractmethod
    def find(self, message_id: str, roles: Sequence[Role]) -> tuple[str, str] | None:
        """Place and folder of a letter with this Message-ID in the folders for these, None when there is surely none."""

    @abstractmethod
    def keep(self, raw: bytes, role: Role) -> tuple[str, str]:
        """Keep a letter of the owner's own, a draft or one that was sent; its place and folder."""

    @abstractmethod
    def remove(self, place: str) -> None:
        """Remove a draft for good."""

    @abstractmethod
    def send(self, raw: bytes, sender: str, recipients: Sequence[str], begun: Callable[[], None]) -> str:
        """Send a letter; what the server said when it took it. `begun` is called right before it can first be taken.

        Raises Unreachable also when it broke off after that; then nobody knows.
        """

    def wait(self, seconds: float) -> bool:
        """Wait until something happens in the inbox, at most so long; whether it did. Called beside the other methods.

        Raises Unreachable, and NotImplementedError where a mailbox does not tell: then it is looked at now and then.
        """
        raise NotImplementedError

    @abstractmethod
    def close(self) -> None:
        """Let go of every connection. Never raises."""
