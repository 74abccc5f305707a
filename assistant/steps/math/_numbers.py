"""Numbers in words as digits: "двадцать пять" -> "25", "fifty thousand" -> "50000"; everything else stays."""

from __future__ import annotations

import re

from assistant.words import fold, is_russian, lemma

_UNITS = {
    word: value
    for value, words in {
        0: "ноль нуль zero",
        1: "один одна одно one",
        1.5: "полтора",
        2: "два две two",
        3: "три three",
        4: "четыре four",
        5: "пять five",
        6: "шесть six",
        7: "семь seven",
        8: "восемь eight",
        9: "девять nine",
        10: "десять ten",
        11: "одиннадцать eleven",
        12: "двенадцать twelve",
        13: "тринадцать thirteen",
        14: "четырнадцать fourteen",
        15: "пятнадцать fifteen",
        16: "шестнадцать sixteen",
        17: "семнадцать seventeen",
        18: "восемнадцать eighteen",
        19: "девятнадцать nineteen",
        20: "двадцать twenty",
        30: "тридцать thirty",
        40: "сорок forty",
        50: "пятьдесят fifty",
        60: "шестьдесят sixty",
        70: "семьдесят seventy",
        80: "восемьдесят eighty",
        90: "девяносто ninety",
        100: "сто",
        200: "двести",
        300: "триста",
        400: "четыреста",
        500: "пятьсот",
        600: "шестьсот",
        700: "семьсот",
        800: "восемьсот",
        900: "девятьсот",
    }.items()
    for word in words.split()
}
_SCALES = {"сотня": 100, "hundred": 100, "тысяча": 1_000, "тыс": 1_000, "thousand": 1_000, "k": 1_000}
_SCALES |= {"миллион": 10**6, "млн": 10**6, "million": 10**6, "миллиард": 10**9, "млрд": 10**9, "billion": 10**9}
_PIECE = re.compile(r"\d[\d\u00a0\u202f]*(?:[.,]\d+)?|[^\W\d_]+(?:-[^\W\d_]+)*|[^\s\w]|_", re.UNICODE)
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")


def digits(text: str) -> list[str]:
    """The words and signs of a text, folded, with every number in digits (a point for the decimals)."""
    pieces = _PIECE.findall(_GROUPED.sub("", fold(text)))
    split = [part for piece in pieces for part in (piece.split("-") if _units_of(piece.split("-")) else [piece])]
    found: list[str] = []
    at = 0
    while at < len(split):
        value, after = _number(split, at)
        if after == at:
            found.append(split[at])
            at += 1
        else:
            found.append(f"{value:.10g}" if value != int(value) else str(int(value)))
            at = after
    return found


def _units_of(parts: list[str]) -> bool:
    """Whether a word with hyphens is a number: twenty-five."""
    return len(parts) > 1 and all(_form(part) in _UNITS for part in parts)


def _form(word: str) -> str:
    if word in _UNITS or word in _SCALES:
        return word
    return lemma(word) if is_russian(word) else word.removesuffix("s")


def _number(words: list[str], at: int) -> tuple[float, int]:
    """The number that begins at `at`, and where it ends; `at` itself when there is none. Words follow the usual rule:
    units add up, a scale multiplies what is smaller than itself and closes it."""
    total = group = 0.0
    last = float("inf")
    begun = at
    while at < len(words):
        word = _form(words[at])
        if word[0].isdigit():
            if at != begun:
                break
            group, last = float(word.replace(",", ".").replace("\u00a0", "").replace("\u202f", "")), 1
        elif word in _UNITS and (_UNITS[word] < last and (last >= 20 or last == 0)):
            group, last = group + _UNITS[word], _UNITS[word] if _UNITS[word] else 1
            last = last if last >= 20 else 1
        elif word in _SCALES and (at > begun or word not in ("k", "hundred")):
            scale = _SCALES[word]
            if scale == 100:
                group, last = max(group, 1) * 100, 100
            else:
                total, group, last = total + (group or 1) * scale, 0.0, scale
        elif word == "and" and last == 100 and at + 1 < len(words) and _form(words[at + 1]) in _UNITS:
            pass
        else:
            break
        at += 1
    return total + group, at
