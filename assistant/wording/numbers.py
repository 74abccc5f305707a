"""Numbers in words' company: plurals of both languages, grouped digits, money."""

from __future__ import annotations

from assistant.domain.base import Language

_SIGNS = {"RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "KZT": "₸", "UAH": "₴", "TRY": "₺", "INR": "₹"}
_NARROW = "\u00a0"
"""A space that keeps a number in one line."""


def plural(count: float, language: Language, *forms: str) -> str:
    """The form of a noun that goes with a count: Russian takes three (день, дня, дней), English two (day, days).

    With fewer forms than the language has, the last one stands for the rest. A broken number takes the Russian second form.
    """
    if language == "en":
        return forms[0] if abs(count) == 1 else forms[-1]
    if count != int(count):
        index = 1
    else:
        tail, teens = int(abs(count)) % 10, int(abs(count)) % 100
        index = 2 if 11 <= teens <= 14 or tail in (0, *range(5, 10)) else 0 if tail == 1 else 1
    return forms[min(index, len(forms) - 1)]


def number(value: float, language: Language, digits: int = 6) -> str:
    """A number as it is written: 6 000 and 0,5 in Russian, 6,000 and 0.5 in English; at most `digits` after the point."""
    value = float(f"{value:.{digits}f}") if abs(value) < 1e15 else value
    if abs(value) >= 1e15:
        text = f"{value:.10g}"
        return text.replace(".", ",") if language == "ru" else text
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if language == "en":
        return text
    return text.replace(",", _NARROW).replace(".", ",")


def money(amount: float, currency: str, language: Language) -> str:
    """An amount with its sign: 50 000 ₽, $50,000."""
    sign, text = _SIGNS.get(currency, currency), number(amount, language, 2)
    if language == "en" and len(sign) == 1:
        return f"{sign}{text}"
    return f"{text}{_NARROW}{sign}"
