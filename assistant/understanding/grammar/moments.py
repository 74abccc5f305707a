"""Moments put together from a day, a time of day, a part of the day, a distance and a recurrence, in any order.

Where the half of the day is not said: 1 to 6 o'clock is the afternoon, 12 is noon, 7 to 11 is the morning on another day and
the nearest one ahead today. "Вечером" and the like without an hour stand for the hours in PART_HOURS. Hours of the night
belong to the night that comes: "сегодня в 2 ночи" is after the coming midnight, "завтра в 12 ночи" is the end of tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from assistant.domain.base import Language
from assistant.understanding.grammar import calendar
from assistant.understanding.grammar.clock import PARTS, Clock, Part, Sure, clock, in_part
from assistant.understanding.grammar.days import Near, day
from assistant.understanding.grammar.lengths import Length, length
from assistant.understanding.grammar.line import Line, Parsed
from assistant.understanding.grammar.recurrence import Rule, recurrence

PART_HOURS: dict[Part, int] = {"morning": 9, "day": 14, "evening": 19, "night": 23}
_GLUE = frozenset({",", "в", "во", "на", "at", "on", "in", "the", "и", "for", "-", "t", "начиная", "starting"})
_LATE = 4
"""Hours of the night before this belong to the evening before."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """What the words named. `spans` holds the tokens of each piece, for corrections."""

    day: date | None = None
    clock: Clock | None = None
    part: Part | None = None
    ahead: Length | None = None
    rule: Rule | None = None
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A moment: when (`at`, with zone), whether a time was named, its rule, and how certain the reading is."""

    at: datetime
    has_time: bool
    rule: Rule | None
    certainty: float


def pieces(line: Line, i: int, near: Near, *, bare: bool = False) -> Parsed[Pieces]:
    """All pieces of one moment from token `i` on; `bare` takes a number alone for an hour."""
    found, j = Pieces(), i
    for k in _starts(line, i):
        more = _piece(line, k, near, found, bare)
        if more is not None:
            found, j = more
            break
    if j == i:
        return None
    while True:
        for k in _starts(line, j):
            more = _piece(line, k, near, found, bare)
            if more is not None:
                found, j = more
                break
        else:
            return found, j


def _starts(line: Line, j: int) -> Iterator[int]:
    """Where the next piece may begin: here, or behind up to two joining words."""
    yield j
    for k in (j, j + 1):
        if line.word(k) not in _GLUE:
            return
        yield k + 1


def _piece(line: Line, k: int, near: Near, so_far: Pieces, bare: bool) -> Parsed[Pieces]:
    spans = so_far.spans
    if k >= len(line):
        return None
    if so_far.rule is None and so_far.ahead is None and (rule := recurrence(line, k)):
        return replace(so_far, rule=rule[0], spans={**spans, "rule": (k, rule[1])}), rule[1]
    if not spans and (ahead := _ahead(line, k)):
        return replace(so_far, ahead=ahead[0], spans={"ahead": (k, ahead[1])}), ahead[1]
    if so_far.ahead is not None:
        return None
    if so_far.part is None and (part := _part(line, k, bool(spans))):
        return replace(
            so_far, part=part[0], day=so_far.day or _tonight(line, k, near), spans={**spans, "part": (k, part[1])}
        ), part[1]
    if so_far.day is None and (found := day(line, k, near)):
        return replace(so_far, day=found[0], spans={**spans, "day": (k, found[1])}), found[1]
    if so_far.clock is None and (told := clock(line, k)):
        beside = "day" in spans or "rule" in spans or "part" in spans or _day_behind(line, told[1], near)
        if told[0].sure > Sure.BARE or bare or (beside and line.word(k)[:1].isdecimal() and told[1] == len(line)):
            return replace(so_far, clock=told[0], spans={**spans, "clock": (k, told[1])}), told[1]
    return None


def _day_behind(line: Line, j: int, near: Near) -> bool:
    return day(line, j, near) is not None


def _tonight(line: Line, k: int, near: Near) -> date | None:
    today = line.word(k) in {"tonight", "this"} or line.word(k) in calendar.THIS
    return near.today if today else None


def _ahead(line: Line, i: int) -> Parsed[Length]:
    """Such as "через полчаса", "in an hour and a half", "two hours from now"; whole days are days, not distances."""
    if line.word(i) in {"сейчас", "now"}:
        return Length(), i + 1
    led = line.word(i) in {"через", "in", "спустя", "within"}
    j = i + led
    j += line.word(j) in {"about", "примерно", "around"}
    found = length(line, j)
    if found is None or found[0].coarse:
        return None
    if led:
        return found
    if (end := line.match(found[1], ("from", "now"), ("later",))) > 0:
        return found[0], end
    if (end := line.match(found[1], ("назад",), ("ago",))) > 0:
        return -found[0], end
    return None


def _part(line: Line, i: int, beside: bool) -> Parsed[Part]:
    word = line.word(i)
    if word in {"утром", "днем", "вечером", "вечерком", "ночью"}:
        return PARTS[word], i + 1
    if word == "tonight":
        return "evening", i + 1
    if line.match(i, ("после", "обеда"), ("after", "lunch")) > 0:
        return "day", i + 2
    if line.match(i, ("с", "утра"), ("на", "утро"), ("к", "утру"), ("утра",)) > 0 and (word != "утра" or beside):
        return "morning", i + (1 if word == "утра" else 2)
    if line.match(i, ("на", "вечер"), ("к", "вечеру"), ("под", "вечер")) > 0:
        return "evening", i + 2
    if word == "in" and line.word(i + 1) == "the" and line.word(i + 2) in {"morning", "afternoon", "evening"}:
        return PARTS[line.word(i + 2)], i + 3
    if word in {"this", "at"} and line.word(i + 1) in {"morning", "afternoon", "evening", "night"}:
        return PARTS[line.word(i + 1)], i + 2
    if beside and word in {"morning", "afternoon", "evening", "night"}:
        return PARTS[word], i + 1
    return None


def resolve(found: Pieces, now: datetime) -> Resolved:
    """The moment those pieces mean, seen from `now` (with the owner's zone)."""
    now = now.replace(microsecond=0)
    if found.ahead is not None:
        return Resolved(found.ahead.after(now), True, None, 1.0)
    if found.rule is not None:
        return _again(found, found.rule, now)
    certainty = _certainty(found.clock)
    if found.clock is None and found.part is None:
        return Resolved(calendar.start_of(found.day or now.date(), now.tzinfo), False, None, certainty)
    times = list(_times(found.clock, found.part, today=found.day in {None, now.date()}))
    if found.day is not None and found.day != now.date():
        shift, at = times[0]
        return Resolved(calendar.on(found.day + timedelta(days=shift), at, now.tzinfo), True, None, certainty)
    days = (0,) if found.day else (0, 1)
    options = [calendar.on(now.date() + timedelta(days=ahead + shift), at, now.tzinfo) for ahead in days for shift, at in times]
    coming = [option for option in options if option > now]
    if coming:
        return Resolved(min(coming), True, None, certainty)
    if _of_the_night(found):
        return Resolved(calendar.on(now.date() + timedelta(days=1), times[0][1], now.tzinfo), True, None, certainty)
    return Resolved(options[-1], True, None, certainty * 0.6)


def _again(found: Pieces, rule: Rule, now: datetime) -> Resolved:
    if rule.by_the_clock and found.clock is None:
        return Resolved(rule.step.after(now), True, rule, 1.0)
    if found.day is not None and rule.freq == "WEEKLY" and not rule.weekdays:
        rule = replace(rule, weekdays=(found.day.weekday(),))
    part = found.part or rule.part
    has_time = found.clock is not None or part is not None
    shift, at = next(iter(_times(found.clock, part, today=False))) if has_time else (0, time())
    start = found.day or now.date()
    first = calendar.on(rule.first_from(start) + timedelta(days=shift), at, now.tzinfo)
    if first <= now:
        first = calendar.on(rule.first_from(max(start, now.date()) + timedelta(days=1)) + timedelta(days=shift), at, now.tzinfo)
    return Resolved(first, has_time, rule, _certainty(found.clock))


def _certainty(told: Clock | None) -> float:
    if told is None or told.exact:
        return 1.0
    return 0.95 if told.sure == Sure.SAID else 0.85


def _of_the_night(found: Pieces) -> bool:
    return found.part == "night" or (found.clock is not None and found.clock.part == "night")


def _times(told: Clock | None, part: Part | None, *, today: bool) -> Iterator[tuple[int, time]]:
    """Times of day the words may mean, likeliest first, each with the days to add."""
    if told is None:
        yield 0, time(PART_HOURS[part or "morning"])
    elif told.exact:
        yield int(told.part in {"night", "evening"} and told.hour == 0 and not today), time(told.hour, told.minute)
        if told.hour == 0 and today:
            yield 1, time(0, told.minute)
    elif part is not None:
        late = part == "evening" and told.hour < _LATE
        hour = told.hour if late else in_part(told.hour, part)
        yield int(late or (hour == 0 and not today)), time(hour, told.minute)
    else:
        yield from _either_half(told, today)


def _either_half(told: Clock, today: bool) -> Iterator[tuple[int, time]]:
    if told.hour == 12:
        yield 0, time(12, told.minute)
    elif told.hour <= 6:
        yield 0, time(told.hour + 12, told.minute)
    else:
        yield 0, time(told.hour, told.minute)
        if today:
            yield 0, time(told.hour + 12, told.minute)


def near(now: datetime, language: Language, *, past: bool = False) -> Near:
    """Where the days of a sentence said at `now` are counted from."""
    return Near(now.date(), language, past)
