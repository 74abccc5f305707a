"""Mailboxes on a real server, in a house of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fixtures.mailserver import MailServer
from tests.fixtures.mailserver import mail_server as imap_server
from tests.mail.gmail_server import gmail_server
from tests.mail.post import Post, post

__all__ = ["gmail_server", "imap_server"]


@pytest.fixture
def mail_server(imap_server: MailServer) -> MailServer:
    """A real IMAP server, where a test does not say otherwise."""
    return imap_server


@pytest.fixture
async def mail(mail_server: MailServer, tmp_path: Path) -> AsyncIterator[Post]:
    """The mail of a new data folder, connected to the server."""
    made = post(tmp_path)
    await made.connections.add(mail_server.account(), mail_server.password)
    yield made
    await made.close()
