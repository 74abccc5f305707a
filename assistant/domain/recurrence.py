"""When something that recurs happens: RFC 5545 rules in the owner's local time, so that nine o'clock stays nine o'clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rruleset, rrulestr

LIMIT = 1_000
"""Occurrences looked at in one call; a rule by the second must not hang the house."""


def occurrences(
    rule: str,
    first: datetime,
    start: datetime,
    end: datetime,
    *,
    zone: str = "",
    skipped: Iterable[datetime] = (),
    added: Iterable[datetime] = (),
) -> Iterator[datetime]:
    """Occurrences of `rule` (RRULE without prefix) beginning at `first`, within [start, end), and those `added`, but for those `skipped`.

    In the zone of that name, else in that of `first` when it is a named one, else in the computer's own.
    """
    extra = tuple(added)
    if not rule and not extra:
        if start <= first < end:
            yield first
        return
    where = named(zone) or _zone(first)
    local_start, local_end = _wall(start, where), _wall(end, where)
    left_out = {_wall(moment, where) for moment in skipped}
    rules = _rules(rule, _wall(first, where), [_wall(moment, where) for moment in extra])
    for count, moment in enumerate(rules.xafter(local_start, inc=True)):
        if moment >= local_end or count >= LIMIT:
            return
        if moment not in left_out:
            yield _moment(moment, where)


def ending(start: datetime, end: datetime, at: datetime, *, days: bool = False) -> datetime:
    """When something that lasts from `start` to `end` ends if it begins at `at`: exactly as long after, or, for whole `days`, at
    the midnight as many days on, however long the nights are when clocks change."""
    if not days:
        return (at.astimezone(UTC) + (end.astimezone(UTC) - start.astimezone(UTC))).astimezone(at.tzinfo)
    nights = max(1, round((end.astimezone(UTC) - start.astimezone(UTC)) / timedelta(days=1)))
    return _moment(datetime.combine(at.date() + timedelta(days=nights), time()), _zone(at))


def following(rule: str, first: datetime, after: datetime) -> datetime | None:
    """The first occurrence after a moment, or None when the rule has ended."""
    if not rule:
        return first if first > after else None
    zone = _zone(first)
    found = rrulestr(_without_zone(rule), dtstart=_wall(first, zone)).after(_wall(after, zone))
    return _moment(found, zone) if found else None


def is_valid(rule: str, first: datetime) -> bool:
    """Whether a rule can be read at all."""
    try:
        return following(rule, first, first) is not None or not rule
    except (ValueError, TypeError, KeyError, AttributeError):
        return False


def named(zone: str) -> ZoneInfo | None:
    """The time zone of that name; None when there is none."""
    try:
        return ZoneInfo(zone) if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _rules(rule: str, first: datetime, added: list[datetime]) -> Any:
    if not added:
        return rrulestr(_without_zone(rule), dtstart=first)
    both: Any = rruleset()
    if rule:
        both.rrule(rrulestr(_without_zone(rule), dtstart=first))
    for moment in (first, *added):
        both.rdate(moment)
    return both


def _zone(first: datetime) -> ZoneInfo | None:
    """The named zone of a moment; None stands for the computer's own (a bare offset knows nothing of summer time)."""
    return first.tzinfo if isinstance(first.tzinfo, ZoneInfo) else None


def _wall(moment: datetime, zone: ZoneInfo | None) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _moment(wall: datetime, zone: ZoneInfo | None) -> datetime:
    return wall.replace(tzinfo=zone) if zone else wall.astimezone()


def _without_zone(rule: str) -> str:
    # UNTIL in UTC may not meet a start without zone (dateutil refuses); the day is what counts for an owner.
    return ";".join(part.rstrip("Z") if part.startswith("UNTIL=") else part for part in rule.removeprefix("RRULE:").split(";"))
