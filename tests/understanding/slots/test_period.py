"""Periods, seen from Wednesday 2 June 2027, noon, in Moscow."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.understanding.slots.reading import ZONE, find, read

pytestmark = pytest.mark.unit

PERIODS = {
    "сегодня": ("06-02 00:00", "06-03 00:00"),
    "за вчера": ("06-01 00:00", "06-02 00:00"),
    "yesterday": ("06-01 00:00", "06-02 00:00"),
    "на этой неделе": ("05-31 00:00", "06-07 00:00"),
    "this week": ("05-31 00:00", "06-07 00:00"),
    "на следующей неделе": ("06-07 00:00", "06-14 00:00"),
    "в прошлом месяце": ("05-01 00:00", "06-01 00:00"),
    "last month": ("05-01 00:00", "06-01 00:00"),
    "с 9 до 10 завтра": ("06-03 09:00", "06-03 10:00"),
    "завтра с девяти до десяти": ("06-03 09:00", "06-03 10:00"),
    "с двух до четырёх": ("06-02 14:00", "06-02 16:00"),
    "с 10 утра до 6 вечера в пятницу": ("06-04 10:00", "06-04 18:00"),
    "from 9 to 10 tomorrow": ("06-03 09:00", "06-03 10:00"),
    "between 2 and 4 pm": ("06-02 14:00", "06-02 16:00"),
    "last 3 days": ("05-30 00:00", "06-02 12:00"),
    "за последние три дня": ("05-30 00:00", "06-02 12:00"),
    "за неделю": ("05-26 00:00", "06-02 12:00"),
    "с понедельника по среду": ("06-07 00:00", "06-10 00:00"),
    "в июне": ("06-01 00:00", "07-01 00:00"),
    "за май": ("05-01 00:00", "06-01 00:00"),
    "от 5 до 10 июня": ("06-05 00:00", "06-11 00:00"),
    "5-10 июня": ("06-05 00:00", "06-11 00:00"),
    "June 5-10": ("06-05 00:00", "06-11 00:00"),
    "завтра утром": ("06-03 06:00", "06-03 12:00"),
    "в выходные": ("06-05 00:00", "06-07 00:00"),
    "this weekend": ("06-05 00:00", "06-07 00:00"),
    "since monday": ("05-31 00:00", "06-02 12:00"),
    "до пятницы": ("06-02 12:00", "06-05 00:00"),
    "за пятницу": ("05-28 00:00", "05-29 00:00"),
    "в пятницу": ("06-04 00:00", "06-05 00:00"),
    "next 2 hours": ("06-02 12:00", "06-02 14:00"),
}


def _at(when: str) -> datetime:
    return datetime.strptime(f"2027-{when}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


@pytest.mark.parametrize(("said", "start", "end"), [(said, *span) for said, span in PERIODS.items()])
def test_a_period_is_read(said: str, start: str, end: str) -> None:
    value = read("period", said)
    assert value is not None
    assert datetime.fromisoformat(value["start"]) == _at(start)
    assert datetime.fromisoformat(value["end"]) == _at(end)


@pytest.mark.parametrize("said", ["покажи 5 писем", "от Анны", "завтра в десять"])
def test_what_is_no_period_is_not_read(said: str) -> None:
    assert read("period", said) is None


@given(st.text(max_size=60))
def test_every_period_found_has_a_length(text: str) -> None:
    for found in find("period", text):
        assert datetime.fromisoformat(found.value["start"]) < datetime.fromisoformat(found.value["end"])
