"""Lengths of time: "полчаса", "час двадцать", "1h 20m", "two and a half hours", "три недели"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dateutil.relativedelta import relativedelta

from assistant.understanding.grammar.line import Line, Parsed
from assistant.understanding.grammar.numbers import cardinal

_SECONDS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86_400.0, "week": 604_800.0}
_DAYS_IN = {"month": 30, "year": 365}
_NAMES = {
    "second": "секунда секунды секунду секунд секундам секундочку сек second seconds sec secs s с",
    "minute": "минута минуты минуту минут минутам минутами минутку минуточку минуток мин minute minutes min mins m м",
    "hour": "час часа часу часов часам часами часик часика часок часочек ч hour hours hr hrs h",
    "day": "день дня дню дней дням сутки суток денек деньков day days d д",
    "week": "неделя недели неделю недель неделе неделям неделек недельку week weeks wk wks w",
    "month": "месяц месяца месяцев месяцу месяце месяцам мес month months mo",
    "year": "год года году лет годам годик year years yr yrs",
}
UNITS = {word: unit for unit, words in _NAMES.items() for word in words.split()}
_LETTERS = frozenset(["s", "с", "m", "м", "d", "д", "w", "ч", "h", "mo"])
"""Units that count only right behind digits."""
_HALVES = {
    "полчаса": "hour", "получаса": "hour", "полчасика": "hour", "полминуты": "minute", "полдня": "day",
    "полгода": "year", "полугода": "year", "полмесяца": "month", "полнедели": "week", "полсекунды": "second",
}  # fmt: skip
_ONE = frozenset(
    [
        "час",
        "часик",
        "часок",
        "минуту",
        "минутку",
        "минуточку",
        "секунду",
        "секундочку",
        "сутки",
        "день",
        "неделю",
        "недельку",
        "месяц",
        "год",
    ]
)
"""One of these needs no number before it."""
_SINGULAR = frozenset(["second", "minute", "hour", "day", "week", "month", "year"])
_HALF_BEHIND = (("с", "половиной"), ("and", "a", "half"))
LONGEST = 1000 * 365 * _SECONDS["day"]
"""Seconds. Calendars end with the year 9999."""
_FINER = {"hour": "minute", "minute": "second"}


@dataclass(frozen=True, slots=True)
class Length:
    """Calendar months and days stay apart from seconds: a day is not always 24 hours. `coarse` counts whole days only."""

    months: float = 0
    days: float = 0
    seconds: float = 0.0

    @property
    def coarse(self) -> bool:
        """Whether it is made of whole days and months only."""
        return self.seconds == 0 and self.days == int(self.days)

    @property
    def total(self) -> float:
        """All of it in seconds, a month as 30 and a year as 365 days."""
        years, months = divmod(self.months, 12)
        days = years * _DAYS_IN["year"] + months * _DAYS_IN["month"] + self.days
        return days * _SECONDS["day"] + self.seconds

    def __add__(self, other: Length) -> Length:
        return Length(self.months + other.months, self.days + other.days, self.seconds + other.seconds)

    def after(self, start: datetime) -> datetime:
        """`start` and this much later (or earlier when negative); days by the calendar, smaller parts by the clock."""
        whole = int(self.months)
        days = self.days + (self.months - whole) * _DAYS_IN["month"]
        moved = start + relativedelta(months=whole) + timedelta(days=int(days))
        seconds = self.seconds + (days - int(days)) * _SECONDS["day"]
        return (moved.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(start.tzinfo)

    def __neg__(self) -> Length:
        return Length(-self.months, -self.days, -self.seconds)


def of(count: float, unit: str) -> Length:
    """`count` of a unit: second, minute, hour, day, week, month, year."""
    if unit in _DAYS_IN:
        return Length(months=count * (12 if unit == "year" else 1))
    if unit in {"day", "week"}:
        return Length(days=count * (7 if unit == "week" else 1))
    return Length(seconds=count * _SECONDS[unit])


def length(line: Line, i: int) -> Parsed[Length]:
    """The longest length of time that starts at token `i`, "два часа и 20 минут" as a whole; what no calendar reaches is none."""
    found = _whole(line, i)
    return found if found and found[0].total <= LONGEST else None


def _whole(line: Line, i: int) -> Parsed[Length]:
    first = _part(line, i)
    if first is None:
        return None
    total, unit, j = first
    while True:
        k = j + 1 if line.word(j) in {"и", "and", ","} else j
        more = _part(line, k)
        if (
            more
            and UNIT_ORDER[more[1]] < UNIT_ORDER[unit]
            and (line.word(k)[:1].isdecimal() or k > j or line.word(k) not in _ONE)
        ):
            total, unit, j = total + more[0], more[1], more[2]
        elif bare := _bare(line, j, unit):
            return total + of(bare[0], _FINER[unit]), bare[1]
        else:
            return total, j


UNIT_ORDER = {unit: order for order, unit in enumerate(_NAMES)}


def unit_at(line: Line, i: int) -> str:
    """The unit named by token `i`, or an empty string; single letters only right behind digits."""
    word = line.word(i)
    if word in _LETTERS and not (line.glued(i) and line.word(i - 1).isdecimal()) and word not in {"ч", "h"}:
        return ""
    return UNITS.get(word, "")


def _part(line: Line, i: int) -> tuple[Length, str, int] | None:
    return _half(line, i) or _counted(line, i) or _single(line, i)


def _half(line: Line, i: int) -> tuple[Length, str, int] | None:
    """Such as "полчаса", "half an hour", "четверть часа", "three quarters of an hour"."""
    word = line.word(i)
    if word in _HALVES:
        return of(0.5, _HALVES[word]), _HALVES[word], i + 1
    share, j = 0.0, i
    if word in {"half", "пол", "половину"}:
        share, j = 0.5, i + 1
    elif word in {"четверть"} or line.match(i, ("a", "quarter"), ("quarter",)) > 0:
        share, j = 0.25, i + (2 if word == "a" else 1)
    elif line.match(i, ("three", "quarters"), ("три", "четверти")) > 0:
        share, j = 0.75, i + 2
    if not share:
        return None
    for filler in ("-", "of", "a", "an"):
        j += line.word(j) == filler
    unit = unit_at(line, j)
    return (of(share, unit), unit, j + 1) if unit in {"hour", "minute", "day", "year", "month"} else None


def _counted(line: Line, i: int) -> tuple[Length, str, int] | None:
    counted = cardinal(line, i)
    if counted is None:
        return None
    count, j = counted
    j += line.word(j) == "-" and line.glued(j)
    unit = unit_at(line, j)
    if not unit:
        return None
    j += 2 if line.word(j + 1) == "." and line.word(j) in {"сек", "мин", "мес"} else 1
    if (end := line.match(j, *_HALF_BEHIND)) > 0:
        count, j = count + 0.5, end
    return of(count, unit), unit, j


def _single(line: Line, i: int) -> tuple[Length, str, int] | None:
    """Such as "час", "an hour", "час с половиной", "an hour and a half"."""
    word = line.word(i)
    if word in {"a", "an", "one"} and (unit := unit_at(line, i + 1)) and line.word(i + 1) in _SINGULAR:
        end = line.match(i + 2, *_HALF_BEHIND)
        return of(1.5 if end > 0 else 1, unit), unit, end if end > 0 else i + 2
    if word not in _ONE:
        return None
    end = line.match(i + 1, *_HALF_BEHIND)
    return of(1.5 if end > 0 else 1, UNITS[word]), UNITS[word], end if end > 0 else i + 1


def _bare(line: Line, i: int, unit: str) -> Parsed[float]:
    """The minutes of "час двадцать": a number below sixty with nothing countable behind it."""
    if unit not in _FINER or unit_at(line, i):
        return None
    found = cardinal(line, i)
    if found is None or not 1 <= found[0] < 60 or found[0] != int(found[0]):
        return None
    following = line.word(found[1])
    return found if not following or not following[0].isalnum() else None
