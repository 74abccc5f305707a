"""Prices as shops write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pages import prices

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("4 990 ₽", 4_990, "RUB"),
        ("4\u00a0990\u202fруб.", 4_990, "RUB"),
        ("12 990 р.", 12_990, "RUB"),
        ("от 12 тыс. руб.", 12_000, "RUB"),
        ("$1,299.00", 1_299, "USD"),
        ("US$ 12.50", 12.5, "USD"),
        ("1299.99 USD", 1_299.99, "USD"),
        ("1.299,00 €", 1_299, "EUR"),
        ("12,50 €", 12.5, "EUR"),
        ("1'299.00 CHF", 1_299, "CHF"),
        ("£99", 99, "GBP"),
        ("₸ 45 000", 45_000, "KZT"),
    ],
)
def test_a_price_is_read_in_whatever_way_it_is_written(text: str, amount: float, currency: str) -> None:
    (found,) = prices.all_in(text)
    assert (found.amount, found.currency) == (amount, currency)


@pytest.mark.parametrize("text", ["Aroma 200 Coffee Machine", "1 284 отзыва", "5 рядов", "0 ₽", "", "рубашка", "$"])
def test_what_is_no_price_is_none(text: str) -> None:
    assert prices.all_in(text) == []


def test_instalments_and_single_pieces_are_not_the_price() -> None:
    assert [found.amount for found in prices.all_in("415 ₽/мес. 4 990 ₽")] == [4_990]
    assert [found.amount for found in prices.all_in("3 x $20.00 $60.00")] == [60]


def test_a_bare_number_is_a_price_only_where_the_currency_is_known() -> None:
    assert prices.read("4 990") is None
    found = prices.read("4 990", "RUB")
    assert found is not None
    assert (found.amount, found.currency) == (4_990, "RUB")


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert all(found.amount > 0 for found in prices.all_in(text))
