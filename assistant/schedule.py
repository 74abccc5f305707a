"""When something that comes again is due, by a rule or a cron line, in the owner's local time: nine o'clock stays nine o'clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from croniter import croniter
from croniter.croniter import CroniterBadDateError, CroniterError

from assistant.domain.base import Language
from assistant.domain.recurrence import following, is_valid, occurrences
from assistant.words import is_russian

HOOK_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
MOST = 1_000
"""Missed times that are counted."""
_CRON = re.compile(r"[0-9A-Za-z*/,#?-]+(?: [0-9A-Za-z*/,#?-]+){4}")
_ANY_DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - a wall time


def language_of(words: str) -> Language:
    """The language words are in."""
    return "ru" if is_russian(words) else "en"


def is_calm(rule: str, first: datetime) -> bool:
    """Whether a rule can be followed and comes at most once a minute."""
    return "SECONDLY" not in rule and is_valid(rule, first)


def is_cron(line: str) -> bool:
    """Whether a line of five fields can be followed, and ever comes."""
    if not _CRON.fullmatch(line):
        return False
    try:
        return croniter(line, _ANY_DAY).get_next(datetime) is not None
    except (CroniterError, CroniterBadDateError, ValueError, KeyError, OverflowError, AttributeError, TypeError):
        return False


def next_cron(line: str, after: datetime) -> datetime:
    """The first time after a moment, in its zone. A time that summer time leaves out comes an hour later; one it repeats, once."""
    wall = after.replace(tzinfo=None)
    found = croniter(line, wall).get_next(datetime)
    while (moment := _real(found, after)) <= after:
        found = croniter(line, found).get_next(datetime)
    return moment


def _real(wall: datetime, like: datetime) -> datetime:
    """A wall time as a moment that exists."""
    zone = like.tzinfo
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def next_time(rule: str, cron: str, first: datetime, after: datetime) -> datetime | None:
    """The first time after a moment, by the rule beginning at `first`, or by the cron line."""
    if cron:
        return next_cron(cron, after.astimezone(first.tzinfo))
    if first > after:
        return first
    found = following(rule, first, after)
    return found.astimezone(first.tzinfo) if found else None


def times_between(rule: str, cron: str, first: datetime, start: datetime, end: datetime) -> int:
    """How often it was due within [start, end], at most MOST."""
    if cron:
        return sum(1 for _ in _crons(cron, start - timedelta(seconds=1), end))
    return sum(1 for _ in occurrences(rule, first, start, end + timedelta(microseconds=1)))


def _crons(line: str, after: datetime, end: datetime) -> Iterator[datetime]:
    for _ in range(MOST):
        after = next_cron(line, after)
        if after > end:
            return
        yield after
