"""Periods: "за вчера", "на этой неделе", "last 3 days", "с 9 до 10 завтра", "с понедельника по среду", "в июне".

What was decided where people differ: weeks begin on Monday; "последние три дня" reaches from the start of the day three days
ago to now, "ближайшие" the same way forward; the last day of a range belongs to it ("по среду", "до 10 июня"), the last
hour does not. A weekday or month without a year is the coming one, behind "за" or "since" the one gone by.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from assistant.domain.base import Language
from assistant.understanding.grammar import calendar
from assistant.understanding.grammar.calendar import LAST, LATEST, MONTHS, NEAREST, NEXT, THIS, start_of
from assistant.understanding.grammar.clock import Clock, Part, Sure, clock, in_part
from assistant.understanding.grammar.days import Near, day, year_at
from assistant.understanding.grammar.lengths import UNITS, Length, length, of
from assistant.understanding.grammar.line import Line, Parsed
from assistant.understanding.grammar.moments import pieces
from assistant.understanding.grammar.numbers import small

Span = tuple[datetime, datetime]
_PART_SPANS: dict[Part, tuple[int, int]] = {"morning": (6, 12), "day": (12, 18), "evening": (18, 24), "night": (0, 6)}
_PAST_LEADS = frozenset(["за", "since", "last"])
_LEADS = frozenset(["за", "в", "во", "на", "for", "in", "during", "over", "within", "on", "с", "к"])
_FROM = frozenset(["с", "со", "от", "from", "between", "since"])
_TO = frozenset(["по", "до", "to", "till", "until", "and", "through", "-", "–", "—"])
_WHOLE = frozenset(["весь", "всю", "все", "whole", "entire"])
_WEEKEND = frozenset(["выходные", "выходных", "weekend", "weekends"])
_QUARTER = frozenset(["квартал", "квартала", "квартале", "quarter"])


def period(line: Line, i: int, now: datetime, language: Language) -> Parsed[Span]:
    """A period at token `i`, with its preposition."""
    now = now.replace(microsecond=0)
    return (
        _range(line, i, now, language)
        or _calendar(line, i, now)
        or _rolling(line, i, now)
        or _open(line, i, now, language)
        or _one_day(line, i, now, language)
    )


def _led(line: Line, i: int) -> int:
    j = i + (line.word(i) in _LEADS)
    j += line.word(j) in {"the", "течение"}
    return j + (line.word(j) in _WHOLE)


def _calendar(line: Line, i: int, now: datetime) -> Parsed[Span]:
    """This, next or last week, weekend, month, quarter, year; a named month; a year."""
    j = _led(line, i)
    side = {**dict.fromkeys(NEXT, 1), **dict.fromkeys(THIS, 0), **dict.fromkeys(LAST, -1)}.get(line.word(j))
    if side is not None and (span := _around(line.word(j + 1), side, now)):
        return span, j + 2
    if side is None and j > i and line.word(j) in _WEEKEND:
        span = _around(line.word(j), -1 if line.word(i) == "за" else 0, now)
        return (span, j + 1) if span else None
    if line.word(j) in MONTHS and (line.word(j) not in {"may", "march", "mar", "sat"} or j > i):
        return _month(line, j, now, past=line.word(i) in _PAST_LEADS)
    year = year_at(line, j) if j > i else None
    return (_days(date(year[0], 1, 1), date(year[0] + 1, 1, 1), now), year[1]) if year else None


def _around(word: str, side: int, now: datetime) -> Span | None:
    today = now.date()
    monday = today - timedelta(days=today.weekday() - 7 * side)
    if word in _WEEKEND:
        return _days(monday + timedelta(days=5), monday + timedelta(days=7), now)
    if word in _QUARTER:
        first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1) + relativedelta(months=3 * side)
        return _days(first, first + relativedelta(months=3), now)
    unit = UNITS.get(word) if len(word) > 2 else None
    if unit == "week":
        return _days(monday, monday + timedelta(days=7), now)
    if unit == "month":
        first = today.replace(day=1) + relativedelta(months=side)
        return _days(first, first + relativedelta(months=1), now)
    if unit == "year":
        return _days(date(today.year + side, 1, 1), date(today.year + side + 1, 1, 1), now)
    return None


def _month(line: Line, j: int, now: datetime, *, past: bool) -> Parsed[Span]:
    month, year = MONTHS[line.word(j)], year_at(line, j + 1)
    if line.word(j + 1).isdecimal() and year is None:
        return None
    today = now.date()
    if year:
        first, end = date(year[0], month, 1), year[1]
    else:
        ahead = -((today.month - month) % 12) if past else (month - today.month) % 12
        first, end = today.replace(day=1) + relativedelta(months=ahead), j + 1
    return _days(first, first + relativedelta(months=1), now), end


def _rolling(line: Line, i: int, now: datetime) -> Parsed[Span]:
    """Such as "за последние три дня", "past week", "за неделю", "next 2 hours", "в ближайшие дни"."""
    j = _led(line, i)
    word = line.word(j)
    back = word in LATEST
    ahead = word in NEAREST | NEXT
    if not back and not ahead:
        if line.word(i) != "за" or j == i:
            return None
        found = length(line, j)
        return ((_back(found[0], now), now), found[1]) if found and found[0].total >= 3600 else None
    found = length(line, j + 1)
    if found is None:
        unit = UNITS.get(line.word(j + 1), "") if len(line.word(j + 1)) > 2 else ""
        if not unit:
            return None
        found = of(3 if line.word(j + 1) in {"дни", "дня", "days"} else 1, unit), j + 2
    far, end = found
    return ((_back(far, now), now), end) if back else ((now, _forth(far, now)), end)


def _back(far: Length, now: datetime) -> datetime:
    start = (-far).after(now)
    return start_of(start.date(), now.tzinfo) if far.coarse else start


def _forth(far: Length, now: datetime) -> datetime:
    end = far.after(now)
    return start_of(end.date() + timedelta(days=1), now.tzinfo) if far.coarse else end


def _one_day(line: Line, i: int, now: datetime, language: Language) -> Parsed[Span]:
    """A day, or the part of it that is named: "за вчера", "завтра утром", "tonight"."""
    found = pieces(line, i, Near(now.date(), language, line.word(i) in _PAST_LEADS))
    if found is None:
        return None
    what, j = found
    if what.clock is not None or what.ahead is not None or what.rule is not None:
        return None
    if what.part is None:
        return (_days(what.day, what.day + timedelta(days=1), now), j) if what.day else None
    start, end = _PART_SPANS[what.part]
    first = what.day or now.date()
    if what.part == "night":
        first += timedelta(days=1)
    return (calendar.on(first, time(start), now.tzinfo), start_of(first, now.tzinfo) + timedelta(hours=end)), j


def _range(line: Line, i: int, now: datetime, language: Language) -> Parsed[Span]:
    """From one day or hour to another, the day of the hours on either side."""
    near = Near(now.date(), language)
    led = line.word(i) in _FROM
    if (found := _dates(line, i + led, now, near, led)) is not None:
        return found
    before = None if led else day(line, i, near)
    k = before[1] if before else i
    k += line.word(k) in {",", "at"}
    led = line.word(k) in _FROM
    return _hours(line, k + led, now, near, before, led)


def _hours(line: Line, i: int, now: datetime, near: Near, before: Parsed[date], led: bool) -> Parsed[Span]:
    """Such as "с 9 до 10 завтра", "between 2 and 4 pm", "9:00-11:00"."""
    first = clock(line, i)
    if first is None:
        return None
    start, j = first
    which = before
    if which is None and line.word(j) not in _TO and (inner := day(line, j, near)):
        which, j = inner, inner[1]
    if line.word(j) not in _TO:
        return None
    second = clock(line, j + 1)
    if second is None or not (led or (start.sure >= Sure.SAID and second[0].sure >= Sure.SAID)):
        return None
    stop, end = second
    if not which and (behind := day(line, end, near)):
        which, end = behind, behind[1]
    return _between(start, stop, which[0] if which else None, now), end


def _between(start: Clock, stop: Clock, which: date | None, now: datetime) -> Span:
    begin, finish = _hour_pair(start, stop)
    first = which or now.date()
    span = _hours_on(first, begin, finish, now)
    if which is None and span[1] <= now:
        span = _hours_on(first + timedelta(days=1), begin, finish, now)
    return span


def _hours_on(first: date, begin: time, finish: time, now: datetime) -> Span:
    last = first if finish > begin else first + timedelta(days=1)
    return calendar.on(first, begin, now.tzinfo), calendar.on(last, finish, now.tzinfo)


def _hour_pair(start: Clock, stop: Clock) -> tuple[time, time]:
    """Both hours as of 24: an open start takes the half of the day that brings it before the end."""
    if not stop.exact and not start.exact:
        begin = start.hour + 12 if start.hour <= 6 else start.hour
        finish = stop.hour if stop.hour > begin or stop.hour == 12 else stop.hour + 12
        return time(begin % 24, start.minute), time(finish % 24, stop.minute)
    if not start.exact:
        part = stop.part or ("day" if stop.hour >= 12 else "morning")
        begin = in_part(start.hour, part)
        return time(begin if begin < (stop.hour or 24) else start.hour % 12, start.minute), time(stop.hour, stop.minute)
    if not stop.exact:
        finish = stop.hour if stop.hour > start.hour else stop.hour + 12
        return time(start.hour, start.minute), time(finish % 24, stop.minute)
    return time(start.hour, start.minute), time(stop.hour, stop.minute)


def _dates(line: Line, i: int, now: datetime, near: Near, led: bool) -> Parsed[Span]:
    """Such as "с понедельника по среду", "от 5 до 10 июня", "June 5-10", "с января по март"."""
    if not led and not _figures_joined(line, i):
        return None
    first = day(line, i, near)
    if (
        first
        and line.word(first[1]) in _TO
        and (last := day(line, first[1] + 1, Near(first[0], near.language)) or _number_in(line, first))
    ):
        return _days(first[0], last[0] + timedelta(days=1), now), last[1]
    if (number := small(line, i)) and line.word(number[1]) in _TO and (last := day(line, number[1] + 1, near)):
        begin = calendar.of_month(last[0].year, last[0].month, number[0])
        return (_days(begin, last[0] + timedelta(days=1), now), last[1]) if begin and begin <= last[0] else None
    if (
        line.word(i) in MONTHS
        and line.word(i + 1) in _TO
        and line.word(i + 2) in MONTHS
        and (begin_month := _month(line, i, now, past=False))
    ):
        start = begin_month[0][0]
        months = (MONTHS[line.word(i + 2)] - start.month) % 12 + 1
        return _days(start.date(), start.date() + relativedelta(months=months), now), i + 3
    return None


def _figures_joined(line: Line, i: int) -> bool:
    """A range without "from": "5-10 июня", "June 5-10"."""
    return line.word(i + 1) in {"-", "–", "—"} or (line.word(i) in MONTHS and line.word(i + 2) in {"-", "–", "—"})


def _number_in(line: Line, first: tuple[date, int]) -> Parsed[date]:
    number = small(line, first[1] + 1)
    last = calendar.of_month(first[0].year, first[0].month, number[0]) if number else None
    return (last, number[1]) if number and last and last >= first[0] else None


def _open(line: Line, i: int, now: datetime, language: Language) -> Parsed[Span]:
    """Such as "с понедельника", "since yesterday": until now; "до пятницы", "until Friday": from now, that day with it."""
    word = line.word(i)
    if word in {"с", "со", "since"} and (found := day(line, i + 1, Near(now.date(), language, past=True))):
        return (start_of(found[0], now.tzinfo), now), found[1]
    if word in {"до", "until", "till", "by"} and (found := day(line, i + 1, Near(now.date(), language))):
        return (now, start_of(found[0] + timedelta(days=1), now.tzinfo)), found[1]
    return None


def _days(first: date, last: date, now: datetime) -> Span:
    return start_of(first, now.tzinfo), start_of(last, now.tzinfo)
