"""Mailboxes on a real server, in a house of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fixtures.mailserver import PASSWORD, MailServer, mail_server
from tests.mail.post import Post, post

__all__ = ["mail_server"]


@pytest.fixture
async def mail(mail_server: MailServer, tmp_path: Path) -> AsyncIterator[Post]:
    """The mail of a new data folder, connected to the server."""
    made = post(tmp_path)
    await made.connections.add(mail_server.account(), PASSWORD)
    yield made
    await made.close()
