"""The mail of one data folder, put together as the program does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.fetch import Fetcher
from assistant.mail.connections import MailConnections
from assistant.mail.mailboxes import Mailboxes
from assistant.settings import MailSettings
from assistant.store.database import Database, OpenedLater
from assistant.store.letters import FOLDER, Letters
from assistant.store.mail import MailAccounts, MailJournal, MailSendings
from assistant.vault import Vault


@dataclass
class Post:
    """The parts of the mail of one data folder."""

    mailboxes: Mailboxes
    connections: MailConnections
    accounts: MailAccounts
    sendings: MailSendings
    vault: Vault
    databases: tuple[Database, Database]

    async def close(self) -> None:
        """As the end of the program."""
        await self.mailboxes.close()
        for database in self.databases:
            database.close()


def post(folder: Path) -> Post:
    """The mail of a data folder, as a start of the program makes it."""
    database = Database(folder / "assistant.sqlite", lambda _told: None)
    database.open()
    index = OpenedLater(folder / "mail.sqlite", lambda _told: None, FOLDER)
    # History reaches back to the times of the tests' letters.
    settings = MailSettings(history_days=3_650, autoconfig=False)
    accounts, sendings, vault = MailAccounts(database), MailSendings(database), Vault(folder, lambda: None)
    mailboxes = Mailboxes(lambda: settings, accounts, Letters(index), MailJournal(database), sendings, vault)
    connections = MailConnections(lambda: settings, accounts, mailboxes, vault, Fetcher(list))
    return Post(mailboxes, connections, accounts, sendings, vault, (database, index))
