"""Numbers in digits and in words: "1 000,50", "50к", "сто двадцать пять", "two hundred and fifty thousand", "полтора"."""

from __future__ import annotations

import re

from assistant.understanding.grammar.line import Line, Parsed
from assistant.understanding.grammar.numerals import (
    FRACTIONS,
    GLUED_SCALES,
    HUNDREDS,
    ONE_AND_HALF,
    ORDINAL_SUFFIXES,
    ORDINALS,
    PAIRS,
    SCALES,
    TEENS,
    TENS,
    UNITS,
)

_DIGITS = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?!\d)(?:[.,]\d+)?"  # 1 000 000,50
    r"|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"  # 1,000.50
    r"|\d+(?:[.,]\d+)?"
)
_CLOCK_OR_DATE = re.compile(r"[:.]\d|/\d+/")
_HALF_AFTER = (("с", "половиной"), ("и", "половина"), ("and", "a", "half"))
_QUARTER_AFTER = (("с", "четвертью"), ("and", "a", "quarter"))
_HALF_A_SCALE = {f"пол{word}": value // 2 for word, value in SCALES.items() if word[0] in "тм"}
LONGEST = 100
"""Digits with what stands between them; more are no number anybody counts with."""


def cardinal(line: Line, i: int) -> Parsed[float]:
    """A number that counts or measures, not negative; digits or words, with "тысяч", "млн", "к", "с половиной"."""
    if line.word(i) in ONE_AND_HALF:
        return _scaled(line, i + 1, 1.5)
    if line.word(i) in _HALF_A_SCALE:
        return float(_HALF_A_SCALE[line.word(i)]), i + 1
    if line.word(i) == "half" and line.word(i + 1) == "a" and line.word(i + 2) in SCALES:
        return SCALES[line.word(i + 2)] / 2, i + 3
    if line.word(i)[:1].isdecimal():
        return _digits(line, i)
    return _pair(line, i) or _words(line, i)


def small(line: Line, i: int) -> Parsed[int]:
    """A whole number below a hundred, as hours and minutes are said: "двадцать пять", "05", "ноль пять", "oh five"."""
    word = line.word(i)
    if word.isdecimal():
        return (int(word), i + 1) if len(word) <= 2 else None
    if word in {"ноль", "oh", "o", "zero"} and (unit := UNITS.get(line.word(i + 1))) is not None:
        return unit, i + 2
    if word in TENS:
        j = i + 2 if line.word(i + 1) == "-" else i + 1
        unit = UNITS.get(line.word(j), 0)
        return (TENS[word] + unit, j + 1) if unit else (TENS[word], i + 1)
    value = UNITS.get(word, TEENS.get(word))
    return None if value is None else (value, i + 1)


def ordinal(line: Line, i: int) -> Parsed[int]:
    """A place in a row: "5-го", "5th", "пятое", "двадцать первого", "twenty-first". Bare digits are none."""
    word = line.word(i)
    if word.isdecimal() and len(word) <= 2:
        j = i + 2 if line.word(i + 1) == "-" and line.glued(i + 2) else i + 1
        return (int(word), j + 1) if line.glued(j) and line.word(j) in ORDINAL_SUFFIXES else None
    if word in TENS:
        j = i + 2 if line.word(i + 1) == "-" else i + 1
        unit = ORDINALS.get(line.word(j), 99)
        return (TENS[word] + unit, j + 1) if unit < 10 else None
    return (ORDINALS[word], i + 1) if word in ORDINALS else None


def number(line: Line, i: int) -> Parsed[float]:
    """Any number: signed, fractions ("три четверти", "1/2", "три целых пять десятых", "three point five")."""
    word = line.word(i)
    if word in {"минус", "minus", "negative"} or (word in {"-", "−"} and line.glued(i + 1) and not line.glued(i)):
        inner = number(line, i + 1)
        return (-inner[0], inner[1]) if inner else None
    whole = cardinal(line, i)
    if whole is None and word in FRACTIONS and word[-1] not in "хйs" and line.word(i - 1) != "с":
        return 1 / FRACTIONS[word], i + 1
    return _fraction(line, *whole) if whole else None


def _digits(line: Line, i: int) -> Parsed[float]:
    found = _DIGITS.match(line.text, line.starts[i])
    if found is None or _CLOCK_OR_DATE.match(line.text, found.end()):
        return None
    if line.glued(i) and line.word(i - 1) in {":", "."} and line.glued(i - 1) and line.word(i - 2).isdecimal():
        return None
    if len(found.group()) > LONGEST:
        return None
    value, j = _value(found.group()), line.index_at(found.end(), i)
    glued = GLUED_SCALES.get(line.word(j)) if line.glued(j) else None
    return (value * glued, j + 1) if glued else _scaled(line, j, value)


def _value(digits: str) -> float:
    digits = re.sub(r"[ \u00a0\u202f'’]", "", digits)
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", digits):
        return float(digits.replace(",", ""))
    return float(digits.replace(",", "."))


def _scaled(line: Line, j: int, value: float) -> tuple[float, int]:
    """`value` with the thousands, halves and smaller parts that follow it."""
    while line.word(j) in SCALES:
        value *= SCALES[line.word(j)]
        j += 2 if line.word(j + 1) == "." and line.word(j) in {"тыс", "млн", "млрд"} else 1
    return _halved(line, j, value)


def _halved(line: Line, j: int, value: float) -> tuple[float, int]:
    """Such as "две с половиной тысячи", "two and a half million": the half counts before what multiplies it."""
    for phrases, part in ((_HALF_AFTER, 0.5), (_QUARTER_AFTER, 0.25)):
        if (end := line.match(j, *phrases)) > 0:
            scale = SCALES.get(line.word(end), 0)
            return ((value + part) * scale, end + 1) if scale else (value + part, end)
    return value, j


def _pair(line: Line, i: int) -> Parsed[float]:
    """Such as "пара", "a couple of", "a dozen"."""
    j = i + 1 if line.word(i) == "a" else i
    if line.word(j) not in PAIRS:
        return None
    return float(PAIRS[line.word(j)]), j + 2 if line.word(j + 1) == "of" else j + 1


def _words(line: Line, i: int) -> Parsed[float]:
    total, j, floor = 0.0, i, 10**12
    while True:
        part = _below_thousand(line, j)
        if part is None and line.word(j) in SCALES and SCALES[line.word(j)] < floor:
            part = (1, j)
        if part is None:
            break
        value, end = part
        scale = SCALES.get(line.word(end), 1)
        if scale >= floor or (scale == 1 and value == 0 and j != i):
            break
        total, j, floor = total + value * scale, end + (scale > 1), scale
        if scale == 1:
            break
        if line.word(j) == "and" and _below_thousand(line, j + 1):
            j += 1
    return None if j == i else _halved(line, j, total)


def _below_thousand(line: Line, i: int) -> Parsed[int]:
    """Such as "двести пятьдесят", "a hundred and five", "twenty-five", "сотню"."""
    total, j = 0, i
    if line.word(j) in HUNDREDS:
        total, j = HUNDREDS[line.word(j)], j + 1
    elif line.word(j + 1) == "hundred" and (line.word(j) == "a" or UNITS.get(line.word(j))):
        total, j = 100 * UNITS.get(line.word(j), 1), j + 2
    elif line.word(j) == "a" and line.word(j + 1) in SCALES:
        return 1, j + 1
    k = j + 1 if total and line.word(j) == "and" else j
    rest = None if line.word(k).isdecimal() or line.word(k) == "o" else small(line, k)
    if rest and (rest[0] or not total):
        return total + rest[0], rest[1]
    return (total, j) if total else None


def _fraction(line: Line, value: float, j: int) -> tuple[float, int]:
    """What may follow a whole number and make it a broken one."""
    if line.word(j) in {"целых", "целая", "целые"}:
        k = j + 2 if line.word(j + 1) == "и" else j + 1
        top = cardinal(line, k)
        if top and (below := FRACTIONS.get(line.word(top[1]))):
            return value + top[0] / below, top[1] + 1
    if line.word(j) == "point" and (digits := small(line, j + 1)):
        return value + digits[0] / 10 ** len(str(digits[0])), digits[1]
    if (
        line.word(j) == "/"
        and 0 < len(line.word(j + 1)) <= LONGEST
        and line.word(j + 1).isdecimal()
        and line.glued(j + 1)
        and int(line.word(j + 1))
    ):
        return value / int(line.word(j + 1)), j + 2
    if value == int(value) and (below := FRACTIONS.get(line.word(j))):
        return value / below, j + 1
    return value, j
