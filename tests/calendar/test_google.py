"""Google Calendar on loopback: what is new, what is written once, nothing of others overwritten, everything taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.calendar.resource import event_id
from assistant.domain.calendar import Wish
from assistant.domain.record import Event, Guest, Record
from assistant.errors import Conflict, NotFound, StepRefused, Unreachable
from tests.calendar.conftest import Owner
from tests.calendar.diary import Diary, hours
from tests.google.consent import OWNER
from tests.google.double import Double, Refused

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
BERLIN = ZoneInfo("Europe/Berlin")
DAY = datetime(2030, 5, 6, tzinfo=BERLIN)
START, END = DAY, DAY + timedelta(days=1)
LUNCH = Event(text="Lunch", start=DAY + hours(12), end=DAY + hours(13))
ANNA = Guest(email="anna@example.com", name="Анна")
INVITED: dict[str, Any] = {
    "organizer": {"email": "boss@example.com"},
    "creator": {"email": "boss@example.com"},
    "attendees": [
        {"email": "boss@example.com", "organizer": True, "responseStatus": "accepted"},
        {"email": OWNER, "self": True, "responseStatus": "needsAction"},
    ],
}


def body(record: Record) -> Event:
    assert isinstance(record.body, Event)
    return record.body


async def there(owner: Owner, start: datetime = START, end: datetime = END) -> list[str]:
    """What a program started anew sees, with its hours."""
    found = await owner.again().between(start, end)
    return [f"{body(each).text} {body(each).start.astimezone(BERLIN):%d %H:%M}" for each in found]


async def test_calendars_come_with_the_owner_s_own_first(owner: Owner) -> None:
    found = await owner.calendars.calendars()
    assert [(each.title, each.writable, each.shown, each.default) for each in found] == [
        (OWNER, True, True, True),
        ("Команда", True, True, False),
        ("Праздники", False, False, False),
        ("", True, True, False),
    ]
    assert (await owner.calendars.calendar("в календаре команды")).title == "Команда"
    assert (await owner.again(default="local").calendar("")).id == "local"


async def test_only_what_is_new_is_fetched_the_second_time(owner: Owner, diary: Diary, google: Double) -> None:
    diary.put("first", "2030-05-06T10:00:00+02:00", "2030-05-06T11:00:00+02:00")
    diary.page = 1
    diary.put("second", "2030-05-06T12:00:00+02:00", "2030-05-06T13:00:00+02:00")
    assert await there(owner) == ["first 06 10:00", "second 06 12:00"]
    google.asked.clear()
    diary.change("first", summary="renamed")
    diary.put("third", "2030-05-06T08:00:00+02:00", "2030-05-06T09:00:00+02:00")
    diary.change("second", status="cancelled")
    assert await there(owner) == ["third 06 08:00", "renamed 06 10:00"]
    lists = [call for call in google.asked if call.method == "calendar.events.list"]
    assert all("syncToken" in call.params for call in lists)


async def test_a_forgotten_sync_token_starts_over(owner: Owner, diary: Diary) -> None:
    diary.put("first", "2030-05-06T10:00:00+02:00", "2030-05-06T11:00:00+02:00")
    await there(owner)
    diary.events.clear()
    diary.put("second", "2030-05-06T12:00:00+02:00", "2030-05-06T13:00:00+02:00")
    diary.forgotten.add(OWNER)
    assert await there(owner) == ["second 06 12:00"]


async def test_a_series_keeps_its_hour_and_its_exceptions(owner: Owner, diary: Diary) -> None:
    lines = ["RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE;TZID=Europe/Berlin:20301021T090000", "RDATE;TZID=Europe/Berlin:20301023T110000"]
    diary.put("standup", "2030-10-14T09:00:00+02:00", "2030-10-14T09:30:00+02:00", recurrence=lines)
    moved = {"recurringEventId": "standup", "originalStartTime": {"dateTime": "2030-10-28T08:00:00Z"}}
    diary.put("standup_20301028T080000Z", "2030-10-29T15:00:00+01:00", "2030-10-29T15:30:00+01:00", **moved)
    gone = {"recurringEventId": "standup", "originalStartTime": {"dateTime": "2030-11-04T08:00:00Z"}, "status": "cancelled"}
    diary.put("standup_20301104T080000Z", "2030-11-04T09:00:00+01:00", "2030-11-04T09:30:00+01:00", **gone)
    found = await there(owner, datetime(2030, 10, 1, tzinfo=BERLIN), datetime(2030, 12, 1, tzinfo=BERLIN))
    assert found == ["standup 14 09:00", "standup 23 11:00", "standup_20301028T080000Z 29 15:00", "standup 11 09:00"]


async def test_an_event_is_put_in_once_with_its_proof(owner: Owner, diary: Diary, google: Double) -> None:
    made = await owner.calendars.add(LUNCH, Wish(), key="run-1:add")
    again = await owner.again().add(LUNCH, Wish(), key="run-1:add")
    assert again.id == made.id
    assert len(diary.events) == 1
    assert body(made).version == '"1"'
    assert body(made).link.startswith("https://calendar.google.com/")
    assert diary.told == ["none", "none"]
    assert (await owner.calendars.made("run-1:add")) is not None
    assert (await owner.calendars.made("run-1:other")) is None


async def test_an_answer_that_is_lost_leaves_one_event(owner: Owner, diary: Diary, google: Double) -> None:
    await owner.calendars.calendars()
    google.lose_answers.add("calendar.events.insert")
    with pytest.raises(Unreachable):
        await owner.calendars.add(LUNCH, Wish(), key="k")
    google.lose_answers.clear()
    await owner.again().add(LUNCH, Wish(), key="k")
    assert len(diary.events) == 1


async def test_guests_are_told_and_a_video_call_is_made(owner: Owner, diary: Diary) -> None:
    event = LUNCH.model_copy(update={"guests": (ANNA,)})
    made = await owner.calendars.add(event, Wish(video=True, tell=True), key="k")
    assert body(made).video == "https://meet.google.com/abc-defg-hij"
    assert body(made).guests == (ANNA,)
    assert diary.told == ["all"]


async def test_what_was_added_moved_or_taken_out_comes_back(owner: Owner, diary: Diary) -> None:
    made = await owner.calendars.add(LUNCH, Wish(), key="add")
    before = await there(owner)
    later = body(made).model_copy(update={"start": DAY + hours(15), "end": DAY + hours(16), "text": "Late lunch"})
    await owner.calendars.change(made.id, later, key="move")
    await owner.calendars.change(made.id, later, key="move")
    assert await there(owner) == ["Late lunch 06 15:00"]
    (change,) = await owner.calendars.revert("move")
    assert change.before is not None
    assert change.before.text == "Lunch"
    assert await there(owner) == before
    await owner.calendars.remove(made.id, key="remove")
    await owner.calendars.remove(made.id, key="remove")
    assert await there(owner) == []
    await owner.calendars.revert("remove")
    assert await there(owner) == before
    await owner.calendars.revert("add")
    assert await there(owner) == []


async def test_a_day_becomes_an_hour_and_the_day_again(owner: Owner, diary: Diary) -> None:
    diary.put("trip", "2030-05-06", "2030-05-07")
    (trip,) = await owner.calendars.between(START - hours(24), END + hours(24))
    assert body(trip).all_day
    hour = body(trip).model_copy(update={"all_day": False, "start": DAY + hours(9), "end": DAY + hours(10)})
    await owner.calendars.change(trip.id, hour, key="k")
    assert "date" not in diary.events[OWNER, "trip"]["start"]
    await owner.calendars.revert("k")
    assert diary.events[OWNER, "trip"]["start"] == {"date": "2030-05-06"}


async def test_what_another_changed_since_is_not_put_back(owner: Owner, diary: Diary) -> None:
    made = await owner.calendars.add(LUNCH, Wish(), key="add")
    diary.change(made.id.rpartition("/")[2], summary="Lunch with Ivan")
    with pytest.raises(Conflict):
        await owner.calendars.revert("add")
    assert len([event for event in diary.events.values() if event["status"] == "confirmed"]) == 1


async def test_what_another_changed_meanwhile_is_not_overwritten(owner: Owner, diary: Diary) -> None:
    made = await owner.calendars.add(LUNCH, Wish(), key="add")
    diary.change(made.id.rpartition("/")[2], location="Room 5")
    later = body(made).model_copy(update={"start": DAY + hours(15), "end": DAY + hours(16)})
    with pytest.raises(Conflict, match="meanwhile"):
        await owner.calendars.change(made.id, later, key="move")
    assert diary.events[OWNER, made.id.rpartition("/")[2]]["start"]["dateTime"].startswith("2030-05-06T12:00")


async def test_a_change_whose_answer_is_lost_is_known_as_our_own(owner: Owner, diary: Diary, google: Double) -> None:
    made = await owner.calendars.add(LUNCH, Wish(), key="add")
    google.lose_answers.add("calendar.events.patch")
    later = body(made).model_copy(update={"start": DAY + hours(15), "end": DAY + hours(16)})
    with pytest.raises(Unreachable):
        await owner.calendars.change(made.id, later, key="move")
    google.lose_answers.clear()
    moved = await owner.again().change(made.id, later, key="move")
    assert body(moved).start == DAY + hours(15)


async def test_one_time_of_a_series_moves_alone(owner: Owner, diary: Diary) -> None:
    diary.put("standup", "2030-05-06T09:00:00+02:00", "2030-05-06T09:30:00+02:00", recurrence=["RRULE:FREQ=DAILY;COUNT=3"])
    first, *_others = await owner.calendars.between(START, END + hours(48))
    occurrence = body(first).occurrence
    one = body(await owner.calendars.get(occurrence))
    later = one.model_copy(update={"start": DAY + hours(11), "end": DAY + hours(11.5)})
    moved = await owner.calendars.change(occurrence, later, key="k")
    assert moved.id == first.id
    expected = ["standup 06 11:00", "standup 07 09:00", "standup 08 09:00"]
    assert await there(owner, START, END + hours(48)) == expected
    await owner.calendars.remove(occurrence, key="gone")
    assert await there(owner, START, END + hours(48)) == expected[1:]
    await owner.calendars.revert("gone")
    await owner.calendars.revert("k")
    assert await there(owner, START, END + hours(48)) == ["standup 06 09:00", *expected[1:]]


@pytest.mark.parametrize(("answer", "said"), [("yes", "accepted"), ("no", "declined"), ("maybe", "tentative")])
async def test_an_invitation_is_answered_and_its_organiser_told(owner: Owner, diary: Diary, answer: Any, said: str) -> None:
    diary.put("review", "2030-05-06T10:00:00+02:00", "2030-05-06T11:00:00+02:00", **INVITED)
    (found,) = await owner.calendars.between(START, END)
    assert (body(found).organiser, body(found).answer) == ("boss@example.com", "waiting")
    answered = await owner.calendars.answer(found.id, answer, key="k")
    assert body(answered).answer == answer
    assert diary.events[OWNER, "review"]["attendees"][1]["responseStatus"] == said
    assert diary.told == ["all"]
    assert (await owner.calendars.made("k")) is not None


async def test_what_nobody_was_invited_to_cannot_be_answered(owner: Owner) -> None:
    made = await owner.calendars.add(LUNCH, Wish(), key="add")
    with pytest.raises(StepRefused, match="invited"):
        await owner.calendars.answer(made.id, "yes", key="k")


async def test_a_google_that_is_away_is_waited_for_and_what_is_known_can_be_seen(
    owner: Owner, diary: Diary, google: Double
) -> None:
    diary.put("first", "2030-05-06T10:00:00+02:00", "2030-05-06T11:00:00+02:00")
    await there(owner)
    google.stop()
    with pytest.raises(Unreachable):
        await owner.again().between(START, END)
    known = await owner.again().between(START, END, fresh=False)
    assert [body(each).text for each in known] == ["first"]
    google.start()
    assert await there(owner) == ["first 06 10:00"]


async def test_what_is_here_can_be_seen_while_nothing_is_known_of_a_google_that_is_away(owner: Owner, google: Double) -> None:
    google.stop()
    calendars = owner.again(default="local")
    assert [each.id for each in await calendars.calendars(fresh=False)] == ["local"]
    assert await calendars.between(START, END, fresh=False) == []
    with pytest.raises(Unreachable):
        await calendars.calendars()
    google.start()


async def test_a_busy_google_is_asked_again(owner: Owner, diary: Diary, google: Double) -> None:
    await owner.calendars.calendars()
    google.refuse("calendar.events.list", Refused(403, "rateLimitExceeded"), times=1)
    assert await there(owner) == []


async def test_what_may_only_be_read_takes_nothing(owner: Owner) -> None:
    with pytest.raises(StepRefused, match="reading"):
        await owner.calendars.add(LUNCH, Wish(calendar="Праздники"), key="k")


async def test_what_is_gone_is_said_so(owner: Owner, diary: Diary) -> None:
    made = await owner.calendars.add(LUNCH, Wish(), key="add")
    diary.change(made.id.rpartition("/")[2], status="cancelled")
    for work in (owner.calendars.get(made.id), owner.calendars.remove(made.id, key="k")):
        with pytest.raises(NotFound):
            await work


async def test_a_disconnected_account_leaves_nothing_behind(owner: Owner, diary: Diary) -> None:
    diary.put("first", "2030-05-06T10:00:00+02:00", "2030-05-06T11:00:00+02:00")
    assert await there(owner)
    (account,) = await owner.house.accounts.all()
    await owner.house.accounts.disconnect(account.id)
    assert [each.id for each in await owner.again().calendars()] == ["local"]
    assert await there(owner) == []


async def test_texts_of_others_are_plain_and_bounded(owner: Owner, diary: Diary) -> None:
    text = "<p>Agenda &amp; notes</p><br>" + "x" * 20_000
    diary.put("review", "2030-05-06T10:00:00+02:00", "2030-05-06T11:00:00+02:00", description=text, **INVITED)
    diary.put("odd", "2030-05-06T10:00:00+02:00", "2030-05-06T11:00:00+02:00", recurrence=["RRULE:FREQ=NEVER"])
    found = {body(each).text: body(each) for each in await owner.calendars.between(START, END)}
    assert found["review"].about.startswith("Agenda & notes")
    assert len(found["review"].about) <= 8_000
    assert not found["odd"].recurs


def test_ids_for_the_same_key_are_the_same_and_fit_google() -> None:
    assert event_id("k", "c") == event_id("k", "c") != event_id("k2", "c")
    assert set(event_id("k", "c")) <= set("0123456789abcdefghijklmnopqrstuv")
