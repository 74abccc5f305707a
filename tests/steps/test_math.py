"""Arithmetic, said and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import StepRefused
from assistant.steps.math._arithmetic import calculate
from tests.steps.conftest import Act

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12% от 50 тысяч", 6_000),
        ("15 * 7", 105),
        ("двадцать пять умножить на четыре", 100),
        ("2 + 2 * 2", 6),
        ("(2 + 2) * 2", 8),
        ("100 + 10%", 110),
        ("200 минус 15 процентов", 170),
        ("двадцать пять процентов от двух тысяч", 500),
        ("квадратный корень из 144", 12),
        ("2 в степени 10", 1_024),
        ("пять в квадрате", 25),
        ("половина от 50", 25),
        ("15х7", 105),
        ("1 000 000 / 4", 250_000),
        ("3,5 * 2", 7),
        ("два миллиона триста тысяч пятьсот минус один", 2_300_499),
        ("сто двадцать три плюс семь", 130),
        ("twenty-five times four", 100),
        ("what is three hundred and five divided by five", 61),
        ("ten percent of fifty thousand", 5_000),
        ("-3 + 5", 2),
        ("2 ^ 3 ^ 2", 512),
    ],
)
def test_a_sum_is_read(text: str, value: float) -> None:
    assert calculate(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "абв", "1 +", "1 / 0", "(1", "9^9^9^9", "__import__('os')", "1 2", "10 ^ 900", "(" * 500])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(StepRefused):
        calculate(text)


@given(st.text(alphabet="0123456789+-*/^%() а.,", max_size=60))
def test_nothing_but_a_refusal_comes_out_of_garbage(text: str) -> None:
    try:
        calculate(text)
    except StepRefused as refusal:
        assert str(refusal)


@pytest.mark.anyio
async def test_a_whole_number_is_given_as_one(act: Act) -> None:
    assert (await act("math.calculate", {"text": "7 / 2"})).value == 3.5
    assert isinstance((await act("math.calculate", {"text": "8 / 2"})).value, int)


def test_a_refusal_is_in_the_language_of_the_owner() -> None:
    with pytest.raises(StepRefused, match="На ноль делить нельзя"):
        calculate("5 разделить на 0", "ru")
    with pytest.raises(StepRefused, match="«бананов» — не число"):
        calculate("5 плюс бананов", "ru")


def test_one_and_a_half_is_a_number() -> None:
    assert calculate("полтора умножить на два") == pytest.approx(3)
