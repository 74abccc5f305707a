"""What only an IMAP server does to a mailbox."""

from __future__ import annotations

import pytest

from assistant.domain.letter import LetterChange, LetterQuery
from tests.fixtures.mailserver import MailServer
from tests.mail.letters import letter
from tests.mail.post import Post

pytestmark = [pytest.mark.mail, pytest.mark.anyio]


async def test_a_mailbox_made_anew_is_indexed_anew(mail: Post, mail_server: MailServer) -> None:
    client = mail_server.client()
    mail_server.deliver(letter(message_id="a@x"), folder="Проекты")
    assert len(await mail.mailboxes.search(LetterQuery())) == 1
    client.delete_folder("Проекты")
    client.create_folder("Проекты")
    mail_server.deliver(letter(message_id="b@x"), folder="Проекты")
    assert [each.message_id for each in await mail.mailboxes.search(LetterQuery())] == ["b@x"]


async def test_a_letter_whose_id_is_folded_is_moved(mail: Post, mail_server: MailServer) -> None:
    raw = bytes(letter(message_id="fold@x")).replace(b"Message-ID: <fold@x>", b'Message-ID:\r\n <fold@x>\r\n\t(by "hand")')
    mail_server.client().append("INBOX", raw)
    (head,) = await mail.mailboxes.search(LetterQuery())
    moved = await mail.mailboxes.change(head.id, LetterChange(role="archive"), key="k")
    assert moved.role == "archive"
