"""A mailbox at Gmail's double, with the same handles as the real IMAP server of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest

from assistant.domain.letter import MailAccount
from tests.google.consent import OWNER
from tests.google.double import Double, double
from tests.google.gmail import Gmail
from tests.google.house import granted

ACCOUNT = "google-1"


class _Sent:
    """What went out, and who is not written to."""

    def __init__(self, gmail: Gmail) -> None:
        self.taken, self.refused = gmail.sent, gmail.refused


class GmailServer:
    """One mailbox of one owner who has allowed reading and changing mail."""

    def __init__(self, google: Double) -> None:
        self.google = google
        self.gmail = Gmail(google)
        self.sink = _Sent(self.gmail)
        self.password, self.where = granted(google, "mail.write").model_dump_json(), "Google"

    @property
    def says(self) -> str:
        """What is told of the newest letter that was taken."""
        return f"Gmail {[each.id for each in self.gmail.letters.values() if 'SENT' in each.labels][-1]}"

    def start(self) -> None:
        """Be there again."""
        self.google.start()

    def stop(self) -> None:
        """Go away."""
        self.google.stop()

    def account(self, **changed: Any) -> MailAccount:
        """The mailbox."""
        account = MailAccount(
            id="mail-test", email=OWNER, name="Owner", title="работа", backend="gmail", user=ACCOUNT, default=True
        )
        return account.model_copy(update=changed)

    def deliver(self, *letters: EmailMessage | bytes, folder: str = "INBOX") -> None:
        """Letters arrive."""
        self.gmail.deliver(*letters, folder=folder)

    def remove(self, message_id: str) -> None:
        """Another program deletes a letter."""
        self.gmail.delete(self._id(message_id))

    def mark(self, message_id: str, *, read: bool, flagged: bool) -> None:
        """Another program marks a letter."""
        add, remove = [*([] if read else ["UNREAD"]), *(["STARRED"] if flagged else [])], ["UNREAD"] if read else []
        self.gmail.relabel(self._id(message_id), add=add, remove=remove)

    def subjects(self, folder: str = "INBOX") -> list[str]:
        """The subjects in a folder."""
        return self.gmail.subjects(folder)

    def _id(self, message_id: str) -> str:
        return next(each.id for each in self.gmail.letters.values() if each.message_id == message_id)


@pytest.fixture
def gmail_server() -> Iterator[GmailServer]:
    """A running double with an empty mailbox."""
    with double() as google:
        yield GmailServer(google)
