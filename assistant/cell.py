"""What stands in a cell, read from what was said, typed or imported, and written for people; Russian and English.

text: str. number: int or float. money: {amount, currency}. date: "2026-05-01". yes_no: bool. choice: one of the choices.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from assistant.domain.base import Json, Language
from assistant.domain.table import Column
from assistant.wording import numbers
from assistant.words import fold, lemma

MAX_TEXT = 10_000
"""Characters in one cell."""
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’_]")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*(?:[eE][-+]?\d{1,3})?")
_YES = frozenset({"да", "yes", "true", "1", "+", "истина", "y", "д", "✓", "есть", "on"})
_NO = frozenset({"нет", "no", "false", "0", "-", "ложь", "n", "н", "off"})
_SIGNS = {"₽": "RUB", "$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "₸": "KZT", "₴": "UAH", "₺": "TRY", "₹": "INR"}
_CURRENCIES = {
    "руб": "RUB", "р": "RUB", "рубль": "RUB", "ruble": "RUB", "rubl": "RUB", "rub": "RUB", "доллар": "USD", "dollar": "USD", "usd": "USD",
    "евро": "EUR", "euro": "EUR", "eur": "EUR", "фунт": "GBP", "pound": "GBP", "gbp": "GBP", "юань": "CNY", "yuan": "CNY", "тенге": "KZT",
    "teng": "KZT", "гривна": "UAH", "лира": "TRY", "рупия": "INR",
}  # fmt: skip
_DAYS = {"сегодня": 0, "today": 0, "вчера": -1, "yesterday": -1, "завтра": 1, "tomorrow": 1, "позавчера": -2, "послезавтра": 2}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?(?:г\.?)?(?: .*)?")


class BadCell(ValueError):
    """What was given does not fit the column; the message is its type's name."""


def read(column: Column, raw: Json, language: Language, today: date) -> Json:
    """The cell of a value as steps, people and files write it; None for nothing. Raises BadCell."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    match column.type:
        case "text":
            return _text(raw)
        case "number":
            return _number(raw, language)
        case "money":
            return _money(raw, column, language)
        case "date":
            return _date(raw, language, today)
        case "yes_no":
            return _yes_no(raw)
        case "choice":
            return _choice(raw, column)


def said(column: Column, value: Json, language: Language) -> str:
    """A cell for people and for files."""
    match value:
        case None:
            return ""
        case bool():
            return {"ru": ("нет", "да"), "en": ("no", "yes")}[language][value]
        case int() | float():
            return numbers.number(value, language)
        case {"amount": amount, "currency": currency}:
            return numbers.money(amount, currency, language)
        case _ if column.type == "date" and language == "ru":
            return ".".join(reversed(str(value).split("-")))
        case _:
            return str(value)


def _text(raw: Json) -> str:
    if isinstance(raw, Mapping):
        raw = raw.get("text") or raw.get("name") or raw.get("amount") or ""
    if isinstance(raw, list | tuple | Mapping):
        raise BadCell("text")
    text = str(raw).strip()
    if len(text) > MAX_TEXT or "\0" in text:
        raise BadCell("text")
    return text


def _number(raw: Json, language: Language) -> int | float:
    if isinstance(raw, bool | list | tuple):
        raise BadCell("number")
    if isinstance(raw, Mapping):
        raw = raw.get("amount", raw.get("value"))
    if isinstance(raw, str):
        raw = _digits(raw, language)
    if not isinstance(raw, int | float) or (isinstance(raw, float) and not math.isfinite(raw)) or abs(raw) >= 2**53:
        raise BadCell("number")
    return int(raw) if isinstance(raw, float) and raw.is_integer() else raw


def _digits(text: str, language: Language) -> float:
    plain = _SPACES.sub("", text).replace("−", "-").rstrip("%")
    if not _NUMBER.fullmatch(plain):
        raise BadCell("number")
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        plain = plain.replace("." if comma > point else ",", "")
    elif plain.count(",") > 1 or (language == "en" and re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+", plain)):
        plain = plain.replace(",", "")
    elif plain.count(".") > 1:
        plain = plain.replace(".", "")
    try:
        return float(plain.replace(",", "."))
    except (ValueError, OverflowError) as error:
        raise BadCell("number") from error


def _money(raw: Json, column: Column, language: Language) -> dict[str, Any]:
    currency = column.currency
    if isinstance(raw, Mapping):
        currency = str(raw.get("currency") or currency)
    elif isinstance(raw, str):
        found, raw = _split_currency(raw)
        currency = found or currency
    if currency and not re.fullmatch(r"[A-Z]{3}", currency):
        raise BadCell("money")
    try:
        amount = _number(raw, language)
    except BadCell as error:
        raise BadCell("money") from error
    return {"amount": round(amount, 2), "currency": currency or {"ru": "RUB", "en": "USD"}[language]}


def _split_currency(text: str) -> tuple[str, str]:
    for sign, code in _SIGNS.items():
        if sign in text:
            return code, text.replace(sign, "")
    for word in re.findall(r"[^\W\d_]+", text):
        code = _CURRENCIES.get(fold(word)) or _CURRENCIES.get(lemma(word)) or (word if re.fullmatch(r"[A-Z]{3}", word) else "")
        if code:
            return code, re.sub(rf"{re.escape(word)}\.?", "", text)
    return "", text


def _date(raw: Json, language: Language, today: date) -> str:
    if isinstance(raw, Mapping):
        raw = raw.get("at", raw.get("start"))
    text = str(raw).strip()
    if fold(text) in _DAYS:
        return (today + timedelta(days=_DAYS[fold(text)])).isoformat()
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        if found := _DOTTED.fullmatch(text):
            first, second, year = int(found[1]), int(found[2]), int(found[3] or today.year)
            day, month = (second, first) if language == "en" and "/" in text and second <= 31 and first <= 12 else (first, second)
            return date(year + 2000 if year < 100 else year, month, day).isoformat()
        return datetime.fromisoformat(text).date().isoformat()
    except (ValueError, OverflowError) as error:
        raise BadCell("date") from error


def _yes_no(raw: Json) -> bool:
    if isinstance(raw, bool):
        return raw
    word = fold(str(raw).strip())
    if word not in _YES | _NO:
        raise BadCell("yes_no")
    return word in _YES


def _choice(raw: Json, column: Column) -> str:
    wanted = fold(_text(raw))
    for choice in column.choices:
        if fold(choice) == wanted:
            return choice
    raise BadCell("choice")
