"""Steps that look into the calendar the owner named, of several: found by its words, asked about, seen while Google is away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from assistant import plugins, ports
from assistant.domain.record import Reminder
from assistant.errors import Undecided
from assistant.extensions.steps import StepKind
from tests.calendar.conftest import Owner
from tests.calendar.diary import HOLIDAYS, Diary
from tests.fakes.ports import FakeContext, FakeRecords
from tests.google.consent import OWNER
from tests.google.double import Double

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
NOW = datetime.fromisoformat("2030-05-06T08:00:00+02:00")
DAY = {"start": "2030-05-06T00:00:00+02:00", "end": "2030-05-07T00:00:00+02:00"}
READING: dict[str, dict[str, Any]] = {
    "agenda.list": {"period": DAY},
    "calendar.free": {"period": DAY},
    "event.find": {"text": "Anna"},
    "event.list": {"period": DAY},
    "event.next": {"text": "Anna"},
}


@pytest.fixture
def context(owner: Owner, diary: Diary) -> FakeContext:
    """A meeting with Anna in the owner's calendar and one in the team's, a holiday, a reminder."""
    diary.put("Anna at home", "2030-05-06T10:00:00+02:00", "2030-05-06T11:00:00+02:00")
    diary.put(
        "Anna and team", "2030-05-06T12:00:00+02:00", "2030-05-06T13:00:00+02:00", calendar="team@group.calendar.google.com"
    )
    diary.put("Anna's day", "2030-05-06", "2030-05-07", calendar=HOLIDAYS)
    return FakeContext(NOW, ports={ports.Calendars: owner.again(), ports.Records: FakeRecords()})


async def act(context: FakeContext, kind: str, calendar: str) -> Any:
    loaded = plugins.load("steps", kind, StepKind)
    params = {**READING[kind], "calendars": [calendar] if calendar else []}
    return (await loaded().run(loaded.Params.model_validate(params), context)).value


async def test_the_events_of_the_named_calendar_alone_are_the_plans(context: FakeContext) -> None:
    await context.use(ports.Records).add("reminder", Reminder(text="call", at=NOW.replace(hour=15)), key="k")
    assert [each["text"] for each in await act(context, "agenda.list", "")] == ["Anna at home", "Anna and team", "call"]
    assert [each["text"] for each in await act(context, "agenda.list", "команды")] == ["Anna and team"]


async def test_a_calendar_that_is_not_looked_at_otherwise_is_when_it_is_named(context: FakeContext) -> None:
    assert [each["text"] for each in await act(context, "event.list", "праздники")] == ["Anna's day"]


async def test_who_is_meant_is_looked_for_in_the_named_calendar(context: FakeContext) -> None:
    assert len(await act(context, "event.find", "")) == 2
    (found,) = await act(context, "event.find", "в календаре команды")
    assert found["id"].startswith("google:") and "12:00–13:00" in found["text"]
    assert (await act(context, "event.next", "команды"))["text"] == "Anna and team"


async def test_free_is_what_the_named_calendar_leaves(context: FakeContext) -> None:
    assert [each["text"] for each in await act(context, "calendar.free", "команды")] == [
        "today at 9:00–12:00",
        "today at 13:00–18:00",
    ]


@pytest.mark.parametrize("kind", sorted(READING))
async def test_a_calendar_nobody_has_is_asked_about_and_all_are_offered(kind: str, context: FakeContext) -> None:
    context.language = "ru"
    with pytest.raises(Undecided) as asked:
        await act(context, kind, "школьном")
    assert asked.value.own_words
    assert asked.value.question["text"] == "Календаря «школьном» нет. Какой взять?"
    assert asked.value.question["options"] == [OWNER, "Команда", "Праздники", "На этом компьютере"]
    context.decided = {asked.value.key: 1}
    assert await act(context, kind, "школьном")


async def test_one_name_for_several_is_asked_about_and_only_those_are_offered(
    context: FakeContext, diary: Diary, owner: Owner
) -> None:
    diary.calendars.append({"id": "two@group.calendar.google.com", "summary": "Команда два", "accessRole": "writer"})
    diary.calendars[1]["summary"] = "Команда раз"
    context.ports = {**context.ports, ports.Calendars: owner.again()}
    with pytest.raises(Undecided) as asked:
        await act(context, "agenda.list", "команды")
    assert asked.value.question["text"] == "Several calendars may be called “команды”. Which one?"
    assert asked.value.question["options"] == ["Команда раз", "Команда два"]


async def test_what_is_known_of_the_named_calendar_is_shown_while_google_is_away(
    context: FakeContext, google: Double, owner: Owner
) -> None:
    await act(context, "agenda.list", "команды")
    google.stop()
    context.ports = {**context.ports, ports.Calendars: owner.again()}
    assert [each["text"] for each in await act(context, "agenda.list", "команды")] == ["Anna and team"]
    assert "cannot be reached" in context.said[0][0]
    google.start()
