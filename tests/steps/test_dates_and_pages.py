"""Days counted, timers, what is open for a search, and the record the owner means without naming it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.domain.record import Event, Reminder, Task
from assistant.errors import StepRefused
from assistant.ports import Files, Notices, Opener, Undo
from tests.fakes.ports import FakeContext, FakeFiles, FakeNotices, FakeOpener, FakeRecords, FakeUndo
from tests.steps.conftest import NOW, Act

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
SUMMARY:Stand-up
DTSTART;TZID=Europe/Berlin:20260504T090000
DURATION:PT15M
RRULE:FREQ=WEEKLY;BYDAY=MO,WE
LOCATION:Room 5
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Holiday
DTSTART;VALUE=DATE:20260506
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:No start
END:VEVENT
END:VCALENDAR
"""


def moment(at: str, **more: Any) -> dict[str, Any]:
    return {"at": f"{at}+03:00", **more}


@pytest.mark.parametrize(
    ("params", "days", "day"),
    [
        ({"when": moment("2026-06-05T00:00:00", has_time=False)}, 31, "2026-06-05"),
        ({"when": moment("2026-05-01T00:00:00", has_time=False)}, -4, "2026-05-01"),
        ({"day": "05-05"}, 0, "2026-05-05"),
        ({"day": "01-01"}, 241, "2027-01-01"),
        ({"day": "02-29"}, 665, "2028-02-29"),
    ],
)
async def test_days_are_counted_from_today(params: dict[str, Any], days: int, day: str, act: Act) -> None:
    assert (await act("date.until", params)).value == {"days": days, "date": day}


@pytest.mark.parametrize("params", [{}, {"when": moment("2026-06-05T00:00:00"), "day": "01-01"}, {"day": "tomorrow"}])
async def test_a_date_is_given_in_exactly_one_way(params: dict[str, Any], act: Act) -> None:
    with pytest.raises(ValidationError):
        await act("date.until", params)


async def test_a_day_that_never_comes_is_refused(act: Act) -> None:
    with pytest.raises(StepRefused):
        await act("date.until", {"day": "02-30"})


@pytest.mark.parametrize("seconds", [0, 0.5, 10**9])
async def test_a_timer_of_no_or_endless_length_is_refused(seconds: float, act: Act, records: FakeRecords) -> None:
    with pytest.raises(StepRefused):
        await act("timer.start", {"duration": {"seconds": seconds}})
    assert not records.records


async def test_timers_are_listed_by_their_end_and_are_no_reminders(act: Act) -> None:
    await act("timer.start", {"duration": {"seconds": 600}, "text": "pasta"})
    await act("timer.start", {"duration": {"seconds": 60}})
    await act("reminder.add", {"text": "call", "when": moment("2026-05-06T10:00:00")})
    assert [timer["text"] for timer in (await act("timer.list")).value] == ["Timer for 1 minute", "Pasta"]
    assert [reminder["text"] for reminder in (await act("reminder.list")).value] == ["Call"]


async def test_the_agenda_holds_what_is_to_come_in_order_and_what_is_late(act: Act, records: FakeRecords) -> None:
    await act("event.add", {"text": "lunch", "when": moment("2026-05-05T13:00:00")})
    await act("reminder.add", {"text": "call", "when": moment("2026-05-05T12:00:00")})
    await act("task.add", {"text": "report", "due": moment("2026-05-05T00:00:00", has_time=False)})
    await records.add("task", Task(text="Late", due=NOW - timedelta(days=3)), key="late")
    await records.add("task", Task(text="Done", due=NOW, done=True), key="done")
    await records.add("reminder", Reminder(text="Told", at=NOW - timedelta(hours=1), fired=True), key="told")
    await act("event.add", {"text": "tomorrow", "when": moment("2026-05-06T13:00:00")})
    assert [item["text"] for item in (await act("agenda.list")).value] == ["Late", "Call", "Lunch", "Report"]


async def test_a_recurring_event_stands_on_the_agenda_of_each_of_its_days(act: Act) -> None:
    await act("event.add", {"text": "stand-up", "when": moment("2026-05-05T10:00:00", recurrence="FREQ=DAILY")})
    week = {"start": "2026-05-05T00:00:00+03:00", "end": "2026-05-08T00:00:00+03:00"}
    starts = [item["start"][:10] for item in (await act("agenda.list", {"period": week})).value]
    assert starts == ["2026-05-05", "2026-05-06", "2026-05-07"]


async def test_the_next_event_is_the_one_not_yet_begun(act: Act, records: FakeRecords) -> None:
    await records.add("event", Event(text="Now", start=NOW - timedelta(minutes=5), end=NOW + timedelta(hours=1)), key="now")
    assert (await act("event.next")).value is None
    await act("event.add", {"text": "встречу с Анной", "when": moment("2026-05-06T13:00:00")})
    await act("event.add", {"text": "врача", "when": moment("2026-05-06T10:00:00")})
    assert (await act("event.next")).value["text"] == "Врач"
    assert (await act("event.next", {"text": "Анной"})).value["text"] == "Встреча с Анной"


async def test_tasks_of_a_period_bring_the_late_ones_along_only_now(act: Act, records: FakeRecords) -> None:
    await records.add("task", Task(text="Late", due=NOW - timedelta(days=3)), key="late")
    await records.add("task", Task(text="Someday"), key="someday")
    today = {"start": "2026-05-05T00:00:00+03:00", "end": "2026-05-06T00:00:00+03:00"}
    tomorrow = {"start": "2026-05-06T00:00:00+03:00", "end": "2026-05-07T00:00:00+03:00"}
    assert [task["text"] for task in (await act("task.list", {"period": today})).value] == ["Late"]
    assert (await act("task.list", {"period": tomorrow})).value == []
    assert [task["text"] for task in (await act("task.list")).value] == ["Late", "Someday"]


async def test_without_words_the_next_reminder_is_meant(act: Act) -> None:
    await act("reminder.add", {"text": "later", "when": moment("2026-05-07T10:00:00")})
    await act("reminder.add", {"text": "sooner", "when": moment("2026-05-06T10:00:00")})
    (found,) = (await act("record.find", {"collection": "reminder"})).value
    assert found["text"] == "Sooner — tomorrow at 10:00"


async def test_a_moment_tells_two_meetings_apart(act: Act) -> None:
    for day in ("06", "07"):
        await act("event.add", {"text": "meeting with Anna", "when": moment(f"2026-05-{day}T10:00:00")})
    named = {"collection": "event", "text": "with Anna"}
    assert len((await act("record.find", named)).value) == 2
    (found,) = (await act("record.find", {**named, "when": moment("2026-05-07T00:00:00", has_time=False)})).value
    assert found["start"].startswith("2026-05-07")


@pytest.mark.parametrize(
    ("said", "read", "moved"),
    [
        ("одиннадцать", "2026-05-05T23:00:00", "2026-05-08T11:00:00"),
        ("одиннадцать вечера", "2026-05-05T23:00:00", "2026-05-08T23:00:00"),
        ("at three", "2026-05-05T15:00:00", "2026-05-08T15:00:00"),
        ("завтра в одиннадцать", "2026-05-06T11:00:00", "2026-05-06T11:00:00"),
        ("9 мая в 15", "2026-05-09T15:00:00", "2026-05-09T15:00:00"),
        ("next Friday at three", "2026-05-15T15:00:00", "2026-05-15T15:00:00"),
    ],
)
async def test_a_time_without_a_day_moves_an_event_within_its_day(said: str, read: str, moved: str, act: Act) -> None:
    made = (await act("event.add", {"text": "meeting", "when": moment("2026-05-08T10:00:00")})).value
    event = (await act("event.move", {"id": made["id"], "when": moment(read, text=said)})).value
    assert event["start"] == f"{moved}+03:00"


async def test_a_misheard_word_still_finds_the_record(act: Act) -> None:
    await act("note.add", {"text": "код от двери 456"})
    (found,) = (await act("record.find", {"collection": "note", "text": "кот от двери"})).value
    assert "456" in found["text"]


async def test_what_went_off_last_is_snoozed_and_the_snooze_taken_back(act: Act, records: FakeRecords) -> None:
    for hours in (1, 2, 30):
        await records.add("reminder", Reminder(text=f"{hours}", at=NOW - timedelta(hours=hours), fired=True), key=f"{hours}")
    (found,) = (await act("record.find", {"collection": "reminder", "state": "fired"})).value
    snoozed = (await act("reminder.snooze", {"id": found["id"], "duration": {"seconds": 300}})).value
    assert snoozed["text"] == "1"
    assert not snoozed["fired"]
    again = (await act("reminder.snooze", {"id": found["id"], "duration": {"seconds": 300}}, key="run-1:2")).value
    assert again["at"] == snoozed["at"]


async def test_nothing_that_went_off_is_said_so(act: Act, context: FakeContext) -> None:
    context.language = "ru"
    with pytest.raises(StepRefused, match="Недавно ничего не напоминалось"):
        await act("record.find", {"collection": "reminder", "state": "fired"})


async def test_since_a_time_of_day_looks_back(act: Act, context: FakeContext) -> None:
    undo = context.use(Undo)
    assert isinstance(undo, FakeUndo)
    undo.done = [(NOW - timedelta(hours=3), "old"), (NOW - timedelta(minutes=30), "new")]
    assert (await act("undo.since", {"when": moment("2026-05-05T19:00:00")})).value == ["new"]


@pytest.mark.parametrize("site", ["http://example.com/a?b=c", "localhost.example.org:8080/x", "новости.рф"])
async def test_an_address_is_opened_as_it_is(site: str, act: Act, context: FakeContext) -> None:
    await act("web.open", {"site": site})
    opener = context.use(Opener)
    assert isinstance(opener, FakeOpener)
    assert opener.opened[0].endswith(site)


@pytest.mark.parametrize("site", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,hello"])
async def test_what_is_no_web_address_is_only_searched_for(site: str, act: Act, context: FakeContext) -> None:
    assert not (await act("web.open", {"site": site})).value["found"]
    opener = context.use(Opener)
    assert isinstance(opener, FakeOpener)
    assert opener.opened == [f"https://search.example/?q={site}"]


async def test_a_calendar_file_is_taken_from_its_path_with_its_zones_and_rules(act: Act, context: FakeContext) -> None:
    files = context.use(Files)
    assert isinstance(files, FakeFiles)
    files.files["work.ics"] = ICS
    assert (await act("calendar.import", {"path": "work.ics"})).value == {"added": 2, "skipped": 0}
    day = {"start": "2026-05-06T00:00:00+03:00", "end": "2026-05-07T00:00:00+03:00"}
    holiday, standup = (await act("agenda.list", {"period": day})).value
    assert (holiday["text"], holiday["all_day"]) == ("Holiday", True)
    assert standup["start"] == "2026-05-06T09:00:00+02:00"
    assert standup["place"] == "Room 5"


@pytest.mark.parametrize(("language", "words"), [("ru", "Это не файл календаря"), ("en", "not an iCalendar")])
async def test_what_is_no_calendar_is_refused_in_the_owners_language(
    language: Any, words: str, act: Act, context: FakeContext
) -> None:
    context.language = language
    with pytest.raises(StepRefused, match=words):
        await act("calendar.import", {"text": "hello"})


async def test_a_notification_is_shown_once_and_stays_in_the_conversation(act: Act, context: FakeContext) -> None:
    for _again in range(2):
        await act("notify", {"en": "Sold!", "ru": "Продано!", "title": "Shop"}, key="k")
    notices = context.use(Notices)
    assert isinstance(notices, FakeNotices)
    assert list(notices.shown.values()) == [("Shop", "Sold!")]
    assert context.said[0][0] == "Shop: Sold!"
