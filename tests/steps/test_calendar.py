"""iCalendar files as other programs write them: exceptions, moved occurrences, other zones; and an export taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.record import Event
from assistant.errors import Conflict
from assistant.extensions.steps import StepKind
from assistant.plugins import load
from assistant.ports import Files
from assistant.steps.calendar._ics import read
from tests.fakes.ports import FakeContext, FakeFiles, FakeRecords
from tests.steps.conftest import Act

pytestmark = [pytest.mark.unit, pytest.mark.anyio]

MOSCOW = ZoneInfo("Europe/Moscow")
WEEKLY = """BEGIN:VEVENT
UID:weekly
SUMMARY:Stand-up
DTSTART;TZID=Europe/Berlin:20261012T090000
DTEND;TZID=Europe/Berlin:20261012T093000
RRULE:FREQ=WEEKLY;COUNT=5
EXDATE;TZID=Europe/Berlin:20261019T090000
END:VEVENT
"""
MOVED = """BEGIN:VEVENT
UID:weekly
SUMMARY:Stand-up, later
RECURRENCE-ID;TZID=Europe/Berlin:20261102T090000
DTSTART;TZID=Europe/Berlin:20261103T150000
DTEND;TZID=Europe/Berlin:20261103T153000
END:VEVENT
"""
CANCELLED = """BEGIN:VEVENT
UID:weekly
SUMMARY:Stand-up
STATUS:CANCELLED
RECURRENCE-ID;TZID=Europe/Berlin:20261109T090000
DTSTART;TZID=Europe/Berlin:20261109T090000
END:VEVENT
"""
DAYS = """BEGIN:VEVENT
UID:days
SUMMARY:Watering
DTSTART;VALUE=DATE:20261012
RRULE:FREQ=DAILY;COUNT=4
EXDATE;VALUE=DATE:20261013,20261014
END:VEVENT
"""


ADDED = """BEGIN:VEVENT
UID:added
SUMMARY:Visit
DTSTART;TZID=Europe/Berlin:20261012T090000
DTEND;TZID=Europe/Berlin:20261012T093000
RDATE;TZID=Europe/Berlin:20261020T110000,20261102T090000
END:VEVENT
"""


def calendar(*events: str) -> str:
    return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n" + "".join(events) + "END:VCALENDAR\n"


async def days(records: FakeRecords) -> list[tuple[str, str]]:
    """What takes place that autumn, in Berlin's time."""
    found = await records.between("event", datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
    events = [record.body for record in found if isinstance(record.body, Event)]
    return [(event.text, event.start.astimezone(ZoneInfo("Europe/Berlin")).strftime("%m-%d %H:%M")) for event in events]


async def test_a_rule_from_another_zone_keeps_its_hour_over_the_change_of_clocks(act: Act, records: FakeRecords) -> None:
    await act("calendar.import", {"text": calendar(WEEKLY)})
    expected = ["10-12 09:00", "10-26 09:00", "11-02 09:00", "11-09 09:00"]
    assert await days(records) == [("Stand-up", day) for day in expected]


async def test_times_added_to_a_rule_take_place_and_go_out_as_they_came(
    act: Act, context: FakeContext, records: FakeRecords
) -> None:
    await act("calendar.import", {"text": calendar(ADDED)})
    expected = [("Visit", day) for day in ("10-12 09:00", "10-20 11:00", "11-02 09:00")]
    assert await days(records) == expected
    exported = (await act("calendar.export")).value
    files = context.use(Files)
    assert isinstance(files, FakeFiles)
    records.records.clear()
    await act("calendar.import", {"text": files.files[exported["path"]]})
    assert await days(records) == expected


async def test_moved_and_cancelled_occurrences_are_not_where_the_rule_has_them(act: Act, records: FakeRecords) -> None:
    text = calendar(MOVED, WEEKLY, CANCELLED)
    assert (await act("calendar.import", {"text": text}, key="one")).value == {"added": 2, "skipped": 0}
    expected = [("Stand-up", "10-12 09:00"), ("Stand-up", "10-26 09:00"), ("Stand-up, later", "11-03 15:00")]
    assert await days(records) == expected
    assert (await act("calendar.import", {"text": text}, key="two")).value == {"added": 0, "skipped": 2}


async def test_whole_days_are_left_out_too(act: Act, records: FakeRecords) -> None:
    await act("calendar.import", {"text": calendar(DAYS)})
    found = await records.between("event", datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
    assert [record.body.start.astimezone(MOSCOW).day for record in found if isinstance(record.body, Event)] == [12, 15]


async def test_zones_and_exceptions_survive_an_export(act: Act, context: FakeContext, records: FakeRecords) -> None:
    await act("calendar.import", {"text": calendar(WEEKLY, MOVED, DAYS)})
    before = await days(records)
    exported = (await act("calendar.export")).value
    files = context.use(Files)
    assert isinstance(files, FakeFiles)
    text = files.files[exported["path"]]
    assert "BEGIN:VTIMEZONE" in text
    records.records.clear()
    await act("calendar.import", {"text": text}, key="again")
    assert await days(records) == before


async def test_a_moved_rule_takes_its_exceptions_along(act: Act, records: FakeRecords) -> None:
    await act("calendar.import", {"text": calendar(WEEKLY)})
    (identity,) = records.records
    when: dict[str, Any] = {"at": "2026-10-12T12:00:00+03:00"}
    await act("event.move", {"id": identity, "when": when})
    assert [day for _text, day in await days(records)] == ["10-12 11:00", "10-26 11:00", "11-02 11:00", "11-09 11:00"]


@pytest.mark.parametrize("exdate", ["EXDATE:nonsense", "EXDATE;TZID=Mars/Olympus:20261019T090000", "RECURRENCE-ID:soon"])
async def test_an_exception_that_cannot_be_read_loses_no_event(exdate: str) -> None:
    events = list(read(calendar(WEEKLY.replace("EXDATE;TZID=Europe/Berlin:20261019T090000", exdate)), MOSCOW))
    assert [event.text for event in events] == ["Stand-up"]


async def test_an_exported_file_is_removed_again_unless_it_was_changed(act: Act, context: FakeContext) -> None:
    await act("event.add", {"text": "lunch", "when": {"at": "2026-05-06T13:00:00+03:00"}})
    files = context.use(Files)
    assert isinstance(files, FakeFiles)
    kind: type[StepKind[Any]] = load("steps", "calendar.export", StepKind)
    receipt = (await act("calendar.export")).receipt
    assert receipt is not None
    files.files["calendar.ics"] += "X-MINE:1\n"
    with pytest.raises(Conflict):
        await kind().undo(receipt, context)
    files.files.clear()
    receipt = (await act("calendar.export")).receipt
    assert receipt is not None
    assert await kind().undo(receipt, context) == "The file calendar.ics is removed"
    assert files.files == {}
    assert await kind().undo(receipt, context) == "The file calendar.ics was gone already"


@pytest.mark.parametrize(
    "odd",
    [
        "DTSTART:20260507T070000Z",
        "DURATION:P99999999D",
        "DTSTART:20260507T070000Z\nDTEND:20260507T080000Z\nDTEND:20260508T080000Z",
        "RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY",
        "DTSTART;VALUE=DATE:99991231",
        "EXDATE:nonsense\nRRULE:FREQ=DAILY",
    ],
)
def test_one_odd_event_costs_none_of_the_others(odd: str) -> None:
    good = "BEGIN:VEVENT\nUID:good\nDTSTART:20260506T070000Z\nSUMMARY:Good\nEND:VEVENT\n"
    bad = f"BEGIN:VEVENT\nUID:bad\nDTSTART:20260506T070000Z\nSUMMARY:One\nSUMMARY:Two\n{odd}\nEND:VEVENT\n"
    events = list(read(f"BEGIN:VCALENDAR\nVERSION:2.0\n{bad}{good}END:VCALENDAR", MOSCOW))
    assert [event.text for event in events][-1] == "Good"
    assert [event.text for event in events][:-1] in ([], ["One"])
