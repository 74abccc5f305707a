"""Days: "завтра", "в следующую пятницу", "31 числа", "5 июня 2027", "June 5th", "05.06.2027", "через три дня".

What was decided where people differ: a bare weekday is the first one after today, never today; "следующая", "next" is that
day of the next week (Monday first), "эта", "this" of this week, or the coming one when it has passed; day and month
without a year are the next such date. In figures Russian puts the day first, English the month.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from assistant.domain.base import Language
from assistant.understanding.grammar import calendar
from assistant.understanding.grammar.calendar import (
    DAY_WORDS,
    LAST,
    LED_WEEKDAYS,
    MONTHS,
    NEAREST,
    NEXT,
    THIS,
    WEEKDAYS,
)
from assistant.understanding.grammar.counted import countable_at
from assistant.understanding.grammar.lengths import length
from assistant.understanding.grammar.line import Line, Parsed
from assistant.understanding.grammar.numbers import ordinal, small

_LEADS = frozenset(
    [
        "в",
        "во",
        "на",
        "к",
        "ко",
        "до",
        "по",
        "с",
        "со",
        "за",
        "от",
        "после",
        "on",
        "by",
        "at",
        "until",
        "till",
        "from",
        "since",
        "before",
        "after",
        "of",
        "for",
        "this",
    ]
)
_NUMBER_WORDS = frozenset(["числа", "число", "числу", "числом"])
_YEAR_WORDS = frozenset(["год", "года", "году", "г"])


@dataclass(frozen=True, slots=True)
class Near:
    """Where days are counted from. `past`: of two equally good days the one behind ("за пятницу") is meant."""

    today: date
    language: Language
    past: bool = False


def day(line: Line, i: int, near: Near) -> Parsed[date]:
    """One day at token `i`, with the preposition and the words ("день", "числа", "года") that belong to it."""
    j = i + 1 if line.word(i) in _LEADS and line.word(i + 1) not in {"этом"} else i
    if line.word(j) == "the":
        found = _numbered(line, j + 1, near) or _dated(line, j + 1, near)
        return found or _after_next(line, j, near)
    for read in _READERS:
        if (found := read(line, j, near)) is not None:
            return found
    return _weekday(line, i, j, near)


def _named(line: Line, i: int, near: Near) -> Parsed[date]:
    word = line.word(i).removesuffix("'s").removesuffix("’s")
    if word not in DAY_WORDS or word == "tonight":
        return None
    j = i + 1 + (line.word(i + 1) in {"день", "дня"} and word.endswith("ий"))
    return near.today + timedelta(days=DAY_WORDS[word]), j


def _after_next(line: Line, i: int, near: Near) -> Parsed[date]:
    j = i + (line.word(i) == "the")
    if (end := line.match(j, ("day", "after", "tomorrow"))) > 0:
        return near.today + timedelta(days=2), end
    if (end := line.match(j, ("day", "before", "yesterday"))) > 0:
        return near.today - timedelta(days=2), end
    return None


def _weekday(line: Line, i: int, j: int, near: Near) -> Parsed[date]:
    """A weekday at `j`, its preposition at `i`; "на следующей неделе во вторник" too."""
    side, k = _side(line, j)
    if side and line.word(k) in {"неделе", "неделю", "week"}:
        k += 1 + (line.word(k + 1) in {"в", "во", "on"})
        weekday = LED_WEEKDAYS.get(line.word(k))
        weeks = {"next": 1, "this": 0, "last": -1}.get(side)
        return (calendar.in_week(near.today, weekday, weeks), k + 1) if weekday is not None and weeks is not None else None
    weekday = LED_WEEKDAYS.get(line.word(k))
    if weekday is None or (k == i and line.word(k) not in WEEKDAYS and len(line) > 1):
        return None
    end = _next_week(line, k + 1)
    if end > 0:
        return calendar.in_week(near.today, weekday, 1), end
    return _on_side(weekday, side, near), k + 1


def _side(line: Line, i: int) -> tuple[str, int]:
    word = line.word(i)
    for name, words in (("next", NEXT), ("this", THIS), ("nearest", NEAREST), ("last", LAST)):
        if word in words:
            return name, i + 1
    return "", i


def _next_week(line: Line, i: int) -> int:
    return line.match(i, ("на", "следующей", "неделе"), ("следующей", "недели"), ("next", "week"), ("of", "next", "week"))


def _on_side(weekday: int, side: str, near: Near) -> date:
    if side == "next":
        return calendar.in_week(near.today, weekday, 1)
    if side == "last" or (not side and near.past):
        return calendar.weekday_before(near.today, weekday)
    if side == "this" and (this := calendar.in_week(near.today, weekday, 0)) >= near.today:
        return this
    return calendar.weekday_after(near.today, weekday)


def _numbered(line: Line, i: int, near: Near) -> Parsed[date]:
    """Such as "31 числа", "5-го", "пятого", "the 5th", "5 числа следующего месяца"."""
    told = ordinal(line, i)
    plain = None if told else small(line, i)
    number, j = told or plain or (0, i)
    if not 1 <= number <= 31:
        return None
    if line.word(j) in _NUMBER_WORDS:
        j += 1
    elif not told or not _is_a_date(line, i, j):
        return None
    if line.word(j) in NEXT | THIS and line.word(j + 1) in {"месяца", "месяц", "month"}:
        month = near.today.replace(day=1) + relativedelta(months=int(line.word(j) in NEXT))
        exact = calendar.of_month(month.year, month.month, number)
        return (exact, j + 2) if exact else None
    found = calendar.next_of_month(near.today, number, past=near.past)
    return (found, j) if found else None


def _is_a_date(line: Line, i: int, j: int) -> bool:
    """Whether an ordinal without "числа" is a day: "до пятого", "на пятое", "5-го", "on the 5th", nothing it could count behind."""
    if line.word(j) in MONTHS or line.word(j) == "of":
        return False
    last = line.word(j - 1)
    if line.word(i - 1) == "the":
        return line.word(i - 2) in {"on", "by", "until", "till", "from", "to", "before", "after", "since", "for"} or j == len(
            line
        )
    if line.word(i).isdecimal():
        return last in {"го", "е"} or line.word(i - 1) in {"on", "by"}
    if last.endswith(("ое", "ье")):
        return (i == 0 or line.word(i - 1) == "на") and (j == len(line) or line.word(j) in {"в", ",", "утром", "днем", "вечером"})
    return last.endswith(("ого", "его")) and not countable_at(line, j, 1)


def _dated(line: Line, i: int, near: Near) -> Parsed[date]:
    """Such as "5 июня 2027 года", "пятое июня", "5th of June", "June 5th, 2027"."""
    told = ordinal(line, i) or small(line, i)
    if told and 1 <= told[0] <= 31:
        j = told[1] + (line.word(told[1]) == "of")
        month = MONTHS.get(line.word(j))
        return _with_year(line, j + 1, month, told[0], near) if month else None
    month = MONTHS.get(line.word(i))
    if month is None or not line.word(i).isascii():
        return None
    j = i + 1 + (line.word(i + 1) == "the")
    told = ordinal(line, j) or small(line, j)
    if told is None or not 1 <= told[0] <= 31 or (line.word(told[1]) == ":" and line.glued(told[1])):
        return None
    return _with_year(line, told[1], month, told[0], near)


def year_at(line: Line, i: int) -> Parsed[int]:
    """Such as "2027", "2027 года", ", 2027", "27-го года" is not read."""
    j = i + (line.word(i) == "," and len(line.word(i + 1)) == 4)
    word = line.word(j)
    if len(word) != 4 or not word.isdecimal() or not 1900 <= int(word) <= 2199 or line.word(j + 1) == ":":
        return None
    k = j + 1 + (line.word(j + 1) in _YEAR_WORDS)
    return int(word), k + (line.word(k - 1) == "г" and line.word(k) == ".")


def _with_year(line: Line, j: int, month: int, number: int, near: Near) -> Parsed[date]:
    if (year := year_at(line, j)) is not None:
        exact = calendar.of_month(year[0], month, number)
        return (exact, year[1]) if exact else None
    for words, years in ((NEXT, 1), (THIS, 0), (LAST, -1)):
        if line.word(j) in words and line.word(j + 1) in _YEAR_WORDS | {"year"}:
            exact = calendar.of_month(near.today.year + years, month, number)
            return (exact, j + 2) if exact else None
    found = calendar.next_of_year(near.today, month, number, past=near.past)
    return (found, j) if found else None


def _figures(line: Line, i: int, near: Near) -> Parsed[date]:
    """Such as "2027-06-05", "05.06.2027", "5/6/27", "05.06"."""
    first, mark, second = line.word(i), line.word(i + 1), line.word(i + 2)
    if not (first.isdecimal() and second.isdecimal() and mark in {".", "-", "/"} and line.glued(i + 1) and line.glued(i + 2)):
        return None
    third = line.word(i + 4) if line.word(i + 3) == mark and line.glued(i + 3) and line.glued(i + 4) else ""
    if not third.isdecimal():
        return _short_figures(line, i, near)
    if len(first) == 4:
        exact = calendar.of_month(int(first), int(second), int(third))
    elif len(third) in {2, 4}:
        month, number = _month_and_day(int(first), int(second), mark, near.language)
        exact = calendar.of_month(int(third) + 2000 * (len(third) == 2), month, number)
    else:
        return None
    return (exact, i + 5) if exact else None


def _short_figures(line: Line, i: int, near: Near) -> Parsed[date]:
    first, mark, second = line.word(i), line.word(i + 1), line.word(i + 2)
    if mark != "." or len(first) != 2 or len(second) != 2 or line.word(i - 1) in {"в", "во", "at"}:
        return None
    found = calendar.next_of_year(near.today, int(second), int(first), past=near.past)
    return (found, i + 3) if found else None


def _month_and_day(first: int, second: int, mark: str, language: Language) -> tuple[int, int]:
    if mark == "/" and language == "en" and first <= 12:
        return first, second
    return (second, first) if second <= 12 else (first, second)


def _far(line: Line, i: int, near: Near) -> Parsed[date]:
    """Such as "через три дня", "in two weeks", "three days from now", "2 дня назад", "a week from Friday"."""
    led = line.word(i) in {"через", "in", "within", "спустя"}
    found = length(line, i + led)
    if found is None:
        return None
    far, j = found
    if not far.coarse:
        return None
    if line.word(j) in {"назад", "ago"}:
        return (-far).after(calendar.start_of(near.today, None)).date(), j + 1
    base = near.today
    if not led and line.word(j) == "from" and (later := _anchor(line, j + 1, near)):
        base, j = later
    elif not led:
        return None
    return far.after(calendar.start_of(base, None)).date(), j


def _anchor(line: Line, j: int, near: Near) -> Parsed[date]:
    if line.word(j) == "now":
        return near.today, j + 1
    return day(line, j, near)


_READERS: tuple[Callable[[Line, int, Near], Parsed[date]], ...] = (_named, _after_next, _figures, _dated, _numbered, _far)
