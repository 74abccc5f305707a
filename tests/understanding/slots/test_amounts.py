"""Numbers, money and lengths of time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.understanding.slots.reading import find, read

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("сто двадцать пять", 125),
        ("двадцати пяти", 25),
        ("пятьюдесятью тысячами", 50_000),
        ("полтора", 1.5),
        ("две с половиной тысячи", 2500),
        ("сотню", 100),
        ("тысяча двести", 1200),
        ("1 000 000", 1_000_000),
        ("1,000.50", 1000.5),
        ("3,5", 3.5),
        ("минус пять", -5),
        ("-5", -5),
        ("5%", 5),
        ("двадцать процентов", 20),
        ("три четверти", 0.75),
        ("1/2", 0.5),
        ("три целых пять десятых", 3.5),
        ("three point five", 3.5),
        ("two hundred and fifty thousand", 250_000),
        ("twenty-five", 25),
        ("half a million", 500_000),
        ("one third", pytest.approx(1 / 3)),
        ("пятый", 5),
    ],
)
def test_a_number_is_read(said: str, value: float) -> None:
    assert read("number", said) == value


@pytest.mark.parametrize(
    ("said", "amount", "currency"),
    [
        ("пятьдесят тысяч рублей", 50_000, "RUB"),
        ("50к", 50_000, "RUB"),
        ("50k", 50_000, "USD"),
        ("$20", 20, "USD"),
        ("20 баксов", 20, "USD"),
        ("1,5 млн руб", 1_500_000, "RUB"),
        ("€1,000.50", 1000.5, "EUR"),
        ("сто двадцать евро", 120, "EUR"),
        ("5 рублей 20 копеек", 5.2, "RUB"),
        ("20 dollars and 50 cents", 20.5, "USD"),
        ("полторы тысячи рублей", 1500, "RUB"),
        ("500 р.", 500, "RUB"),
        ("GBP 10", 10, "GBP"),
    ],
)
def test_money_is_read(said: str, amount: float, currency: str) -> None:
    value = read("money", said)
    assert (value["amount"], value["currency"]) == (amount, currency)


def test_a_bare_number_is_hardly_money() -> None:
    assert find("money", "напомни в 9")[0].certainty < 0.5


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("полчаса", 1800),
        ("час двадцать", 4800),
        ("час с половиной", 5400),
        ("полтора часа", 5400),
        ("четверть часа", 900),
        ("2ч 15м", 8100),
        ("1h 20m", 4800),
        ("90 секунд", 90),
        ("two and a half hours", 9000),
        ("an hour and a half", 5400),
        ("three quarters of an hour", 2700),
        ("три недели", 1_814_400),
        ("минутку", 60),
    ],
)
def test_a_duration_is_read(said: str, seconds: float) -> None:
    assert read("duration", said)["seconds"] == seconds


@given(st.integers(-(10**9), 10**9))
def test_whole_numbers_in_digits_read_back(number: int) -> None:
    assert read("number", str(number)) == number
    if number >= 0:
        assert read("number", f"{number:,}".replace(",", " ")) == number


@given(st.text(max_size=40))
def test_any_text_is_searched_without_an_error(text: str) -> None:
    for kind in ("number", "money", "duration"):
        assert all(0 <= found.start < found.end <= len(text) for found in find(kind, text))


@pytest.mark.parametrize("kind", ["number", "duration", "money"])
def test_no_number_is_too_great_to_be_read_over(kind: str) -> None:
    assert find(kind, f"1/{'9' * 400} and {'9' * 400} years and {'9' * 30} years") is not None
    assert read("duration", "99999999999999999999 hours") is None
