"""Free time and lengths around the nights on which clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.calendar import Gap, WorkingHours
from assistant.domain.free import busy, gaps, places
from assistant.domain.record import Event
from assistant.domain.recurrence import ending, occurrences

pytestmark = pytest.mark.unit

BERLIN, SYDNEY, ST_JOHNS = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Sydney"), ZoneInfo("America/St_Johns")
ZONES = st.sampled_from([BERLIN, SYDNEY, ST_JOHNS, ZoneInfo("Europe/Moscow"), ZoneInfo("Africa/Cairo")])
CHANGES = st.sampled_from([datetime(2026, 3, 29), datetime(2026, 10, 25), datetime(2026, 4, 5), datetime(2026, 3, 8)])  # noqa: DTZ001 - days
HOURS = WorkingHours(days=(1, 2, 3, 4, 5, 6, 7), start=time(9), end=time(18))


@st.composite
def around_a_change(draw: st.DrawFn) -> datetime:
    """A moment within three days of a change of clocks, in some zone."""
    minutes = draw(st.integers(-3 * 24 * 60, 3 * 24 * 60))
    wall = draw(CHANGES) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=draw(ZONES))


@given(around_a_change(), st.integers(1, 48 * 60))
def test_an_event_lasts_exactly_as_long_whenever_it_begins(at: datetime, minutes: int) -> None:
    start = datetime(2026, 1, 5, 10, tzinfo=at.tzinfo)
    end = ending(start, start + timedelta(minutes=minutes), at)
    assert end.astimezone(UTC) - at.astimezone(UTC) == timedelta(minutes=minutes)


@given(CHANGES, ZONES, st.integers(1, 5), st.integers(-3, 3))
def test_whole_days_end_at_midnight_also_when_a_night_is_longer(change: datetime, zone: ZoneInfo, days: int, away: int) -> None:
    start = datetime(2026, 1, 5, tzinfo=zone)
    at = (change + timedelta(days=away)).replace(tzinfo=zone)
    end = ending(start, datetime(2026, 1, 5 + days, tzinfo=zone), at, days=True)
    assert end == datetime.combine(at.date() + timedelta(days=days), time(), zone)


@given(ZONES, CHANGES, st.integers(4, 23), st.integers(0, 59))
def test_what_recurs_daily_keeps_its_hour_on_the_wall(zone: ZoneInfo, change: datetime, hour: int, minute: int) -> None:
    first = (change - timedelta(days=3)).replace(hour=hour, minute=minute, tzinfo=zone)
    found = list(occurrences("FREQ=DAILY;COUNT=7", first, first, first + timedelta(days=10)))
    assert len(found) == 7
    assert {(at.astimezone(zone).hour, at.astimezone(zone).minute) for at in found} == {(hour, minute)}


@given(st.lists(st.tuples(around_a_change(), st.integers(0, 600)), max_size=8), around_a_change(), ZONES, st.integers(0, 60))
def test_free_time_meets_nothing_and_stays_within_hours(
    events: list[tuple[datetime, int]], start: datetime, zone: ZoneInfo, buffer: int
) -> None:
    taken = [Gap(start=at, end=ending(at, at + timedelta(minutes=minutes), at)) for at, minutes in events]
    end, hours = start + timedelta(days=5), HOURS.model_copy(update={"buffer": timedelta(minutes=buffer)})
    free = list(gaps(taken, start, end, hours, zone))
    for gap in free:
        assert start <= gap.start < gap.end <= end
        local_start, local_end = gap.start.astimezone(zone), gap.end.astimezone(zone)
        assert local_start.date() == local_end.date()
        assert time(9) <= local_start.time() < local_end.time() <= time(18)
        for each in taken:
            away = timedelta(minutes=buffer)
            assert each.end.astimezone(UTC) + away <= gap.start or gap.end <= each.start.astimezone(UTC) - away
    assert free == sorted(free, key=lambda gap: gap.start)


@given(around_a_change(), st.integers(15, 300))
def test_a_proposed_time_fits_and_is_as_long_as_asked(start: datetime, minutes: int) -> None:
    length = timedelta(minutes=minutes)
    free = list(gaps([], start, start + timedelta(days=4), HOURS, start.tzinfo))
    for place in places(free, length, a_day=3, limit=20):
        assert place.end.astimezone(UTC) - place.start.astimezone(UTC) == length
        assert place.start.minute % 15 == 0
        assert any(gap.start <= place.start and place.end <= gap.end for gap in free)


def test_the_hour_that_comes_twice_is_free_time_of_its_own() -> None:
    nights = HOURS.model_copy(update={"start": time(1), "end": time(5)})
    day = datetime(2026, 10, 25, tzinfo=BERLIN)
    (gap,) = gaps([], day, day + timedelta(days=1), nights, BERLIN)
    assert gap.end.astimezone(UTC) - gap.start.astimezone(UTC) == timedelta(hours=5)


def test_what_is_free_declined_or_a_whole_day_here_takes_no_time() -> None:
    start = datetime(2026, 5, 6, 10, tzinfo=BERLIN)
    event = Event(text="x", start=start, end=start + timedelta(hours=1))
    changed = [{"free": True}, {"answer": "no"}, {"all_day": True}]
    assert busy(event.model_copy(update=change) for change in changed) == []
    assert len(busy([event, event.model_copy(update={"all_day": True, "calendar": "Work"})])) == 2


def test_added_times_come_beside_those_of_the_rule() -> None:
    first = datetime(2026, 5, 6, 10, tzinfo=BERLIN)
    extra = datetime(2026, 5, 9, 15, tzinfo=BERLIN)
    found = occurrences("FREQ=WEEKLY;COUNT=2", first, first, first + timedelta(days=30), added=[extra])
    assert list(found) == [first, extra, first + timedelta(days=7)]
    assert list(occurrences("", first, first, first + timedelta(days=30), added=[extra])) == [first, extra]


def test_a_night_that_began_yesterday_is_still_working_time_after_midnight() -> None:
    zone = ZoneInfo("Europe/Berlin")
    nights = WorkingHours(days=(1, 2, 3, 4, 5), start=time(22), end=time(6))
    start = datetime(2026, 5, 6, 1, tzinfo=zone)
    first, *_ = gaps([], start, start + timedelta(hours=12), nights, zone)
    assert (first.start, first.end) == (start, datetime(2026, 5, 6, 6, tzinfo=zone))
