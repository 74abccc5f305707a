"""Prices and parts of prices as they are read: whole from a thousand on, else with both digits of the cents."""

from __future__ import annotations

from assistant.domain.base import Language
from assistant.domain.value import Money
from assistant.wording import numbers

_SPACE = {"en": "", "ru": "\u00a0"}


def money(value: Money, language: Language) -> str:
    """24 990 ₽, 79,50 $; $1,299, $79.50."""
    amount = round(value.amount) if abs(value.amount) >= 1_000 else round(value.amount, 2)
    text = numbers.money(amount, value.currency, language)
    point = "," if language == "ru" else "."
    whole, found, cents = text.partition(point)
    if found and amount != int(amount) and len(cents) - len(cents.lstrip("0123456789")) == 1:
        return f"{whole}{point}{cents[0]}0{cents[1:]}"
    return text


def percent(part: float, language: Language) -> str:
    """A part of one: 40 %, 40%."""
    return f"{numbers.number(part * 100, language, 0)}{_SPACE[language]}%"


def counted(count: int, forms: str, language: Language) -> str:
    """A number with its noun; the forms of the noun with `|` between them."""
    return f"{numbers.number(count, language)}\u00a0{numbers.plural(count, language, *forms.split('|'))}"
