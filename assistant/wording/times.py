"""Days, times of day and lengths as they are said: завтра в 10:00, in 5 minutes, 21 день."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from assistant.domain.base import Language
from assistant.wording.numbers import plural

DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
}
_ON_DAY = ("в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье")
MONTHS = {
    "en": tuple(
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
    ),
    "ru": tuple(
        ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"]
    ),
}
_NEAR = {
    "en": {-2: "the day before yesterday", -1: "yesterday", 0: "today", 1: "tomorrow", 2: "the day after tomorrow"},
    "ru": {-2: "позавчера", -1: "вчера", 0: "сегодня", 1: "завтра", 2: "послезавтра"},
}
_UNITS = (
    (86_400, "en", ("day", "days")),
    (3_600, "en", ("hour", "hours")),
    (60, "en", ("minute", "minutes")),
    (1, "en", ("second", "seconds")),
    (86_400, "ru", ("день", "дня", "дней")),
    (3_600, "ru", ("час", "часа", "часов")),
    (60, "ru", ("минуту", "минуты", "минут")),
    (1, "ru", ("секунду", "секунды", "секунд")),
)
_NOMINATIVE = {"минуту": "минута", "секунду": "секунда"}


def days(count: int, language: Language) -> str:
    """So many days: 21 день, 1 day."""
    forms = ("day", "days") if language == "en" else ("день", "дня", "дней")
    return f"{count} {plural(count, language, *forms)}"


def length(seconds: float, language: Language, *, after_preposition: bool = False) -> str:
    """A length in its two largest units: 1 hour 30 minutes, 5 минут; with `after_preposition` as after через or на."""
    left, words = max(round(seconds), 0), []
    for size, spoken, forms in _UNITS:
        if spoken == language and left >= size:
            count, left = divmod(left, size)
            form = plural(count, language, *forms)
            words.append(f"{count} {form if after_preposition else _NOMINATIVE.get(form, form)}")
    return " ".join(words[:2]) or ("0 секунд" if language == "ru" else "0 seconds")


def calendar_day(day: date, language: Language, *, this_year: int | None = None) -> str:
    """A date as such: 5 июня, 5 June 2027; the year is left out when it is `this_year`."""
    year = "" if day.year == this_year else f" {day.year}"
    return f"{day.day} {MONTHS[language][day.month - 1]}{year}"


def on_day(day: date, today: date, language: Language) -> str:
    """A day as an answer to "when": tomorrow, во вторник, on 5 June."""
    apart = (day - today).days
    if apart in _NEAR[language]:
        return _NEAR[language][apart]
    if 2 < apart < 7:
        return _ON_DAY[day.weekday()] if language == "ru" else f"on {DAYS['en'][day.weekday()]}"
    text = calendar_day(day, language, this_year=today.year)
    return text if language == "ru" else f"on {text}"


def clock_time(moment: datetime) -> str:
    """The time of day, 24 hours."""
    return f"{moment.hour}:{moment.minute:02}"


def at_moment(moment: datetime, now: datetime, language: Language, *, has_time: bool = True) -> str:
    """A moment as an answer to "when", in the zone of `now`: завтра в 10:00, on Monday at 9:30."""
    local = moment.astimezone(now.tzinfo)
    day = on_day(local.date(), now.date(), language)
    if not has_time:
        return day
    return f"{day} {'в' if language == 'ru' else 'at'} {clock_time(local)}"


def ahead(moment: datetime, now: datetime, language: Language) -> str:
    """A moment of the next hour by its distance (через 5 минут), any other one as `at_moment`."""
    away = (moment - now).total_seconds()
    if not 0 < away <= 3_600:
        return at_moment(moment, now, language)
    seconds = away if away < 90 else round(away / 60) * 60
    return f"{'через' if language == 'ru' else 'in'} {length(seconds, language, after_preposition=True)}"


def during(start: datetime, end: datetime, now: datetime, language: Language) -> str:
    """A period as an answer to "when": сегодня, from 23 to 29 November; its hours when it is within one day."""
    start, end = start.astimezone(now.tzinfo), end.astimezone(now.tzinfo)
    first, last = start.date(), (end - timedelta(microseconds=1)).date()
    if first == last:
        day = on_day(first, now.date(), language)
        if end - start >= timedelta(hours=22):
            return day
        words = ("с", "до") if language == "ru" else ("from", "to")
        return f"{day} {words[0]} {clock_time(start)} {words[1]} {clock_time(end)}"
    words = ("с", "по") if language == "ru" else ("from", "to")
    texts = [calendar_day(day, language, this_year=now.year) for day in (first, last)]
    return f"{words[0]} {texts[0]} {words[1]} {texts[1]}"
