"""What is done on a page, in the owner's words: "Нажать «Заказать»"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from assistant.domain.base import Json, Language

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
    "give": {"ru": "Передать файл «{value}» в «{name}»", "en": "Give the file “{value}” to “{name}”"},
    "rows": {"ru": "Взять все строки: {name}", "en": "Take all rows: {name}"},
}
_NEAR: Mapping[Language, str] = {"ru": "{0} — в строке «{1}»", "en": "{0} — in the row “{1}”"}
_NAMELESS: Mapping[Language, str] = {"ru": "без названия", "en": "nameless"}
_LONGEST = 80


def line(what: str, language: Language, *, name: str = "", value: str = "", near: str = "") -> str:
    """One thing done on a page."""
    said = _WORDS[what][language].format(name=_short(name) or _NAMELESS[language], value=_short(value))
    return _NEAR[language].format(said, _short(near)) if near else said


def step_line(kind: str, params: Json, language: Language, shown: Callable[[Json], str]) -> str:
    """A step on a page, `browser.click` without its first half; empty for one that has no words of its own here.

    `shown` says a value with its expressions in words.
    """
    given = params if isinstance(params, Mapping) else {"address" if kind == "open" else "name": params}
    kept = given.get("print") or {}
    named = {key: shown(given.get(key) or kept.get(key) or "") for key in ("name", "label", "text")}
    name = named["name"] or named["label"] or named["text"] or shown(given.get("css") or "")
    near = shown(given.get("near") or "")
    match kind:
        case "open":
            return line("open", language, value=place(shown(given.get("address"))))
        case "fill":
            value = shown(given.get("value") or "")
            what = "secret" if given.get("secret") else "fill" if value else "clear"
            return line(what, language, name=name, value=value, near=near)
        case "select" | "press":
            return line(kind, language, name=name, value=shown(given.get("value") or given.get("keys")), near=near)
        case "check":
            return line("check" if given.get("on", True) else "uncheck", language, name=name, near=near)
        case "click":
            return line("click", language, name=name, near=near)
        case "upload":
            return line("give", language, name=name, value=shown(given.get("file") or ""), near=near)
        case "extract" if given.get("each"):
            return line("rows", language, name=str(given["each"]))
        case _:
            return ""


def place(url: str) -> str:
    """A page as an owner knows it: its site and where in it."""
    parts = urlsplit(url)
    if not parts.netloc:
        return url
    return f"{parts.netloc}{parts.path.rstrip('/')}"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
