"""The names of days, months and stretches of the calendar, and arithmetic with them; weeks begin on Monday."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from dateutil.relativedelta import relativedelta

_WEEKDAYS = (
    "понедельник понедельника понедельнику понедельником понедельнике понедельники пн monday mon",
    "вторник вторника вторнику вторником вторнике вторники вт tuesday tue tues",
    "среда среду среды среде средой ср wednesday wed",
    "четверг четверга четвергу четвергом четверге четверги чт thursday thu thur thurs",
    "пятница пятницу пятницы пятнице пятницей пт friday fri",
    "суббота субботу субботы субботе субботой сб saturday",
    "воскресенье воскресенья воскресенью воскресеньем воскресение вс sunday",
)
WEEKDAYS = {word: number for number, words in enumerate(_WEEKDAYS) for word in words.split()}
LED_WEEKDAYS = {**WEEKDAYS, "sat": 5, "sun": 6}
"""Also those that are other words unless a preposition stands before them."""
MANY_WEEKDAYS = {
    "понедельникам": 0, "вторникам": 1, "средам": 2, "четвергам": 3, "пятницам": 4, "субботам": 5, "воскресеньям": 6,
    "mondays": 0, "tuesdays": 1, "wednesdays": 2, "thursdays": 3, "fridays": 4, "saturdays": 5, "sundays": 6,
}  # fmt: skip
_MONTHS = (
    "январь января январе январю январем january jan",
    "февраль февраля феврале февралю февралем february feb",
    "март марта марте марту мартом march mar",
    "апрель апреля апреле апрелю апрелем april apr",
    "май мая мае маю маем may",
    "июнь июня июне июню июнем june jun",
    "июль июля июле июлю июлем july jul",
    "август августа августе августу августом august aug",
    "сентябрь сентября сентябре сентябрю сентябрем september sep sept",
    "октябрь октября октябре октябрю октябрем october oct",
    "ноябрь ноября ноябре ноябрю ноябрем november nov",
    "декабрь декабря декабре декабрю декабрем december dec",
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
DAY_WORDS = {
    "сегодня": 0, "сегодняшний": 0, "завтра": 1, "завтрашний": 1, "послезавтра": 2, "вчера": -1, "вчерашний": -1, "позавчера": -2,
    "today": 0, "tomorrow": 1, "yesterday": -1, "tomorow": 1, "tommorow": 1, "tonight": 0,
}  # fmt: skip
NEXT = frozenset(
    ["следующий", "следующая", "следующее", "следующие", "следующей", "следующую", "следующего", "следующем", "следующих", "next"]
)
THIS = frozenset(
    [
        "этот",
        "эта",
        "это",
        "эти",
        "этой",
        "эту",
        "этого",
        "этом",
        "этих",
        "текущий",
        "текущей",
        "текущую",
        "текущего",
        "текущем",
        "this",
        "current",
    ]
)
NEAREST = frozenset(
    [
        "ближайший",
        "ближайшая",
        "ближайшее",
        "ближайшие",
        "ближайшую",
        "ближайшей",
        "ближайшего",
        "ближайшем",
        "ближайших",
        "coming",
        "upcoming",
    ]
)
LAST = frozenset(
    [
        "прошлый",
        "прошлая",
        "прошлое",
        "прошлые",
        "прошлой",
        "прошлую",
        "прошлого",
        "прошлом",
        "прошлых",
        "предыдущий",
        "предыдущую",
        "предыдущей",
        "предыдущего",
        "предыдущем",
        "предыдущих",
        "last",
        "previous",
    ]
)
LATEST = frozenset(
    [
        "последний",
        "последняя",
        "последнее",
        "последние",
        "последней",
        "последнюю",
        "последних",
        "последнего",
        "last",
        "past",
        "recent",
    ]
)


def on(day: date, at: time, zone: tzinfo | None) -> datetime:
    """A wall-clock time on a day; one that the clocks skip is moved on as the clocks are."""
    moment = datetime.combine(day, at, tzinfo=zone)
    return datetime.fromtimestamp(moment.timestamp(), tz=zone)


def start_of(day: date, zone: tzinfo | None) -> datetime:
    """The first moment of a day."""
    return on(day, time(), zone)


def weekday_after(today: date, weekday: int) -> date:
    """The first such weekday after today; today itself never counts."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def weekday_before(today: date, weekday: int) -> date:
    """The last such weekday before today."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def in_week(today: date, weekday: int, weeks: int) -> date:
    """That weekday of the week `weeks` after this one."""
    return today + timedelta(days=weekday - today.weekday() + 7 * weeks)


def of_month(year: int, month: int, day: int) -> date | None:
    """A date, or None when the calendar has no such day, or it is so far off that counting on from it may leave the calendar."""
    if not 1100 <= year <= 8900:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def next_of_month(today: date, day: int, *, past: bool = False) -> date | None:
    """The nearest month's day with that number from today on (or up to today), months without it left out."""
    for months in range(13):
        month = today.replace(day=1) + relativedelta(months=-months if past else months)
        found = of_month(month.year, month.month, day)
        if found and (found <= today if past else found >= today):
            return found
    return None


def next_of_year(today: date, month: int, day: int, *, past: bool = False) -> date | None:
    """The nearest such date from today on (or up to today); 29 February waits for a leap year."""
    for years in range(9):
        found = of_month(today.year + (-years if past else years), month, day)
        if found and (found <= today if past else found >= today):
            return found
    return None
