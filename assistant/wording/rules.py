"""Recurrence rules (RFC 5545) as they are said: каждый понедельник, every two weeks."""

from __future__ import annotations

from assistant.domain.base import Language
from assistant.wording.numbers import plural
from assistant.wording.times import DAYS

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EACH = ("каждый понедельник", "каждый вторник", "каждую среду", "каждый четверг", "каждую пятницу", "каждую субботу")
_EACH_DAY = (*_EACH, "каждое воскресенье")
_UNITS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "MINUTELY": ("minute", "minutes"),
        "HOURLY": ("hour", "hours"),
        "DAILY": ("day", "days"),
        "WEEKLY": ("week", "weeks"),
        "MONTHLY": ("month", "months"),
        "YEARLY": ("year", "years"),
    },
    "ru": {
        "MINUTELY": ("каждую минуту", "минуты", "минут"),
        "HOURLY": ("каждый час", "часа", "часов"),
        "DAILY": ("каждый день", "дня", "дней"),
        "WEEKLY": ("каждую неделю", "недели", "недель"),
        "MONTHLY": ("каждый месяц", "месяца", "месяцев"),
        "YEARLY": ("каждый год", "года", "лет"),
    },
}
_WORKDAYS = {"MO", "TU", "WE", "TH", "FR"}


def rule(text: str, language: Language) -> str:
    """How often a rule comes round, without its time of day; empty for no rule, plainly "repeating" for an unusual one."""
    if not text:
        return ""
    parts = dict(part.split("=", 1) for part in text.removeprefix("RRULE:").split(";") if "=" in part)
    interval, days = int(parts.get("INTERVAL", "1")), [day for day in parts.get("BYDAY", "").split(",") if day]
    if set(days) == _WORKDAYS and interval == 1:
        return "по будням" if language == "ru" else "every weekday"
    if days and all(day in _CODES for day in days) and interval == 1 and parts.get("FREQ") in ("WEEKLY", "DAILY"):
        return _weekdays([_CODES.index(day) for day in days], language)
    units = _UNITS[language].get(parts.get("FREQ", ""))
    if units is None or any(not day.isalpha() for day in days):
        return "регулярно" if language == "ru" else "repeating"
    return _every(interval, units, language)


def _weekdays(days: list[int], language: Language) -> str:
    names = [_EACH_DAY[day] if language == "ru" else f"every {DAYS['en'][day]}" for day in days]
    joined = " и " if language == "ru" else " and "
    return ", ".join(names[:-1]) + joined + names[-1] if len(names) > 1 else names[0]


def _every(interval: int, units: tuple[str, ...], language: Language) -> str:
    if interval == 1:
        return units[0] if language == "ru" else f"every {units[0]}"
    if language == "en":
        return f"every {interval} {units[-1]}"
    one = {"минуты": "минуту", "часа": "час", "дня": "день", "недели": "неделю", "месяца": "месяц", "года": "год"}
    return f"раз в {interval} {plural(interval, language, one[units[1]], *units[1:])}"
