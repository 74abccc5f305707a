"""Prices as shops write them: "4 990 ₽", "$1,299.00", "1.299,00 €", "от 12 тыс. руб."; Russian, English, European."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.value import Money

_SPACE = "[ \u00a0\u202f\u2009]"
_SIGNS = {"₽": "RUB", "$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "₸": "KZT", "₴": "UAH", "₺": "TRY", "₹": "INR", "₾": "GEL"}
_CODES = {
    **{code.lower(): code for code in ("RUB", "USD", "EUR", "GBP", "CNY", "KZT", "UAH", "TRY", "INR", "GEL", "BYN", "AMD", "CHF", "PLN")},
    "us$": "USD", "руб.": "RUB", "руб": "RUB", "р.": "RUB", "р": "RUB", "рублей": "RUB", "рубля": "RUB", "rur": "RUB",
    "евро": "EUR", "долларов": "USD", "тенге": "KZT", "тг": "KZT", "zł": "PLN",
}  # fmt: skip
_NAMED = "|".join(sorted(map(re.escape, [*_SIGNS, *_CODES]), key=len, reverse=True))
_DIGITS = rf"\d{{1,3}}(?:(?:{_SPACE}|['’.,])\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)|\d+(?:[.,]\d{{1,2}})?(?!\d)"
_PRICE = re.compile(
    rf"(?P<before>(?<!\w)(?:{_NAMED})){_SPACE}?(?P<digits>{_DIGITS})|(?P<bare>{_DIGITS}){_SPACE}?(?P<scale>тыс\.?|млн\.?)?{_SPACE}?"
    rf"(?P<after>(?:{_NAMED})(?![^\W\d_]))?",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"^{_SPACE}*(?:/|в|per|a|x|×|за){_SPACE}*(?:мес|месяц|month|mo\b|шт|кг|kg|100|мл|л\b|l\b|unit)", re.IGNORECASE
)
_TIMES = re.compile(rf"(?:[x×*]{_SPACE}?|\d{_SPACE}?[x×]{_SPACE}?)$", re.IGNORECASE)
_SCALES = {"тыс": 1_000, "млн": 1_000_000}
MOST = 20
"""Prices of one text that are looked at."""


def read(text: str, currency: str = "") -> Money | None:
    """The price in a text: the first with a currency beside it, else the first number when `currency` is known."""
    found = next(iter(all_in(text)), None)
    if found is not None or not currency:
        return found
    for hit in _PRICE.finditer(text[:1_000]):
        amount = number(hit["digits"] or hit["bare"])
        if amount is not None and amount > 0:
            return Money(amount=amount * _scale(hit["scale"]), currency=currency, text=hit.group().strip())
    return None


def all_in(text: str) -> list[Money]:
    """Every amount with a currency beside it, in order; instalments and prices by weight left out."""
    return list(_found(text[:10_000]))[:MOST]


def _found(text: str) -> Iterator[Money]:
    for hit in _PRICE.finditer(text):
        named = hit["before"] or hit["after"]
        amount = number(hit["digits"] or hit["bare"])
        if not named or amount is None or amount <= 0:
            continue
        if _PART.match(text[hit.end() : hit.end() + 20]) or _TIMES.search(text[max(0, hit.start() - 4) : hit.start()]):
            continue
        code = _SIGNS.get(named) or _CODES[named.lower()]
        yield Money(amount=amount * _scale(hit["scale"]), currency=code, text=hit.group().strip())


def number(text: str) -> float | None:
    """A written number: the last point or comma parts the cents when one or two digits follow it, the others group."""
    plain = re.sub(rf"{_SPACE}|['’]", "", text.strip())
    if not re.fullmatch(r"\d[\d.,]*", plain):
        return None
    cents = re.search(r"[.,](\d{1,2})$", plain)
    whole = re.sub(r"[.,]", "", plain[: cents.start()] if cents else plain)
    return float(f"{whole or 0}.{cents[1] if cents else 0}")


def _scale(word: str | None) -> float:
    return _SCALES.get((word or "").lower().rstrip("."), 1)
