"""When something that recurs happens: RFC 5545 rules in the owner's local time, so that nine o'clock stays nine o'clock."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import HOURLY, MINUTELY, MONTHLY, SECONDLY, rruleset, rrulestr

LIMIT = 1_000
"""Occurrences looked at in one call; a rule by the second must not hang the house."""
STEPS = 100_000
"""Steps of a rule that are gone from its beginning; what it gives after them is not seen."""
_FRUITLESS = 50_000
"""Days a rule is looked through between two times it gives; fewer where each costs more: a by-second one of some hours of the day."""
_A_DAY = {HOURLY: 4, MINUTELY: 100, SECONDLY: 4_000}
MOST_COUNTED = 10_000
"""The largest COUNT of a rule from outside."""
MOST_A_DAY = 24
_DENSE = re.compile(r"SECONDLY|MINUTELY|HOURLY|\s")
_STILL = re.compile(r"INTERVAL=[+-]?0*(?!\d)", re.IGNORECASE)
_STEP = {
    "SECONDLY": timedelta(seconds=1),
    "MINUTELY": timedelta(minutes=1),
    "HOURLY": timedelta(hours=1),
    "DAILY": timedelta(days=1),
    "WEEKLY": timedelta(weeks=1),
}


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
    rules = _rules(_ending_here(rule, first, where), _wall(first, where), [_wall(moment, where) for moment in extra], local_start)
    for count, moment in enumerate(moment for moment in islice(rules, STEPS) if moment >= local_start):
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
    wall = _wall(after, zone)
    rules = _rules(_ending_here(rule, first, zone), _wall(first, zone), [], wall)
    found: datetime | None = next((moment for moment in islice(rules, STEPS) if moment > wall), None)
    return _moment(found, zone) if found else None


def is_valid(rule: str, first: datetime) -> bool:
    """Whether a rule can be read at all."""
    if _STILL.search(rule):
        return False
    try:
        return following(rule, first, first) is not None or not rule
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return False


def bounded(rule: str, first: datetime) -> str:
    """A rule that came from outside, or nothing for one that nobody can read, or that comes by the hour or oftener."""
    parts = _parts(rule)
    times = [parts.get(name, "").count(",") + 1 for name in ("BYHOUR", "BYMINUTE", "BYSECOND")]
    counted = parts.get("COUNT", "0")
    if _DENSE.search(rule.upper()) or math.prod(times) > MOST_A_DAY:
        return ""
    if not re.fullmatch(r"\d{1,9}", counted) or int(counted) > MOST_COUNTED:
        return ""
    return rule if is_valid(rule, first) else ""


def named(zone: str) -> ZoneInfo | None:
    """The time zone of that name; None when there is none."""
    try:
        return ZoneInfo(zone) if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _rules(rule: str, first: datetime, added: list[datetime], start: datetime) -> Iterator[datetime]:
    if not added:
        yield from _patiently(rrulestr(rule, dtstart=_nearer(rule, first, start)))
        return
    both: Any = rruleset()
    if rule:
        both.rrule(_patiently(rrulestr(rule, dtstart=_nearer(rule, first, start))))
    for moment in (first, *added):
        both.rdate(moment)
    yield from both


class _Fruitless(Exception):
    """A rule has been looked through for long and gave nothing."""


class _Months(tuple[int, ...]):
    """The months of a rule. It looks each day up here, which is where a rule that never matches can be stopped."""

    left: int

    def __contains__(self, month: object) -> bool:
        self.left -= 1
        if self.left < 0:
            raise _Fruitless
        return super().__contains__(month)


def _patiently(made: Any) -> Iterator[datetime]:
    """What a rule gives, until it gives nothing for very long: one that never matches would go on to the year 9999."""
    if isinstance(made, rruleset):
        several: Any = made
        several._rrule = [_patiently(one) for one in several._rrule]
        yield from several
        return
    if made._interval < 1:
        return  # it never gets on
    # To look through all months changes nothing for what is counted in weeks or less.
    if made._bymonth or made._freq > MONTHLY:
        made._bymonth = _Months(made._bymonth or range(1, 13))
    months = made._bymonth if isinstance(made._bymonth, _Months) else _Months()
    months.left = patience = _FRUITLESS // (_A_DAY.get(made._freq, 1) if made._byhour or made._byminute or made._bysecond else 1)
    try:
        for moment in made:
            months.left = patience
            yield moment
    except _Fruitless:
        return


def _nearer(rule: str, first: datetime, start: datetime) -> datetime:
    """A beginning from which a rule gives the same times from `start` on, without the way there."""
    parts = _parts(rule)
    step, interval = _STEP.get(parts.get("FREQ", "")), parts.get("INTERVAL", "1")
    if step is None or "COUNT" in parts or not re.fullmatch(r"0*[1-9]\d{0,5}", interval) or re.search(r"\s", rule):
        return first
    step *= int(interval)
    return first + max(0, (start - first) // step) * step


def _parts(rule: str) -> dict[str, str]:
    return {name.strip(): value.strip() for name, _equals, value in (each.partition("=") for each in _bare(rule).split(";"))}


def _bare(rule: str) -> str:
    return rule.upper().strip().removeprefix("RRULE:")


def _zone(first: datetime) -> ZoneInfo | None:
    """The named zone of a moment; None stands for the computer's own (a bare offset knows nothing of summer time)."""
    return first.tzinfo if isinstance(first.tzinfo, ZoneInfo) else None


def _wall(moment: datetime, zone: ZoneInfo | None) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _moment(wall: datetime, zone: ZoneInfo | None) -> datetime:
    return wall.replace(tzinfo=zone) if zone else wall.astimezone()


def _ending_here(rule: str, first: datetime, zone: ZoneInfo | None) -> str:
    """The rule with its UNTIL, which is told in UTC, as a wall time: it is followed in those."""
    return ";".join(
        _until(part, first, zone) if part.startswith("UNTIL=") else part for part in rule.removeprefix("RRULE:").split(";")
    )


def _until(part: str, first: datetime, zone: ZoneInfo | None) -> str:
    written = part.removeprefix("UNTIL=")
    # Of whole days some programs write the last one as midnight: there the day is what counts.
    if not written.endswith("Z") or (written.endswith("T000000Z") and _wall(first, zone).time() == time()):
        return part.rstrip("Z")
    moment = datetime.strptime(written, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return f"UNTIL={_wall(moment, zone):%Y%m%dT%H%M%S}"
