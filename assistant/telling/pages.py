"""What is done on a page, in the owner's words: "Нажать «Заказать»"."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from assistant.domain.base import Language

_WORDS: Mapping[str, Mapping[Language, str]] = {
    "open": {"ru": "Открыть {value}", "en": "Open {value}"},
    "click": {"ru": "Нажать «{name}»", "en": "Press “{name}”"},
    "fill": {"ru": "Ввести «{value}» в «{name}»", "en": "Type “{value}” into “{name}”"},
    "clear": {"ru": "Очистить «{name}»", "en": "Clear “{name}”"},
    "secret": {"ru": "Ввести секрет в «{name}»", "en": "Type a secret into “{name}”"},
    "select": {"ru": "Выбрать «{value}» в «{name}»", "en": "Choose “{value}” in “{name}”"},
    "check": {"ru": "Отметить «{name}»", "en": "Tick “{name}”"},
    "uncheck": {"ru": "Снять отметку «{name}»", "en": "Untick “{name}”"},
    "press": {"ru": "Нажать {value} в «{name}»", "en": "Press {value} in “{name}”"},
    "upload": {"ru": "Выбор файла не записан: «{name}»", "en": "Choosing a file is not recorded: “{name}”"},
    "rows": {"ru": "Взять все строки: {name}", "en": "Take all rows: {name}"},
}
_NEAR: Mapping[Language, str] = {"ru": "{0} — в строке «{1}»", "en": "{0} — in the row “{1}”"}
_NAMELESS: Mapping[Language, str] = {"ru": "без названия", "en": "nameless"}
_LONGEST = 80


def line(what: str, language: Language, *, name: str = "", value: str = "", near: str = "") -> str:
    """One thing done on a page."""
    said = _WORDS[what][language].format(name=_short(name) or _NAMELESS[language], value=_short(value))
    return _NEAR[language].format(said, _short(near)) if near else said


def place(url: str) -> str:
    """A page as an owner knows it: its site and where in it."""
    parts = urlsplit(url)
    if not parts.netloc:
        return url
    return f"{parts.netloc}{parts.path.rstrip('/')}"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
