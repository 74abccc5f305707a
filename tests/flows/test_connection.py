"""A connection that dies in the middle of a run: the run waits and says why, goes on by itself, sends once, can be stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from assistant import ports
from assistant.domain.event.run import RunChanged, StepFinished
from assistant.domain.run import RunState
from tests.fakes.house import House, house, planned
from tests.mail.gmail_server import GmailServer, gmail_server
from tests.mail.letters import letter
from tests.mail.post import post

__all__ = ["gmail_server"]
pytestmark = [pytest.mark.unit, pytest.mark.anyio]
FIND = """
steps:
  - mail.search: {fresh: true}
    as: found
result: "{{ found | length }}"
"""
SEND = """
steps:
  - mail.send: {to: anna@example.com, subject: Hello, text: Good day}
"""


@asynccontextmanager
async def at_gmail(folder: Path, server: GmailServer) -> AsyncIterator[House]:
    """A house whose mail is at the double."""
    (folder / "mail").mkdir()
    made = post(folder / "mail")
    await made.connections.add(server.account(), server.password)
    async with house(folder) as home:
        home.ports[ports.Mail] = made.mailboxes
        yield home
    await made.close()


async def waits(home: House, run: str) -> RunChanged:
    """The run stands for a connection."""
    changed: RunChanged = await home.until(
        lambda event: (
            event
            if isinstance(event, RunChanged) and (event.run, event.why, event.state) == (run, "connection", "waiting")
            else None
        )
    )
    return changed


async def test_a_run_waits_while_google_is_away_says_so_and_goes_on(tmp_path: Path, gmail_server: GmailServer) -> None:
    gmail_server.deliver(letter())
    async with at_gmail(tmp_path, gmail_server) as home:
        home.command("find", FIND)
        gmail_server.stop()
        run = f"{await home.say(planned('find'))}.0"
        await waits(home, run)
        told = [step.error for step in home.of(StepFinished, run)]
        assert [error for error in told if "Google cannot be reached" in error]
        gmail_server.start()
        ended = await home.finished(run)
        assert (ended.state, ended.result) == (RunState.DONE, 1)


async def test_a_run_waits_for_the_owner_to_sign_in_again(tmp_path: Path, gmail_server: GmailServer) -> None:
    async with at_gmail(tmp_path, gmail_server) as home:
        home.command("find", FIND)
        grants = dict(gmail_server.google.consent.granted)
        gmail_server.google.consent.withdraw()
        run = f"{await home.say(planned('find'))}.0"
        await waits(home, run)
        assert "Connect Google again" in home.of(StepFinished, run)[0].error
        gmail_server.google.consent.granted.update(grants)
        assert (await home.finished(run)).state is RunState.DONE


async def test_a_letter_that_could_not_leave_is_sent_once_when_google_is_back(tmp_path: Path, gmail_server: GmailServer) -> None:
    async with at_gmail(tmp_path, gmail_server) as home:
        home.command("send", SEND)
        gmail_server.stop()
        run = f"{await home.say(planned('send'))}.0"
        await waits(home, run)
        gmail_server.start()
        assert (await home.finished(run)).state is RunState.DONE
        assert len(gmail_server.sink.taken) == 1


async def test_a_letter_whose_answer_was_lost_is_found_and_not_sent_again(tmp_path: Path, gmail_server: GmailServer) -> None:
    async with at_gmail(tmp_path, gmail_server) as home:
        home.command("send", SEND)
        gmail_server.google.lose_answers.add("gmail.users.messages.send")
        ended = await home.run("send")
        assert ended.state is RunState.DONE
        assert len(gmail_server.sink.taken) == 1


async def test_a_run_that_waits_for_a_connection_can_be_stopped(tmp_path: Path, gmail_server: GmailServer) -> None:
    async with at_gmail(tmp_path, gmail_server) as home:
        home.command("find", FIND)
        gmail_server.stop()
        run = f"{await home.say(planned('find'))}.0"
        await waits(home, run)
        await home.live.wish(run, "cancel")
        assert (await home.finished(run)).state is RunState.CANCELLED
        gmail_server.start()
