"""Moments, seen from Wednesday 2 June 2027, noon, in Moscow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.command import Slot
from tests.understanding.slots.reading import NOW, ZONE, context, find, read, slot_type

pytestmark = pytest.mark.unit

TIMED = {
    "завтра в девять утра": "06-03 09:00",
    "Завтра, в Девять утра!": "06-03 09:00",
    "в девять утра завтра": "06-03 09:00",
    "в 12 дня": "06-03 12:00",
    "в 12 ночи": "06-03 00:00",
    "сегодня в 2 ночи": "06-03 02:00",
    "завтра в 2 ночи": "06-03 02:00",
    "завтра в 12 ночи": "06-04 00:00",
    "послезавтра вечером": "06-04 19:00",
    "через полчаса": "06-02 12:30",
    "через 10 минут": "06-02 12:10",
    "через полтора часа": "06-02 13:30",
    "через пару часов": "06-02 14:00",
    "через час двадцать": "06-02 13:20",
    "через 2 дня в 10": "06-04 10:00",
    "в пятницу в три": "06-04 15:00",
    "утром в пятницу в 9": "06-04 09:00",
    "5 июня в 18:30": "06-05 18:30",
    "пятого июня в половине седьмого вечера": "06-05 18:30",
    "к шести вечера": "06-02 18:00",
    "без четверти пять": "06-02 16:45",
    "без двадцати семь вечера": "06-02 18:40",
    "в половине девятого": "06-02 20:30",
    "завтра в полдевятого": "06-03 08:30",
    "десять минут девятого утра": "06-03 08:10",
    "полдень": "06-03 12:00",
    "в полночь": "06-03 00:00",
    "в 15 часов": "06-02 15:00",
    "в 18.30": "06-02 18:30",
    "завтра в девять тридцать": "06-03 09:30",
    "в час дня": "06-02 13:00",
    "завтра вечером в 8": "06-03 20:00",
    "сегодня в 8": "06-02 20:00",
    "tomorrow at half past nine": "06-03 09:30",
    "tomorrow morning": "06-03 09:00",
    "in half an hour": "06-02 12:30",
    "two and a half hours from now": "06-02 14:30",
    "on Monday at 9": "06-07 09:00",
    "next friday at 3pm": "06-11 15:00",
    "June 5th at 6:30 pm": "06-05 18:30",
    "on the 5th of June at noon": "06-05 12:00",
    "quarter to five": "06-02 16:45",
    "tomorrow at 9 a.m.": "06-03 09:00",
    "tonight at 11": "06-02 23:00",
    "this evening": "06-02 19:00",
    "at noon": "06-03 12:00",
    "2027-06-05T18:30": "06-05 18:30",
    "девять": "06-02 21:00",
    "9": "06-02 21:00",
}
DAYS = {
    "завтра": date(2027, 6, 3),
    "сегодня": date(2027, 6, 2),
    "через неделю": date(2027, 6, 9),
    "через месяц": date(2027, 7, 2),
    "в среду": date(2027, 6, 9),
    "в следующую пятницу": date(2027, 6, 11),
    "в эту пятницу": date(2027, 6, 4),
    "на следующей неделе во вторник": date(2027, 6, 8),
    "31 числа": date(2027, 7, 31),
    "на двадцать восьмое": date(2027, 6, 28),
    "двадцать восьмое": date(2027, 6, 28),
    "на второе место": None,
    "1 июня": date(2028, 6, 1),
    "пятое июня две тысячи": None,
    "5 июня 2029 года": date(2029, 6, 5),
    "29 февраля": date(2028, 2, 29),
    "next Tuesday": date(2027, 6, 8),
    "the day after tomorrow": date(2027, 6, 4),
    "a week from friday": date(2027, 6, 11),
    "June 5th, 2028": date(2028, 6, 5),
    "2027-06-05": date(2027, 6, 5),
    "05.06.2027": date(2027, 6, 5),
    "6/5/2027": date(2027, 6, 5),
}
AGAIN = {
    "каждый понедельник в 9": ("FREQ=WEEKLY;BYDAY=MO", "06-07 09:00"),
    "в 9 каждый понедельник": ("FREQ=WEEKLY;BYDAY=MO", "06-07 09:00"),
    "каждый будний день в девять утра": ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "06-03 09:00"),
    "каждый день": ("FREQ=DAILY", "06-03 00:00"),
    "каждый день в 15:00": ("FREQ=DAILY", "06-02 15:00"),
    "по вторникам и четвергам в 18:00": ("FREQ=WEEKLY;BYDAY=TU,TH", "06-03 18:00"),
    "каждые два часа": ("FREQ=HOURLY;INTERVAL=2", "06-02 14:00"),
    "каждые полтора часа": ("FREQ=MINUTELY;INTERVAL=90", "06-02 13:30"),
    "каждое 5 число": ("FREQ=MONTHLY;BYMONTHDAY=5", "06-05 00:00"),
    "каждый месяц 5 числа в 10 утра": ("FREQ=MONTHLY;BYMONTHDAY=5", "06-05 10:00"),
    "первого числа каждого месяца": ("FREQ=MONTHLY;BYMONTHDAY=1", "07-01 00:00"),
    "каждый год 5 июня": ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=5", "06-05 00:00"),
    "раз в неделю": ("FREQ=WEEKLY", "06-03 00:00"),
    "раз в 2 дня": ("FREQ=DAILY;INTERVAL=2", "06-03 00:00"),
    "каждую вторую пятницу в 12": ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "06-04 12:00"),
    "каждое утро": ("FREQ=DAILY", "06-03 09:00"),
    "every weekday at 9": ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "06-03 09:00"),
    "every other Friday": ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "06-04 00:00"),
    "on Mondays": ("FREQ=WEEKLY;BYDAY=MO", "06-07 00:00"),
    "each monday and wednesday at 10 am": ("FREQ=WEEKLY;BYDAY=MO,WE", "06-07 10:00"),
    "monthly on the 5th": ("FREQ=MONTHLY;BYMONTHDAY=5", "06-05 00:00"),
    "the last Friday of every month": ("FREQ=MONTHLY;BYDAY=-1FR", "06-25 00:00"),
    "every half hour": ("FREQ=MINUTELY;INTERVAL=30", "06-02 12:30"),
    "daily at noon": ("FREQ=DAILY", "06-03 12:00"),
}


def _at(when: str) -> datetime:
    return datetime.strptime(f"2027-{when}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


@pytest.mark.parametrize(("said", "when"), TIMED.items())
def test_a_time_is_read(said: str, when: str) -> None:
    value = read("moment", said)
    assert value is not None
    assert datetime.fromisoformat(value["at"]) == _at(when)
    assert value["has_time"] and not value["recurrence"]


@pytest.mark.parametrize(("said", "day"), DAYS.items())
def test_a_day_without_a_time_is_its_start(said: str, day: date | None) -> None:
    value = read("moment", said)
    if day is None:
        assert value is None
    else:
        assert datetime.fromisoformat(value["at"]) == datetime(day.year, day.month, day.day, tzinfo=ZONE)
        assert not value["has_time"]


@pytest.mark.parametrize(("said", "rule", "first"), [(said, *expected) for said, expected in AGAIN.items()])
def test_a_recurrence_has_its_rule_and_its_first_time(said: str, rule: str, first: str) -> None:
    value = read("moment", said)
    assert value["recurrence"] == rule
    start = datetime.fromisoformat(value["at"])
    assert start == _at(first)
    assert rrulestr(rule, dtstart=start.replace(tzinfo=None))[0] == start.replace(tzinfo=None)


@pytest.mark.parametrize(
    "said",
    [
        "31 февраля",
        "зайти в 2 магазина",
        "go to 2 shops at 5 stores",
        "два раза в час",
        "купи 3 билета",
        "45 числа",
        "2027-02-30",
        "в час пик",
        "in 9000 years",
        "через 99999999999999999999 лет",
        f"in {'9' * 400} hours",
        "31.12.9999",
    ],
)
def test_what_is_no_time_is_not_found(said: str) -> None:
    assert find("moment", said) == []


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("напомни мне завтра в девять позвонить Анне", "завтра в девять"),
        ("remind me at 9 to call anna", "at 9"),
        ("купи 3 билета на 5 июня", "на 5 июня"),
        ("снять чайник через 10 минут с плиты", "через 10 минут"),
        ("в девять Анне позвонить", "в девять"),
        ("set an alarm, for 6 am please", "for 6 am"),
        ("каждый день в 7 утра и в 9 вечера", "каждый день в 7 утра"),
    ],
)
def test_a_moment_is_found_with_the_words_that_belong_to_it(clause: str, words: str) -> None:
    best = find("moment", clause)[0]
    assert clause[best.start : best.end] == words


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("в семь", "2027-06-03T07:00"),
        ("tomorrow at 6:30", "2027-06-03T06:30"),
        ("в семь вечера", "2027-06-02T19:00"),
        ("вечером в семь", "2027-06-02T19:00"),
        ("в 15:40", "2027-06-02T15:40"),
        ("в три", "2027-06-02T15:00"),
        ("каждый день в шесть", "2027-06-03T06:00"),
        ("через час", "2027-06-02T13:00"),
    ],
)
def test_an_open_hour_is_in_the_morning_where_the_command_says_so(said: str, when: str) -> None:
    slot = Slot(name="it", type="moment", part="morning")
    value = slot_type("moment").read(said, replace(context("moment", said), slot=slot))
    assert isinstance(value, dict)
    assert value["at"].startswith(when)


def test_a_guessed_half_of_the_day_is_less_certain() -> None:
    assert find("moment", "завтра в девять")[0].certainty < find("moment", "завтра в девять утра")[0].certainty


def test_an_hour_the_clocks_skip_moves_on() -> None:
    berlin = datetime(2027, 3, 27, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    value = read("moment", "завтра в 2 ночи", berlin)
    assert datetime.fromisoformat(value["at"]).hour == 3


def test_hours_ahead_are_real_hours_when_the_clocks_change() -> None:
    before = datetime(2027, 3, 28, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    at = datetime.fromisoformat(read("moment", "через час", before)["at"])
    assert at.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=1)


@given(st.integers(0, 60 * 24 * 3000))
def test_written_dates_and_times_read_back(minutes: int) -> None:
    exact = NOW.replace(tzinfo=None) + timedelta(minutes=minutes)
    for said in (f"{exact:%d.%m.%Y} в {exact:%H:%M}", f"{exact:%Y-%m-%d} {exact:%H:%M}"):
        assert datetime.fromisoformat(read("moment", said)["at"]) == exact.replace(tzinfo=ZONE)


@given(st.text(max_size=60))
def test_any_text_is_searched_without_an_error(text: str) -> None:
    for found in find("moment", text):
        assert 0 <= found.start < found.end <= len(text)


def test_now_is_never_in_the_past_of_a_coming_time() -> None:
    for said in ("в три", "в 8", "в 23:59", "вечером", "at 7"):
        assert datetime.fromisoformat(read("moment", said)["at"]) > NOW
