"""Charts stay small and readable, whatever a price is."""

from __future__ import annotations

import pytest

from assistant.market.charts import Bubble, Spread, bubbles, spreads

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("at", [0.01, 0.3, 1.0, 2.9, 9.0, 1e6, 1e12])
def test_a_price_far_from_the_others_makes_no_more_than_nine_lines(at: float) -> None:
    drawn = spreads([Spread("Kettle", ((0, at, "x"), (1, -0.5, "y")))], ["A", "B"], "Prices")
    assert drawn.count('class="grid"') + drawn.count('class="axis"') <= 9


@pytest.mark.parametrize("share", [-1e9, -3.0, -1.0, -0.2, 0.05, 0.5, 1.0])
def test_a_margin_far_from_the_others_makes_no_more_than_nine_marks(share: float) -> None:
    drawn = bubbles([Bubble(1, "Kettle", share, 5), Bubble(2, "Pot", 0.9, 50)], "margin", "reviews", "Field")
    assert drawn.count("%</text>") <= 9
    assert 'cx="-' not in drawn
