"""Numbers as people write them."""

from __future__ import annotations

import pytest

from assistant.wording import numbers

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("value", "digits", "en", "ru"),
    [
        (40, 0, "40", "40"),
        (11_760, 0, "11,760", "11\u00a0760"),
        (0.5, 6, "0.5", "0,5"),
        (2.0, 2, "2", "2"),
        (1_299.0, 2, "1,299", "1\u00a0299"),
    ],
)
def test_zeros_are_dropped_behind_the_point_only(value: float, digits: int, en: str, ru: str) -> None:
    assert numbers.number(value, "en", digits) == en
    assert numbers.number(value, "ru", digits) == ru
