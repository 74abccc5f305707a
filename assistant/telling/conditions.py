"""A told condition as an expression: how many there are of something, which day and hour it is; any other is asked each time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain.base import Json, Language
from assistant.telling.lists import Source
from assistant.telling.shape import Form, Scope
from assistant.understanding.grammar.line import line_of
from assistant.understanding.grammar.numbers import number
from assistant.words import fold, lemma

SourceOf = Callable[[str], Source | None]

_DAYS = {
    "понедельник": 1, "вторник": 2, "среда": 3, "четверг": 4, "пятница": 5, "суббота": 6, "воскресенье": 7,
    "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7,
}  # fmt: skip
_SPANS = {
    "утро": "< 12", "день": "< 18", "вечер": ">= 18", "ночь": ">= 22", "morning": "< 12", "evening": ">= 18", "night": ">= 22",
}  # fmt: skip
_WEEKEND = re.compile(r"\b(?:выходн\w+|weekend|day off)\b")
_WORKDAY = re.compile(r"\b(?:будн\w+|рабоч\w+|weekday|workday|working day)\b")
_TODAY = re.compile(r"\b(?:сегодня|сейчас|today|it is|it's|now)\b")
_HOUR = re.compile(
    r"\b(?P<side>после|позже|больше|до|раньше|after|past|later than|before|earlier than)\s+(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?"
)
_MORE = re.compile(r"\b(?:больше|более|свыше|more than|over)\b")
_LESS = re.compile(r"\b(?:меньше|менее|fewer than|less than|under)\b")
_LEAST = re.compile(r"\b(?:не меньше|не менее|хотя бы|at least)\b")
_NONE = re.compile(
    r"\b(?:нет|ничего нет|пуст\w*|не осталось|no|none|nothing|empty|not any|aren't any|isn't any|don't have any)\b"
)
_SOME = re.compile(r"\b(?:есть|имеются|остал\w+|нашл\w+|there (?:are|is)|i have|any|some)\b")
_FRAME = re.compile(
    r"\b(?:у меня|там|еще|уже|вообще|какие-то|какие-нибудь|хоть|одна|одно|один|больше|более|свыше|меньше|менее|не|хотя бы|чем|"
    r"нет|ничего|пуст\w*|есть|имеются|остал\w+|нашл\w+|список|будет|окажется|штук|"
    r"there|are|is|i|have|do|don't|aren't|isn't|any|some|no|none|nothing|not|more|than|fewer|less|at least|over|under|the list|empty|left|of)\b"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """`expression` without braces; `before` are the steps it needs."""

    expression: str
    before: tuple[Form, ...] = ()


def condition(told: str, scope: Scope, source_of: SourceOf) -> Condition:
    """What these words mean as a condition."""
    folded = fold(told).strip(" ,.:;?!")
    if expression := _clock(folded):
        return Condition(expression)
    if found := _count(folded, scope, source_of):
        return found
    return _asked(told, scope)


def things(told: str) -> str:
    """What is spoken of, without the words around it that say whether and how many there are."""
    return " ".join(_FRAME.sub(" ", fold(told)).split()).strip(" ,.:;")


def _clock(folded: str) -> str:
    if not _TODAY.search(folded) and not _HOUR.search(folded):
        return ""
    for word in folded.split():
        day = _DAYS.get(lemma(word)) or _DAYS.get(word)
        if day:
            return f"now | weekday_number == {day}"
    if _WEEKEND.search(folded):
        return "now | weekday_number > 5"
    if _WORKDAY.search(folded):
        return "now | weekday_number <= 5"
    if found := _HOUR.search(folded):
        hour = float(found["hour"]) + (int(found["minute"]) / 60 if found["minute"] else 0)
        if "вечер" in folded or " pm" in folded or folded.endswith("pm"):
            hour += 12 if hour < 12 else 0
        sign = "<" if found["side"] in ("до", "раньше", "before", "earlier than") else ">="
        return f"now | hour {sign} {hour:g}"
    return next((f"now | hour {span}" for word, span in _SPANS.items() if word in folded.split()), "")


def _count(folded: str, scope: Scope, source_of: SourceOf) -> Condition | None:
    line = line_of(folded)
    amount = next((found for i in range(len(line)) if (found := number(line, i))), None)
    counted = bool(amount) and any(sign.search(folded) for sign in (_MORE, _LESS, _LEAST))
    if not counted and not _NONE.search(folded) and not _SOME.search(folded):
        return None
    rest = folded
    if amount and counted:
        at = next(i for i in range(len(line)) if number(line, i))
        rest = folded[: line.starts[at]] + " " + folded[line.ends[amount[1] - 1] :]
    over = source_of(things(rest))
    if over is None:
        return None
    subject = str(over.over).strip("{} ") if isinstance(over.over, str) else str(over.over)
    if counted and amount:
        sign = ">=" if _LEAST.search(folded) else "<" if _LESS.search(folded) else ">"
        return Condition(f"{subject} | length {sign} {amount[0]:g}", over.before)
    return Condition(f"not {subject}" if _NONE.search(folded) else subject, over.before)


def _asked(told: str, scope: Scope) -> Condition:
    """A condition nobody here can look up is asked each time, and said so in the summary."""
    name = scope.free("answer")
    yes, no = _YES_NO[scope.language]
    text = told.strip(" ,.:;?!")
    question: dict[str, Json] = {"text": f"{text[:1].upper()}{text[1:]}?", "options": [yes, no]}
    return Condition(f"{name} == '{yes}'", ({"ask": question, "as": name},))


_YES_NO: dict[Language, tuple[str, str]] = {"ru": ("да", "нет"), "en": ("yes", "no")}
