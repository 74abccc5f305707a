"""What comes again: "каждый понедельник", "по будням", "раз в две недели", "every other Friday", "monthly on the 5th"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.understanding.grammar.calendar import LED_WEEKDAYS, MANY_WEEKDAYS, MONTHS
from assistant.understanding.grammar.clock import PARTS, Part
from assistant.understanding.grammar.lengths import Length, length, unit_at
from assistant.understanding.grammar.line import Line, Parsed
from assistant.understanding.grammar.numbers import ordinal, small

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS = (0, 1, 2, 3, 4)
_WEEKEND = (5, 6)
_EVERY = frozenset(["каждый", "каждая", "каждое", "каждые", "каждую", "каждого", "каждой", "каждому", "every", "each"])
_OTHER = frozenset(["второй", "вторую", "второе", "other", "second"])
_WORK = frozenset(["будний", "рабочий", "буднего", "рабочего", "будни", "working", "business", "work"])
_FREQ = {
    "day": "DAILY",
    "week": "WEEKLY",
    "month": "MONTHLY",
    "year": "YEARLY",
    "hour": "HOURLY",
    "minute": "MINUTELY",
    "second": "SECONDLY",
}
_ADVERBS = {
    "ежедневно": "DAILY", "ежедневный": "DAILY", "daily": "DAILY", "everyday": "DAILY", "еженедельно": "WEEKLY", "weekly": "WEEKLY", "ежемесячно": "MONTHLY",
    "monthly": "MONTHLY", "ежегодно": "YEARLY", "yearly": "YEARLY", "annually": "YEARLY", "ежечасно": "HOURLY", "hourly": "HOURLY",
}  # fmt: skip
_GROUPS = {
    "будням": _WORKDAYS, "будни": _WORKDAYS, "weekdays": _WORKDAYS, "workdays": _WORKDAYS, "выходным": _WEEKEND, "weekends": _WEEKEND,
    "weekday": _WORKDAYS, "workday": _WORKDAYS, "weekend": _WEEKEND, "выходные": _WEEKEND, "выходной": _WEEKEND,
}  # fmt: skip
_PART_PLURALS: dict[str, Part] = {
    "утрам": "morning", "вечерам": "evening", "ночам": "night", "mornings": "morning", "evenings": "evening", "nights": "night",
    "afternoons": "day",
}  # fmt: skip
_RANKS = {"последний": -1, "последняя": -1, "последнюю": -1, "последнее": -1, "последней": -1, "last": -1}
_AND = frozenset({",", "и", "and", "по", "в", "во", "on", "каждый", "каждую", "every"})


@dataclass(frozen=True, slots=True)
class Rule:
    """An RFC 5545 rule in parts. `weekdays` from Monday 0; `rank` picks the first (1) ... or last (-1) of them in a month."""

    freq: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    rank: int = 0
    monthday: int = 0
    month: int = 0
    part: Part | None = None

    @property
    def by_the_clock(self) -> bool:
        """Whether it comes more than once a day."""
        return self.freq in {"HOURLY", "MINUTELY", "SECONDLY"}

    @property
    def step(self) -> Length:
        """The time between two occurrences of a rule by the clock."""
        return Length(seconds=self.interval * {"HOURLY": 3600.0, "MINUTELY": 60.0}.get(self.freq, 1.0))

    def __str__(self) -> str:
        """The RRULE value, without the prefix."""
        parts = [f"FREQ={self.freq}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.month:
            parts.append(f"BYMONTH={self.month}")
        if self.monthday:
            parts.append(f"BYMONTHDAY={self.monthday}")
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(f"{self.rank or ''}{_DAYS[weekday]}" for weekday in self.weekdays))
        return ";".join(parts)

    def falls_on(self, day: date) -> bool:
        """Whether the rule, its interval aside, can fall on that day."""
        if (self.weekdays and day.weekday() not in self.weekdays) or (self.month and day.month != self.month):
            return False
        if self.rank and not _ranked(day, self.rank):
            return False
        return not self.monthday or day.day == self.monthday

    def first_from(self, day: date) -> date:
        """The first day on or after `day` the rule can fall on."""
        for ahead in range(366 * 9):
            if self.falls_on(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        return day


def _ranked(day: date, rank: int) -> bool:
    if rank < 0:
        return (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1 == rank


def recurrence(line: Line, i: int) -> Parsed[Rule]:
    """A rule at token `i`."""
    word = line.word(i)
    if word in _EVERY:
        return _every(line, i + 1)
    if word in _ADVERBS:
        return _refined(line, i + 1, Rule(_ADVERBS[word]))
    return _once_in(line, i) or _on_many(line, i) or _of_every_month(line, i)


def _every(line: Line, i: int) -> Parsed[Rule]:
    """What stands behind "каждый", "every"."""
    other = line.word(i) in _OTHER and (
        line.word(i + 1) in LED_WEEKDAYS or unit_at(line, i + 1) in {"day", "week", "month", "year"}
    )
    if other and line.match(i + 2, ("of",), ("месяца",)) < 0:
        found = _each(line, i + 1)
        return (replace(found[0], interval=2), found[1]) if found else None
    if line.word(i) in _WORK and unit_at(line, i + 1) == "day":
        return Rule("WEEKLY", weekdays=_WORKDAYS), i + 2
    return _numbered(line, i) or _each(line, i) or _stretch(line, i)


def _each(line: Line, i: int) -> Parsed[Rule]:
    word = line.word(i)
    if word in LED_WEEKDAYS:
        return _weekdays(line, i, LED_WEEKDAYS)
    if word in _GROUPS:
        return Rule("WEEKLY", weekdays=_GROUPS[word]), i + 1
    if word in PARTS:
        return Rule("DAILY", part=PARTS[word]), i + 1
    if unit := unit_at(line, i):
        return _refined(line, i + 1, Rule(_FREQ[unit]))
    return None


def _numbered(line: Line, i: int) -> Parsed[Rule]:
    """Such as "каждое 5 число", "every 5th", "every first Monday of the month"."""
    rank = (_RANKS[line.word(i)], i + 1) if line.word(i) in _RANKS else ordinal(line, i)
    told = rank or small(line, i)
    if told is None:
        return None
    number, j = told
    if rank and line.word(j) in LED_WEEKDAYS and -1 <= number <= 5:
        end = line.match(
            j + 1, ("месяца",), ("of", "the", "month"), ("of", "every", "month"), ("of", "each", "month"), ("в", "месяце")
        )
        return Rule("MONTHLY", weekdays=(LED_WEEKDAYS[line.word(j)],), rank=number), max(end, j + 1)
    if line.word(j) in {"число", "числа"} and 1 <= number <= 31:
        end = line.match(j + 1, ("месяца",), ("каждого", "месяца"))
        return Rule("MONTHLY", monthday=number), max(end, j + 1)
    if rank and (unit := unit_at(line, j)):
        return Rule(_FREQ[unit], interval=number), j + 1
    if line.word(j) in MONTHS and 1 <= number <= 31:
        return Rule("YEARLY", monthday=number, month=MONTHS[line.word(j)]), j + 1
    if rank and 1 <= number <= 31:
        end = line.match(j, ("of", "the", "month"))
        return Rule("MONTHLY", monthday=number), max(end, j)
    return None


def _stretch(line: Line, i: int) -> Parsed[Rule]:
    """Such as "каждые два часа", "every 2 weeks", "every half hour"."""
    found = length(line, i)
    if found is None:
        return None
    rule = _rule_of(found[0])
    return _refined(line, found[1], rule) if rule else None


def _rule_of(every: Length) -> Rule | None:
    if every.months and every.months == int(every.months) and not every.days and not every.seconds:
        years, months = divmod(int(every.months), 12)
        return Rule("MONTHLY", interval=int(every.months)) if months else Rule("YEARLY", interval=years)
    if every.months or not every.total:
        return None
    if every.coarse:
        weeks, days = divmod(int(every.days), 7)
        return Rule("DAILY", interval=int(every.days)) if days else Rule("WEEKLY", interval=weeks)
    for freq, seconds in (("HOURLY", 3600), ("MINUTELY", 60), ("SECONDLY", 1)):
        if every.total % seconds == 0:
            return Rule(freq, interval=int(every.total // seconds))
    return None


def _refined(line: Line, j: int, rule: Rule) -> tuple[Rule, int]:
    """A rule by week, month or year with the day in it: "каждую неделю в пятницу", "monthly on the 5th"."""
    k = j + (line.word(j) in {"в", "во", "on", "по"})
    k += line.word(k) == "the"
    if rule.freq == "WEEKLY" and (found := _weekdays(line, k, {**LED_WEEKDAYS, **MANY_WEEKDAYS})):
        return replace(rule, weekdays=found[0].weekdays), found[1]
    if rule.freq in {"MONTHLY", "YEARLY"} and (told := ordinal(line, k) or small(line, k)) and 1 <= told[0] <= 31:
        if line.word(told[1]) in MONTHS:
            return replace(rule, monthday=told[0], month=MONTHS[line.word(told[1])]), told[1] + 1
        if line.word(told[1]) == "числа" or line.word(k - 1) == "the":
            return replace(rule, monthday=told[0]), told[1] + (line.word(told[1]) == "числа")
    if rule.freq == "YEARLY" and line.word(k) in MONTHS and (told := ordinal(line, k + 1) or small(line, k + 1)):
        return replace(rule, monthday=told[0], month=MONTHS[line.word(k)]), told[1]
    return rule, j


def _weekdays(line: Line, i: int, names: dict[str, int]) -> Parsed[Rule]:
    """Such as "понедельник, среду и пятницу"."""
    days: list[int] = []
    j = k = i
    while line.word(k) in names:
        days.append(names[line.word(k)])
        j = k = k + 1
        while line.word(k) in _AND and k < j + 3:
            k += 1
    return (Rule("WEEKLY", weekdays=tuple(sorted(set(days)))), j) if days else None


def _once_in(line: Line, i: int) -> Parsed[Rule]:
    """Such as "раз в неделю", "один раз в 2 дня", "once a week", "once every two weeks"."""
    start = line.match(
        i,
        ("раз", "в"),
        ("один", "раз", "в"),
        ("1", "раз", "в"),
        ("once", "a"),
        ("once", "an"),
        ("once", "every"),
        ("once", "per"),
    )
    if start < 0:
        return None
    return _each(line, start) or _stretch(line, start)


def _on_many(line: Line, i: int) -> Parsed[Rule]:
    """Such as "по вторникам и четвергам", "по будням", "on Mondays", "по утрам"."""
    led = line.word(i) in {"по", "on", "at", "в", "in"}
    j = i + led
    j += line.word(j) == "the"
    word = line.word(j)
    if word in MANY_WEEKDAYS:
        return _weekdays(line, j, MANY_WEEKDAYS)
    if led and line.match(j, ("будним", "дням"), ("рабочим", "дням")) > 0:
        return Rule("WEEKLY", weekdays=_WORKDAYS), j + 2
    if word in {"будням", "выходным", "weekdays", "workdays", "weekends"} or (word == "будни" and line.word(i) == "в"):
        return Rule("WEEKLY", weekdays=_GROUPS[word]), j + 1
    return (Rule("DAILY", part=_PART_PLURALS[word]), j + 1) if led and word in _PART_PLURALS else None


def _of_every_month(line: Line, i: int) -> Parsed[Rule]:
    """Such as "5 числа каждого месяца", "последняя пятница каждого месяца", "the 5th of every month"."""
    j = i + (line.word(i) in {"в", "во", "on"})
    j += line.word(j) == "the"
    told = (_RANKS[line.word(j)], j + 1) if line.word(j) in _RANKS else ordinal(line, j) or small(line, j)
    if told is None:
        return None
    number, k = told
    weekday = LED_WEEKDAYS.get(line.word(k))
    k += weekday is not None or line.word(k) == "числа"
    end = line.match(
        k, ("каждого", "месяца"), ("of", "every", "month"), ("of", "each", "month"), ("every", "month"), ("each", "month")
    )
    if end < 0 or not -1 <= number <= 31:
        return None
    if weekday is not None:
        return (Rule("MONTHLY", weekdays=(weekday,), rank=number), end) if -1 <= number <= 5 else None
    return (Rule("MONTHLY", monthday=number), end) if number > 0 else None
