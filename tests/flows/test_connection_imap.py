"""An IMAP or SMTP connection that dies in the middle of a run: the run waits and says why, goes on by itself, sends once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from pathlib import Path

import pytest

from assistant import ports
from assistant.domain.event.run import StepFinished
from assistant.domain.run import RunState
from tests.fakes.house import House, house, planned
from tests.fixtures.mailserver import MailServer, mail_server
from tests.flows.test_connection import FIND, SEND, waits
from tests.mail.letters import letter
from tests.mail.post import post

__all__ = ["mail_server"]
pytestmark = [pytest.mark.mail, pytest.mark.anyio]
TWICE = """
steps:
  - mail.search: {fresh: true}
  - ask: go on?
    as: yes
  - mail.search: {fresh: true}
    as: found
result: "{{ found | length }}"
"""


@asynccontextmanager
async def connected(folder: Path, server: MailServer) -> AsyncIterator[House]:
    """A house whose mail is on a real server."""
    (folder / "mail").mkdir()
    made = post(folder / "mail")
    await made.connections.add(server.account(), server.password)
    async with house(folder) as home:
        home.ports[ports.Mail] = made.mailboxes
        yield home
    await made.close()


async def test_a_connection_that_dies_between_two_steps_is_waited_for(tmp_path: Path, mail_server: MailServer) -> None:
    async with connected(tmp_path, mail_server) as home:
        home.command("twice", TWICE)
        run = f"{await home.say(planned('twice'))}.0"
        question = await home.asked(run)
        mail_server.deliver(letter())
        mail_server.stop()
        await home.answer(question, "yes")
        await waits(home, run)
        mail_server.start()
        ended = await home.finished(run)
        assert (ended.state, ended.result) == (RunState.DONE, 1)


async def test_a_server_that_cannot_look_passwords_up_just_now_is_waited_for(tmp_path: Path, mail_server: MailServer) -> None:
    async with connected(tmp_path, mail_server) as home:
        home.command("find", FIND)
        mail_server.stop()
        users = mail_server.folder / "users"
        users.chmod(0)
        mail_server.start()
        run = f"{await home.say(planned('find'))}.0"
        await waits(home, run)
        assert "password" not in home.of(StepFinished, run)[0].error
        users.chmod(0o644)
        assert (await home.finished(run)).state is RunState.DONE


async def test_a_letter_that_could_not_leave_is_sent_once_when_the_server_is_back(
    tmp_path: Path, mail_server: MailServer
) -> None:
    async with connected(tmp_path, mail_server) as home:
        home.command("send", SEND)
        mail_server.stop_taking()
        run = f"{await home.say(planned('send'))}.0"
        await waits(home, run)
        mail_server.start_taking()
        assert (await home.finished(run)).state is RunState.DONE
        assert len(mail_server.sink.taken) == 1


async def test_a_letter_that_was_taken_though_the_server_went_away_is_found_among_the_sent_ones(
    tmp_path: Path, mail_server: MailServer
) -> None:
    def go_away() -> None:
        mail_server.deliver(mail_server.sink.taken[-1][2], folder="Sent")
        mail_server.sink.answer = "421 going away"

    async with connected(tmp_path, mail_server) as home:
        home.command("send", SEND)
        mail_server.sink.before_answer = go_away
        assert (await home.run("send")).state is RunState.DONE
        assert len(mail_server.sink.taken) == 1


async def test_a_letter_nobody_knows_of_is_asked_about_and_not_sent_again(tmp_path: Path, mail_server: MailServer) -> None:
    def go_away() -> None:
        mail_server.sink.answer = "421 going away"

    async with connected(tmp_path, mail_server) as home:
        home.command("send", SEND)
        mail_server.sink.before_answer = go_away
        run = f"{await home.say(planned('send'))}.0"
        question = await home.asked(run)
        assert message_from_bytes(mail_server.sink.taken[0][2])["Subject"] == "Hello"
        await home.answer(question, value=False)
        assert (await home.finished(run)).state is RunState.UNCONFIRMED
        assert len(mail_server.sink.taken) == 1
