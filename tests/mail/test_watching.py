"""New letters come by themselves where the server tells of them (IDLE), also after the connection was lost."""

from __future__ import annotations

import anyio
import anyio.lowlevel
import pytest

from assistant.domain.letter import LetterQuery
from tests.fixtures.mailserver import MailServer
from tests.mail.letters import letter
from tests.mail.post import Post

pytestmark = [pytest.mark.mail, pytest.mark.anyio]


async def known(mail: Post, message_id: str) -> None:
    """Until the index has a letter, without anybody asking the mailbox."""
    while message_id not in [each.message_id for each in await mail.mailboxes.letters.find(LetterQuery())]:
        await anyio.lowlevel.checkpoint()


async def test_a_letter_comes_by_itself_also_after_the_connection_was_lost(mail: Post, mail_server: MailServer) -> None:
    with anyio.fail_after(50):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(mail.mailboxes.run)
            for message_id in ("a@x", "b@x"):
                mail_server.deliver(letter(message_id=message_id))
                await known(mail, message_id)
            mail_server.stop()
            mail_server.start()
            mail_server.deliver(letter(message_id="c@x"))
            await known(mail, "c@x")
            tasks.cancel_scope.cancel()
