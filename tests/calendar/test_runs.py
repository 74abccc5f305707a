"""Whole runs with a Google calendar: one that is away is waited for, what was done is undone, a send is never done twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant import ports
from assistant.domain.event.run import RunChanged
from assistant.domain.plan import PlannedClause
from assistant.domain.run import RunState
from tests.calendar.conftest import Owner
from tests.calendar.diary import Diary
from tests.fakes.house import house, planned
from tests.fakes.mail import FakeMail
from tests.google.double import Double

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
ADD = """
slots: {when: moment}
steps:
  - event.add: {text: Lunch, when: "{{ when }}"}
    as: event
result: event.id
"""
INVITE = """
slots: {when: moment}
steps:
  - event.invite: {text: Talk, when: "{{ when }}", guests: [anna@example.com], video: true}
    as: event
result: event.video
"""


def at_noon() -> dict[str, str]:
    return {"at": (datetime.now().astimezone() + timedelta(days=3)).isoformat()}


async def test_a_run_waits_for_a_google_that_is_away_and_then_puts_in_one_event(
    owner: Owner, diary: Diary, google: Double, tmp_path: Path
) -> None:
    await owner.calendars.calendars()
    (tmp_path / "home").mkdir()
    async with house(tmp_path / "home") as home:
        home.ports[ports.Calendars] = owner.calendars
        home.command("add", ADD)
        google.stop()
        run = f"{await home.say(_planned('add'))}.0"
        await home.until(lambda event: event if isinstance(event, RunChanged) and event.state is RunState.WAITING else None)
        google.start()
        ended = await home.finished(run)
        assert ended.state is RunState.DONE
        assert len(diary.events) == 1
        assert await home.undo.undo_last(before_turn="later") is not None
        assert [event["status"] for event in diary.events.values()] == ["cancelled"]


async def test_guests_are_invited_once_though_the_answer_is_lost(
    owner: Owner, diary: Diary, google: Double, tmp_path: Path
) -> None:
    await owner.calendars.calendars()
    (tmp_path / "home").mkdir()
    async with house(tmp_path / "home") as home:
        home.ports |= {ports.Calendars: owner.calendars, ports.Mail: FakeMail()}
        home.command("invite", INVITE)
        google.lose_answers.add("calendar.events.insert")
        run = f"{await home.say(_planned('invite'))}.0"
        await home.until(lambda event: event if isinstance(event, RunChanged) and event.state is RunState.WAITING else None)
        google.lose_answers.clear()
        ended = await home.finished(run)
        assert (ended.state, len(diary.events)) == (RunState.DONE, 1)
        (event,) = diary.events.values()
        assert [guest["email"] for guest in event["attendees"]] == ["anna@example.com"]


def _planned(name: str) -> PlannedClause:
    return planned(name, {"when": at_noon()})
