"""Recurrence in the owner's local time, over the change to summer time and back."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.recurrence import LIMIT, STEPS, bounded, following, is_valid, occurrences

pytestmark = pytest.mark.unit
CHANGES = [
    ("Europe/Berlin", datetime(2026, 3, 28, 9)),  # noqa: DTZ001 - a wall time; the zone is added
    ("Europe/Berlin", datetime(2026, 10, 24, 9)),  # noqa: DTZ001 - a wall time; the zone is added
    ("America/New_York", datetime(2026, 3, 7, 9)),  # noqa: DTZ001 - a wall time; the zone is added
    ("America/New_York", datetime(2026, 10, 31, 9)),  # noqa: DTZ001 - a wall time; the zone is added
]


@pytest.mark.parametrize(("zone", "wall"), CHANGES)
def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change(zone: str, wall: datetime) -> None:
    first = wall.replace(tzinfo=ZoneInfo(zone))
    found = following("FREQ=DAILY", first, first.astimezone(UTC))
    assert found is not None
    assert (found.hour, found.date()) == (9, first.date() + timedelta(days=1))
    assert abs(found.astimezone(UTC) - first.astimezone(UTC) - timedelta(days=1)) == timedelta(hours=1)


def test_a_time_the_clocks_leave_out_happens_once_that_day() -> None:
    first = datetime(2026, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    gap = following("FREQ=DAILY", first, first.astimezone(UTC))
    assert gap is not None
    assert gap.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    after = following("FREQ=DAILY", first, gap.astimezone(UTC))
    assert after is not None
    assert after.astimezone(UTC) == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)


def test_the_end_of_a_span_does_not_belong_to_it() -> None:
    first = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert [at.day for at in occurrences("FREQ=DAILY", first, first, first + timedelta(days=2))] == [1, 2]
    assert list(occurrences("", first, first, first + timedelta(days=1))) == [first]
    assert list(occurrences("", first, first - timedelta(days=1), first)) == []


def test_a_rule_by_the_second_is_cut_off() -> None:
    first = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert len(list(occurrences("FREQ=SECONDLY", first, first, first + timedelta(days=1)))) == LIMIT


@pytest.mark.parametrize("often", ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"])
@pytest.mark.parametrize("when", ["", ";BYHOUR=3", ";INTERVAL=0", ";INTERVAL=0", "\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"])
def test_a_rule_that_never_matches_comes_to_an_end(often: str, when: str) -> None:
    first = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    rule = f"FREQ={often};BYMONTH=2;BYMONTHDAY=30{when}"
    later = first + timedelta(days=400)
    assert list(occurrences(rule, first, first, later)) == []
    assert list(occurrences(rule, first, first, later, added=[first + timedelta(days=1)])) == [first, first + timedelta(days=1)]
    assert following(rule, first, first) is None
    assert not is_valid(rule, first)


def test_what_comes_seldom_still_comes() -> None:
    first = datetime(2096, 3, 1, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    for rule in (
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=WEEKLY;BYDAY=FR;BYMONTH=2;BYMONTHDAY=29",
    ):
        found = following(rule, first, first)
        assert found is not None
        assert (found.month, found.day) == (2, 29)


def test_a_rule_that_has_ended_has_nothing_following() -> None:
    first = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert following("FREQ=DAILY;COUNT=2", first, first + timedelta(days=1)) is None
    assert following("", first, first) is None


def test_a_rule_nobody_can_read_is_not_valid() -> None:
    first = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert not is_valid("FREQ=SOMETIMES", first)
    assert is_valid("FREQ=WEEKLY;UNTIL=20270101T000000Z", first)


LONG_AGO = datetime(1970, 1, 1, 9, tzinfo=UTC)
TODAY = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=SECONDLY;COUNT=2000000000", "FREQ=MINUTELY;INTERVAL=7", "FREQ=HOURLY"])
def test_a_rule_that_began_long_ago_is_not_gone_through_from_its_beginning(rule: str) -> None:
    began = time.process_time()
    assert len(list(occurrences(rule, LONG_AGO, TODAY, TODAY + timedelta(days=400)))) in (0, LIMIT)
    following(rule, LONG_AGO, TODAY)
    assert time.process_time() - began < 20, "every second since 1970 takes an hour"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=DAILY;BYMONTH=6;UNTIL=20260610",
    ],
)
def test_the_short_way_to_today_leads_to_the_times_of_the_long_one(rule: str) -> None:
    end = TODAY + timedelta(days=60)
    short = list(occurrences(rule, LONG_AGO, TODAY, end))
    assert short
    assert (
        short
        == [at for at in occurrences(f"{rule};COUNT={STEPS}".replace(";UNTIL=20260610", ""), LONG_AGO, TODAY, end)][: len(short)]
    )
    found = following(rule, LONG_AGO, TODAY)
    assert found == next(at for at in short if at > TODAY)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=30", "freq=hourly", "FREQ=DAILY;COUNT=99999999", "FREQ=SOMETIMES",
        "FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5", "FREQ=DAILY;INTERVAL=0",
    ],
)  # fmt: skip
def test_a_rule_from_outside_that_is_too_dense_or_unreadable_is_none(rule: str) -> None:
    assert bounded(rule, LONG_AGO) == ""


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;BYDAY=MO", "FREQ=DAILY;COUNT=10", "FREQ=YEARLY;UNTIL=20400101T000000Z"])
def test_a_rule_from_outside_that_an_owner_would_have_is_kept(rule: str) -> None:
    assert bounded(rule, LONG_AGO) == rule


@pytest.mark.parametrize(
    ("zone", "first", "until", "last"),
    [
        ("Europe/Moscow", (2026, 5, 30, 22), "20260602T205959Z", 2),  # the end of that day in Moscow
        ("America/Los_Angeles", (2026, 5, 28, 18), "20260601T005959Z", 30),  # just before the 31st at 18:00
        ("Europe/Berlin", (2026, 3, 27, 23), "20260329T210000Z", 29),  # the clocks change that night
        ("America/Los_Angeles", (2026, 5, 28, 0), "20260602T000000Z", 2),  # whole days: the day is what is meant
        ("Europe/Moscow", (2026, 5, 30, 22), "20260602", 1),
    ],
)
def test_the_end_of_a_rule_that_is_told_in_utc_is_that_moment_wherever_the_rule_is_followed(
    zone: str, first: tuple[int, int, int, int], until: str, last: int
) -> None:
    begin = datetime(*first, tzinfo=ZoneInfo(zone))
    found = [at.day for at in occurrences(f"FREQ=DAILY;UNTIL={until}", begin, begin, begin + timedelta(days=20))]
    assert found[-1] == last
    assert following(f"FREQ=DAILY;UNTIL={until}", begin, begin + timedelta(days=len(found) - 1)) is None
