"""The time that is free between events, within the hours the owner can be met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from assistant.domain.calendar import Gap, WorkingHours
from assistant.domain.record import Event

LONGEST = timedelta(days=400)
"""How far ahead is looked."""
ROUND = timedelta(minutes=15)
"""Proposed times begin at such a step of the hour."""


def busy(events: Iterable[Event]) -> list[Gap]:
    """The times that are taken up: not by what is free, was declined, or is a whole day on this computer."""
    return [Gap(start=event.start, end=event.end) for event in events if takes_time(event)]


def takes_time(event: Event) -> bool:
    """Whether nothing else should be at the same time."""
    return not event.free and event.answer != "no" and not (event.all_day and not event.calendar)


def gaps(taken: Iterable[Gap], start: datetime, end: datetime, hours: WorkingHours, zone: tzinfo | None) -> Iterator[Gap]:
    """The free times within [start, end) in the owner's hours, in order; his buffer around what is taken is not free.

    Hours are those of the clock on the wall, also on the days it is changed.
    """
    blocked = _merged([Gap(start=_utc(each.start) - hours.buffer, end=_utc(each.end) + hours.buffer) for each in taken])
    for window in _windows(start, min(end, start + LONGEST), hours, zone):
        at = window.start
        for each in blocked:
            if each.end <= at or each.start >= window.end:
                continue
            if each.start > at:
                yield _local(at, each.start, zone)
            at = max(at, each.end)
        if at < window.end:
            yield _local(at, window.end, zone)


def places(free: Iterable[Gap], length: timedelta, *, a_day: int, limit: int) -> list[Gap]:
    """Times of a length that fit into free ones, at most so many a day; they begin at round times."""
    found: list[Gap] = []
    of_day: dict[object, int] = {}
    for gap in free:
        at = _rounded(gap.start)
        while _utc(at) + length <= _utc(gap.end) and of_day.get(at.date(), 0) < a_day:
            found.append(Gap(start=at, end=_after(at, length)))
            if len(found) == limit:
                return found
            of_day[at.date()] = of_day.get(at.date(), 0) + 1
            at = _rounded(_after(at, max(length, ROUND)))
    return found


def _windows(start: datetime, end: datetime, hours: WorkingHours, zone: tzinfo | None) -> Iterator[Gap]:
    # Working hours that end after midnight may have begun the day before.
    day, last = start.astimezone(zone).date() - timedelta(days=1), end.astimezone(zone).date()
    while day <= last:
        opens = _utc(datetime.combine(day, hours.start, zone))
        # A day that ends before it begins ends after midnight.
        over = day + timedelta(days=1) if hours.end <= hours.start else day
        closes = _utc(datetime.combine(over, hours.end, zone))
        if day.isoweekday() in hours.days and max(opens, _utc(start)) < min(closes, _utc(end)):
            yield Gap(start=max(opens, _utc(start)), end=min(closes, _utc(end)))
        day += timedelta(days=1)


def _merged(taken: Sequence[Gap]) -> list[Gap]:
    merged: list[Gap] = []
    for each in sorted(taken, key=lambda gap: gap.start):
        if merged and each.start <= merged[-1].end:
            merged[-1] = Gap(start=merged[-1].start, end=max(merged[-1].end, each.end))
        else:
            merged.append(each)
    return merged


def _rounded(at: datetime) -> datetime:
    past = timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond) % ROUND
    return _after(at, ROUND - past) if past else at


def _after(at: datetime, length: timedelta) -> datetime:
    return (_utc(at) + length).astimezone(at.tzinfo)


def _local(start: datetime, end: datetime, zone: tzinfo | None) -> Gap:
    return Gap(start=start.astimezone(zone), end=end.astimezone(zone))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
