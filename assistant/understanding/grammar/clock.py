"""Times of day: "в девять утра", "в половине девятого", "18:30", "half past nine", "к шести вечера", "noon"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from assistant.understanding.grammar.counted import countable_at
from assistant.understanding.grammar.line import Line, Parsed
from assistant.understanding.grammar.numbers import ordinal, small
from assistant.understanding.grammar.numerals import TENS

Part = Literal["morning", "day", "evening", "night"]


class Sure(IntEnum):
    """How plainly the words are a time of day."""

    BARE = 0
    """A number alone: a time only where one is expected."""
    LED = 1
    """A number behind "в" or "at", with nothing behind it that it could count."""
    SAID = 2
    """With an hour word, minutes, a part of the day."""


@dataclass(frozen=True, slots=True)
class Clock:
    """`exact` is true when `hour` is of 24; otherwise `hour` is 1..12 and the half of the day is open."""

    hour: int
    minute: int = 0
    exact: bool = False
    part: Part | None = None
    sure: Sure = Sure.SAID


PARTS: dict[str, Part] = {
    "утром": "morning", "утро": "morning", "днем": "day", "вечером": "evening", "вечерком": "evening", "вечер": "evening",
    "ночью": "night", "ночь": "night", "morning": "morning", "afternoon": "day", "evening": "evening", "night": "night",
}  # fmt: skip
_PART_OF: dict[str, Part] = {"утра": "morning", "дня": "day", "вечера": "evening", "ночи": "night", "утречка": "morning"}
LEADS = frozenset(["в", "во", "к", "ко", "на", "около", "at", "by", "around", "about", "@", "before", "until", "till", "до"])
_NAMED = {
    "полдень": 12, "полудню": 12, "полудня": 12, "noon": 12, "midday": 12, "полночь": 0, "полуночи": 0, "midnight": 0,
}  # fmt: skip
_HOURS = frozenset(["час", "часа", "часу", "часов", "часам", "часами"])
_MINUTES = frozenset(["минута", "минуты", "минуту", "минут", "минутам", "мин", "minutes", "minute", "min"])
_HALF_GLUED = re.compile(r"пол(перв|втор|треть|четверт|пят|шест|седьм|восьм|девят|десят|одиннадцат|двенадцат)(?:ого|его)$")
_STEMS = ["перв", "втор", "треть", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат", "двенадцат"]


def clock(line: Line, i: int) -> Parsed[Clock]:
    """A time of day at token `i`, with its preposition."""
    led = line.word(i) in LEADS
    j = i + 1 if led else i
    if line.word(j) == "the":
        return None
    if line.word(j) in {"about", "around", "примерно", "ровно", "exactly", "около"}:
        j += 1
    if line.word(j) in _NAMED:
        hour = _NAMED[line.word(j)]
        return Clock(hour, 0, exact=True, part="night" if hour == 0 else None), j + 1
    return _spoken(line, j) or _written(line, j, led) or _counted(line, j, led)


def _spoken(line: Line, i: int) -> Parsed[Clock]:
    """Times told from the next or the last full hour."""
    word = line.word(i)
    if glued := _HALF_GLUED.match(word):
        return _with_part(line, i + 1, _STEMS.index(glued[1]) or 12, 30)
    if word in {"половина", "половине", "половину", "половины", "пол"} and (
        told := ordinal(line, i + 1 + (line.word(i + 1) == "-"))
    ):
        return _with_part(line, told[1], (told[0] - 1) or 12, 30) if 1 <= told[0] <= 12 else None
    if word == "четверть" and (told := ordinal(line, i + 1)):
        return _with_part(line, told[1], (told[0] - 1) or 12, 15) if 1 <= told[0] <= 12 else None
    if word == "без":
        return _before(line, i + 1)
    return _past(line, i) or _minutes_of(line, i)


def _before(line: Line, i: int) -> Parsed[Clock]:
    """Such as "без четверти пять", "без двадцати минут семь"."""
    minutes = (15, i + 1) if line.word(i) == "четверти" else small(line, i)
    if line.word(i) in TENS and minutes and small(line, minutes[1]) is None and line.word(minutes[1]) not in {*_MINUTES, "час"}:
        minutes = TENS[line.word(i)], i + 1  # "без двадцати семь": the seven is the hour
    if minutes is None or not 1 <= minutes[0] <= 30:
        return None
    j = minutes[1] + (line.word(minutes[1]) in _MINUTES)
    hour = (1, j + 1) if line.word(j) == "час" else small(line, j)
    if hour is None or not 1 <= hour[0] <= 12:
        return None
    return _with_part(line, hour[1], (hour[0] - 1) or 12, 60 - minutes[0])


def _past(line: Line, i: int) -> Parsed[Clock]:
    """Such as "half past nine", "quarter to five", "ten minutes past six"."""
    j = i + (line.word(i) == "a")
    minutes = {"half": (30, j + 1), "quarter": (15, j + 1)}.get(line.word(j)) or small(line, j)
    if minutes is None or not 1 <= minutes[0] <= 30:
        return None
    k = minutes[1] + (line.word(minutes[1]) in _MINUTES)
    side = line.word(k)
    if side not in {"past", "after", "to", "before", "till"} or (
        side in {"after", "before", "till"} and k == minutes[1] and minutes[0] not in {15, 30}
    ):
        return None
    hour = _NAMED_HOUR.get(line.word(k + 1)) or small(line, k + 1)
    if hour is None or not 1 <= hour[0] <= 12 or (side == "to" and line.word(i - 1) in {"from", "between"}):
        return None
    end = hour[1] if hour[1] else k + 2
    back = side in {"to", "before", "till"}
    return _with_part(line, end, ((hour[0] - 1) or 12) if back else hour[0], 60 - minutes[0] if back else minutes[0])


_NAMED_HOUR = {"noon": (12, 0), "midnight": (12, 0)}


def _minutes_of(line: Line, i: int) -> Parsed[Clock]:
    """Such as "десять минут девятого": ten past eight."""
    minutes = small(line, i)
    if minutes is None or line.word(minutes[1]) not in _MINUTES:
        return None
    hour = ordinal(line, minutes[1] + 1)
    if (
        hour is None
        or not 1 <= hour[0] <= 12
        or (not line.word(hour[1] - 1).endswith("ого") and line.word(hour[1] - 1) != "третьего")
    ):
        return None
    return _with_part(line, hour[1], (hour[0] - 1) or 12, minutes[0])


def _written(line: Line, i: int, led: bool) -> Parsed[Clock]:
    """Such as "18:30", "9.30" and "18-30" behind a preposition."""
    hour, mark, minute = line.word(i), line.word(i + 1), line.word(i + 2)
    if not (
        hour.isdecimal()
        and minute.isdecimal()
        and len(hour) <= 2
        and len(minute) == 2
        and line.glued(i + 1)
        and line.glued(i + 2)
    ):
        return None
    if mark not in ((":", ".", "-") if led else (":",)) or int(hour) > 24 or int(minute) > 59:
        return None
    if mark != ":" and line.word(i + 3) in {".", "-"} and line.glued(i + 3) and line.word(i + 4).isdecimal():
        return None
    j = i + 5 if line.word(i + 3) == ":" and line.glued(i + 4) and line.word(i + 4).isdecimal() else i + 3
    j += line.word(j) in _HOURS
    return _with_part(line, j, int(hour), int(minute), padded=hour.startswith("0"))


def _counted(line: Line, i: int, led: bool) -> Parsed[Clock]:
    """Such as "в девять", "девять утра", "15 часов 20 минут", "в час", "nine o'clock", "9 30 pm"."""
    if line.word(i) == "час":
        told: Parsed[int] = (1, i + 1)
        if (not led and line.word(i + 1) not in _PART_OF) or line.word(i + 1) == "пик" or line.word(i - 2) in _RATES:
            return None
    else:
        told = small(line, i)
    if told is None or not 0 <= told[0] <= 24:
        return None
    hour, j = told
    padded = line.word(i).startswith("0") or line.word(i) in {"ноль", "zero"}
    said = line.word(i) == "час" and led
    if line.word(j) in _HOURS:
        said, j = led, j + 1
    elif line.match(j, ("o'clock",), ("o’clock",), ("oclock",)) > 0:
        said, j = True, j + 1
    elif line.match(j, ("o", "clock")) > 0:
        said, j = True, j + 2
    minute, j, told_minutes = _minute(line, j, hour)
    found = _with_part(line, j, hour, minute, padded=padded)
    if found is None:
        return None
    value, end = found
    if said or value.part or end > j:
        return found
    sure = Sure.LED if led and not countable_at(line, end, hour) and line.word(i - 1) != "на" else Sure.BARE
    if told_minutes and not countable_at(line, end, minute):
        sure = Sure.LED
    return Clock(value.hour, value.minute, value.exact, value.part, sure), end


_RATES = frozenset(["раз", "раза", "километров", "километра", "км", "рублей", "миль"])


def _minute(line: Line, j: int, hour: int) -> tuple[int, int, bool]:
    """The minutes behind an hour, where the next token is, and whether there were any."""
    k = j + 1 if line.word(j) in {"и", "and"} and line.word(j - 1) in _HOURS else j
    minute = small(line, k)
    if line.match(k, ("ноль", "ноль"), ("00",), ("hundred", "hours")) > 0 and k == j:
        return 0, line.match(k, ("ноль", "ноль"), ("00",), ("hundred", "hours")), True
    if minute is None or minute[0] > 59:
        return 0, j, False
    single = minute[0] < 10 and not (line.word(k).startswith("0") or line.word(k) in {"ноль", "oh"})
    if line.word(minute[1]) in _MINUTES:
        return minute[0], minute[1] + 1, True
    if single or hour > 24 or line.word(minute[1]) == ":" or (line.word(k).isdecimal() and len(line.word(k)) != 2):
        return 0, j, False
    return minute[0], minute[1], True


def _with_part(line: Line, j: int, hour: int, minute: int, *, padded: bool = False) -> Parsed[Clock]:
    """The clock with "утра", "pm", "in the evening" that may follow it."""
    if hour > 24 or minute > 59:
        return None
    exact = hour > 12 or hour == 0 or padded
    if (half := _half_of_day(line, j)) is not None:
        late, end = half
        return (Clock(hour % 12 + 12 * late if hour <= 12 else hour, minute, exact=True), end)
    part, end = _part_behind(line, j)
    if part is None:
        return Clock(hour % 24, minute, exact=exact, part="night" if hour == 24 else None), j
    if exact:
        return Clock(hour % 24, minute, exact=True, part=part if hour in {0, 24} else None), end
    return Clock(in_part(hour, part), minute, exact=True, part=part), end


def in_part(hour: int, part: Part) -> int:
    """Hour 1..12 as of 24 within a part of the day: 2 by night is 2, 2 by day is 14, 12 by night is 0."""
    if part == "night":
        return 0 if hour == 12 else hour if hour <= 6 else hour + 12
    if part == "morning":
        return hour % 12 if hour < 12 else 12
    if part == "day":
        return hour + 12 if hour <= 6 else hour
    return hour + 12 if hour < 12 else 0


def _half_of_day(line: Line, j: int) -> Parsed[int]:
    for late, mark in ((0, "a"), (1, "p")):
        if line.word(j) == f"{mark}m":
            return late, j + 1
        if line.word(j) == mark and line.word(j + 1) == "." and line.word(j + 2) == "m":
            return late, j + 4 if line.word(j + 3) == "." else j + 3
        if line.word(j) == mark and line.word(j + 1) == "m" and not line.glued(j + 1):
            return late, j + 2
    return None


def _part_behind(line: Line, j: int) -> tuple[Part | None, int]:
    if line.word(j) in _PART_OF:
        return _PART_OF[line.word(j)], j + 1
    if line.match(j, ("in", "the")) > 0 and line.word(j + 2) in {"morning", "afternoon", "evening"}:
        return PARTS[line.word(j + 2)], j + 3
    if line.match(j, ("at", "night")) > 0:
        return "night", j + 2
    return None, j
