"""Days, times and lengths as they are said in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest

from assistant.wording import rules, times

pytestmark = pytest.mark.unit

Language = Literal["ru", "en"]
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))


@pytest.mark.parametrize(
    ("count", "russian", "english"),
    [
        (0, "0 дней", "0 days"),
        (1, "1 день", "1 day"),
        (2, "2 дня", "2 days"),
        (5, "5 дней", "5 days"),
        (11, "11 дней", "11 days"),
        (21, "21 день", "21 days"),
        (112, "112 дней", "112 days"),
        (1004, "1004 дня", "1004 days"),
    ],
)
def test_days_are_counted_in_the_right_form(count: int, russian: str, english: str) -> None:
    assert times.days(count, "ru") == russian
    assert times.days(count, "en") == english


@pytest.mark.parametrize(
    ("seconds", "after", "language", "said"),
    [
        (60, False, "ru", "1 минута"),
        (60, True, "ru", "1 минуту"),
        (300, True, "ru", "5 минут"),
        (1_260, False, "ru", "21 минута"),
        (5_400, False, "ru", "1 час 30 минут"),
        (93_784, False, "ru", "1 день 2 часа"),
        (1, True, "ru", "1 секунду"),
        (5_400, False, "en", "1 hour 30 minutes"),
        (0.2, False, "en", "0 seconds"),
        (86_400, False, "en", "1 day"),
    ],
)
def test_a_length_is_said_in_its_two_largest_units(seconds: float, after: bool, language: Language, said: str) -> None:
    assert times.length(seconds, language, after_preposition=after) == said


@pytest.mark.parametrize(
    ("day", "russian", "english"),
    [
        (date(2026, 11, 19), "позавчера", "the day before yesterday"),
        (date(2026, 11, 21), "сегодня", "today"),
        (date(2026, 11, 22), "завтра", "tomorrow"),
        (date(2026, 11, 24), "во вторник", "on Tuesday"),
        (date(2026, 11, 27), "в пятницу", "on Friday"),
        (date(2026, 11, 28), "28 ноября", "on 28 November"),
        (date(2026, 11, 10), "10 ноября", "on 10 November"),
        (date(2027, 5, 1), "1 мая 2027", "on 1 May 2027"),
    ],
)
def test_a_day_is_said_by_its_nearest_name(day: date, russian: str, english: str) -> None:
    assert times.on_day(day, NOW.date(), "ru") == russian
    assert times.on_day(day, NOW.date(), "en") == english


def test_a_moment_is_said_in_the_owners_zone() -> None:
    assert times.at_moment(datetime(2026, 11, 21, 22, 5, tzinfo=UTC), NOW, "ru") == "завтра в 1:05"
    assert times.at_moment(datetime(2026, 11, 22, 7, 0, tzinfo=UTC), NOW, "en") == "tomorrow at 10:00"


def test_the_next_hour_is_said_by_its_distance() -> None:
    assert times.ahead(NOW + timedelta(minutes=5), NOW, "ru") == "через 5 минут"
    assert times.ahead(NOW + timedelta(minutes=1, seconds=1), NOW, "ru") == "через 1 минуту 1 секунду"
    assert times.ahead(NOW + timedelta(minutes=10), NOW, "en") == "in 10 minutes"
    assert times.ahead(NOW + timedelta(hours=2), NOW, "en") == "today at 14:00"
    assert times.ahead(NOW - timedelta(minutes=1), NOW, "en") == "today at 11:59"


def test_a_period_is_said_as_a_day_hours_or_a_span() -> None:
    midnight = NOW.replace(hour=0)
    assert times.during(midnight, midnight + timedelta(days=1), NOW, "ru") == "сегодня"
    assert times.during(NOW, NOW + timedelta(hours=2), NOW, "ru") == "сегодня с 12:00 до 14:00"
    assert times.during(midnight, midnight + timedelta(days=7), NOW, "ru") == "с 21 ноября по 27 ноября"
    assert times.during(midnight, midnight + timedelta(days=7), NOW, "en") == "from 21 November to 27 November"


@pytest.mark.parametrize(
    ("rule", "russian", "english"),
    [
        ("", "", ""),
        ("FREQ=DAILY", "каждый день", "every day"),
        ("FREQ=WEEKLY;BYDAY=MO", "каждый понедельник", "every Monday"),
        ("FREQ=WEEKLY;BYDAY=SA,SU", "каждую субботу и каждое воскресенье", "every Saturday and every Sunday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "по будням", "every weekday"),
        ("FREQ=WEEKLY;INTERVAL=2", "раз в 2 недели", "every 2 weeks"),
        ("FREQ=HOURLY;INTERVAL=5", "раз в 5 часов", "every 5 hours"),
        ("FREQ=MONTHLY;BYDAY=1MO", "регулярно", "repeating"),
    ],
)
def test_a_recurrence_is_said_in_words(rule: str, russian: str, english: str) -> None:
    assert rules.rule(rule, "ru") == russian
    assert rules.rule(rule, "en") == english
