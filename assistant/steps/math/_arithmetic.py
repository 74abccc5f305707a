"""Arithmetic as it is said or written, by precedence climbing (T. Norvell): bounded, no evaluation of code.

expression = term {(+|-) term};  term = power {(*|/) power};  power = unary [^ power];  unary = [-|root] value [%|²]
"12% от 50 000" is the part of a whole; "100 + 10%" adds ten hundredths of what stands before, as a pocket calculator does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.base import Language
from assistant.errors import StepRefused
from assistant.steps.math._numbers import digits

MAX_WORDS = 200
LARGEST = 1e100
_PHRASES = (
    (r"(?:умножить|помножить|перемножить|умноженное|умноженный|помножь|умножь) на|multiplied by|times", "*"),
    (r"(?:разделить|поделить|деленное|деленный|раздели|подели) на|divided by|over", "/"),
    (r"прибавить|прибавь|плюс|plus|add(?:ed to)?", "+"),
    (r"отнять|вычесть|отними|вычти|минус|minus|subtract", "-"),
    (r"в квадрате|squared", "^ 2"),
    (r"в кубе|cubed", "^ 3"),
    (r"(?:возвести )?в степени?|to the power of|raised to", "^"),
    (r"(?:квадратный )?корень (?:из|от)?|(?:the )?square root of|sqrt", "√"),
    (r"процент(?:а|ов|ы)?|percent|per cent", "%"),
    (r"(?<=%) (?:от|из|of)|половина (?:от )?|half of", "of"),
    (r"на(?= \d)", "*"),
)
_NOISE = frozenset(
    [
        "сколько",
        "будет",
        "равно",
        "чему",
        "равняется",
        "what",
        "is",
        "how",
        "much",
        "the",
        "а",
        "ну",
        "рублей",
        "рубля",
        "рубль",
        "dollars",
        "dollar",
        "?",
    ]
)
_SIGNS = {"×": "*", "х": "*", "x": "*", "·": "*", ":": "/", "÷": "/", "−": "-", "–": "-", "—": "-"}
_WRONG: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "long": "That is too long to calculate.",
        "large": "This cannot be calculated: the number is too large.",
        "zero": "Nothing can be divided by zero.",
        "power": "This cannot be calculated: there is no such power.",
        "deep": "This cannot be calculated: it is nested too deeply.",
        "root": "This cannot be calculated: a negative number has no square root.",
        "bracket": "This cannot be calculated: a bracket is not closed.",
        "word": "This cannot be calculated: “{word}” is not a number.",
        "end": "This cannot be calculated: something is missing at the end.",
    },
    "ru": {
        "long": "Это слишком длинно, чтобы посчитать.",
        "large": "Не посчитать: число слишком большое.",
        "zero": "На ноль делить нельзя.",
        "power": "Не посчитать: такой степени нет.",
        "deep": "Не посчитать: слишком много вложенных скобок и знаков.",
        "root": "Не посчитать: у отрицательного числа нет квадратного корня.",
        "bracket": "Не посчитать: скобка не закрыта.",
        "word": "Не посчитать: «{word}» — не число.",
        "end": "Не посчитать: в конце чего-то не хватает.",
    },
}


def calculate(text: str, language: Language = "en") -> float:
    """What an expression in Russian, English or signs is worth. Raises StepRefused saying, in `language`, what cannot be read."""
    try:
        return _worth(text)
    except _Unreadable as error:
        raise StepRefused(_WRONG[language][error.why].format(word=error.word)) from error


class _Unreadable(Exception):
    """Why it cannot be calculated, by the keys of _WRONG; `word` is what was in the way."""

    def __init__(self, why: str, word: str = "") -> None:
        super().__init__(why)
        self.why, self.word = why, word


def _worth(text: str) -> float:
    words = digits(text)
    if len(words) > MAX_WORDS:
        raise _Unreadable("long")
    reading = _Reading(_symbols(words))
    try:
        value = reading.expression()
    except (OverflowError, RecursionError) as error:
        raise _Unreadable("large") from error
    if reading.here():
        raise _Unreadable("word", reading.here())
    return value


def _symbols(words: list[str]) -> list[str]:
    text = " ".join(_SIGNS.get(word, word) for word in words if word not in _NOISE)
    text = text.replace("* *", "^")
    text = re.sub(r"\b(?:половина (?:от )?|half of )", "50 % of ", text)
    for pattern, sign in _PHRASES:
        text = re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", f" {sign} ", text)
        text = " ".join(text.split())
    return re.sub(r"% (?:от|из|of)\b", "% of", text).replace("=", "").split()


@dataclass
class _Reading:
    symbols: list[str]
    at: int = 0
    depth: int = 0

    def here(self) -> str:
        return self.symbols[self.at] if self.at < len(self.symbols) else ""

    def take(self, *wanted: str) -> str:
        found = self.here()
        if found not in wanted:
            return ""
        self.at += 1
        return found

    def expression(self) -> float:
        value = self.term()
        while sign := self.take("+", "-"):
            begun = self.at
            other = self.term()
            if self.symbols[self.at - 1] == "%" and self.at - begun == 2:
                other *= value
            value = _bounded(value + other if sign == "+" else value - other)
        return value

    def term(self) -> float:
        value = self.power()
        while sign := self.take("*", "/", "of"):
            other = self.power()
            if sign == "/" and other == 0:
                raise _Unreadable("zero")
            value = _bounded(value / other if sign == "/" else value * other)
        return value

    def power(self) -> float:
        value = self.unary()
        if not self.take("^"):
            return value
        exponent = self.power()
        if abs(exponent) > 1_000 or (value == 0 and exponent < 0) or (value < 0 and exponent != int(exponent)):
            raise _Unreadable("power")
        return _bounded(math.pow(value, exponent))

    def unary(self) -> float:
        self.depth += 1
        if self.depth > MAX_WORDS:
            raise _Unreadable("deep")
        if self.take("-"):
            return -self.power()
        if self.take("√"):
            value = self.unary()
            if value < 0:
                raise _Unreadable("root")
            return math.sqrt(value)
        value = self.value()
        return value / 100 if self.take("%") else value

    def value(self) -> float:
        if self.take("("):
            value = self.expression()
            if not self.take(")"):
                raise _Unreadable("bracket")
            return value
        found = self.here()
        if not re.fullmatch(r"\d+(?:\.\d+)?", found):
            raise _Unreadable("word" if found else "end", found)
        self.at += 1
        return float(found)


def _bounded(value: float) -> float:
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise _Unreadable("large")
    return value
