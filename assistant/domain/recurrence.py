"""When something that recurs happens: RFC 5545 rules in the owner's local time, so that nine o'clock stays nine o'clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr

LIMIT = 1_000
"""Occurrences looked at in one call; a rule by the second must not hang the house."""


def occurrences(
    rule: str, first: datetime, start: datetime, end: datetime, *, zone: str = "", skipped: Iterable[datetime] = ()
) -> Iterator[datetime]:
    """Occurrences of `rule` (RRULE without prefix) beginning at `first`, within [start, end), but for those `skipped`.

    In the zone of that name, else in that of `first` when it is a named one, else in the computer's own.
    """
    if not rule:
        if start <= first < end:
            yield first
        return
    where = named(zone) or _zone(first)
    local_start, local_end = _wall(start, where), _wall(end, where)
    left_out = {_wall(moment, where) for moment in skipped}
    rules = rrulestr(_without_zone(rule), dtstart=_wall(first, where))
    for count, moment in enumerate(rules.xafter(local_start, inc=True)):
        if moment >= local_end or count >= LIMIT:
            return
        if moment not in left_out:
            yield _moment(moment, where)


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
