"""Offers of several shops: what is the same product, what it costs in one currency, what is worth selling."""

from __future__ import annotations

import pytest

from assistant.domain.market import Product
from assistant.domain.value import Money
from assistant.market import alike
from assistant.market.compare import compared
from assistant.market.rank import Cost, ranking

pytestmark = pytest.mark.unit
RATES = {"RUB": 1.0, "USD": 90.0, "EUR": 100.0}


def offer(shop: str, name: str, amount: float, currency: str = "RUB", **more: object) -> Product:
    return Product.model_validate({"shop": shop, "name": name, "price": Money(amount=amount, currency=currency), **more})


def cost(name: str, amount: float, **more: float) -> Cost:
    return Cost(name, Money(amount=amount, currency="RUB"), **more)


def test_one_product_is_found_in_shops_of_two_languages() -> None:
    offers = [
        offer("ru", "Кофемашина Aroma 200", 1),
        offer("ru", "Кофемашина Aroma 200 White", 2),
        offer("en", "Aroma 200 White Coffee Machine", 2),
        offer("en", "Aroma 200 Coffee Machine", 1),
        offer("en", "Aroma 300 Coffee Machine", 3),
    ]
    found = {frozenset(one.name for one in group) for group in alike.groups(offers)}
    assert found == {
        frozenset({"Кофемашина Aroma 200", "Aroma 200 Coffee Machine"}),
        frozenset({"Кофемашина Aroma 200 White", "Aroma 200 White Coffee Machine"}),
        frozenset({"Aroma 300 Coffee Machine"}),
    }


def test_searches_for_other_things_do_not_disturb_one_another() -> None:
    kettles = [
        ("Чайник Vapor Glass", "Vapor Glass Kettle"),
        ("Чайник Steel", "Steel Kettle"),
        ("Чайник Nomad", "Nomad Travel Kettle"),
    ]
    lamps = [(f"Лампа Lux{letter}", f"Lux{letter} Lamp") for letter in "abcdefgh"]
    offers = [offer("ru", ru, 1, phrase="чайник") for ru, _en in kettles] + [
        offer("en", en, 1, phrase="чайник") for _ru, en in kettles
    ]
    offers += [offer("ru", ru, 1, phrase="лампа") for ru, _en in lamps] + [
        offer("en", en, 1, phrase="лампа") for _ru, en in lamps
    ]
    assert [len(group) for group in alike.groups(offers, alike.tokens("чайник лампа"))] == [2] * 11


def test_what_two_searches_have_found_counts_once() -> None:
    offers = [offer("a", "Vapor", 10, phrase=phrase, link="https://a.example/1", reviews=5) for phrase in ("чайник", "чайники")]
    (one,) = ranking(offers, [cost("Vapor", 5)], "", {}, {}).ranked
    assert one.reviews == 5


def test_other_numbers_are_another_product() -> None:
    offers = [offer("a", "Чайник Vapor 1.7 л", 1), offer("b", "Чайник Vapor 1.5 л", 1)]
    assert len(alike.groups(offers)) == 2


def test_two_listings_of_one_shop_are_never_put_together() -> None:
    assert len(alike.groups([offer("a", "Vapor Glass", 1), offer("a", "Vapor Glass", 2)])) == 2


def test_prices_are_compared_in_one_currency_the_cheapest_first() -> None:
    result = compared(
        [offer("a", "Vapor", 10_000), offer("b", "Vapor", 100, "USD"), offer("c", "Vapor", 95, "EUR")], "RUB", RATES
    )
    (group,) = result.groups
    assert [(one.product.shop, one.cost and one.cost.amount) for one in group] == [("b", 9_000), ("c", 9_500), ("a", 10_000)]
    assert [one.dearer for one in group] == [0, 0.0556, 0.1111]


def test_a_currency_without_a_rate_is_told_and_stands_last() -> None:
    result = compared([offer("a", "Vapor", 1, "GBP"), offer("b", "Vapor", 100)], "RUB", {})
    assert result.without_rate == ("GBP",)
    assert [one.product.shop for one in result.groups[0]] == ["b", "a"]


def test_what_is_sold_out_is_not_the_cheapest() -> None:
    (group,) = compared([offer("a", "Vapor", 1, available=False), offer("b", "Vapor", 100)], "RUB", {}).groups
    assert [one.product.shop for one in group] == ["b", "a"]
    assert group[0].dearer == 0


def test_what_was_asked_for_comes_before_what_came_along() -> None:
    offers = [offer("a", "Aroma 300", 1), offer("a", "Aroma 200", 2)]
    assert compared(offers, "RUB", {}, "aroma 200").groups[0][0].product.name == "Aroma 200"


def test_margin_is_what_cost_delivery_and_the_shops_share_leave() -> None:
    offers = [offer("a", "Vapor", 900), offer("b", "Vapor", 1_100), offer("c", "Vapor", 10, "EUR")]
    (one,) = ranking(offers, [cost("Vapor", 500, delivery=50, commission=0.15)], "", RATES, {}).ranked
    assert one.price.amount == 1_000
    assert one.margin == Money(amount=300, currency="RUB")
    assert one.share == 0.3


def test_the_most_telling_name_of_the_cost_table_counts() -> None:
    costs = [cost("Кофемашина Aroma 200", 1), cost("Aroma 200 White", 2), cost("Aroma", 3)]
    offers = [offer("a", "Кофемашина Aroma 200 White", 10, phrase="кофемашина"), offer("a", "Aroma 200 Coffee Machine", 10)]
    found = {one.name: one.cost and one.cost.amount for one in ranking(offers, costs, "RUB", {}, {}).ranked}
    assert found == {"Кофемашина Aroma 200 White": 2, "Aroma 200 Coffee Machine": 1}


def test_a_popular_product_sold_at_a_loss_is_last() -> None:
    offers = [
        offer("a", "Loss", 100, reviews=100_000, rating=5),
        offer("a", "Gain", 100, reviews=10, rating=4),
        offer("a", "Nobody knows", 100),
    ]
    result = ranking(offers, [cost("Loss", 120), cost("Gain", 50)], "RUB", {}, {})
    assert [(one.name, one.score > 0) for one in result.ranked] == [("Gain", True), ("Loss", False)]
    assert [one.name for one in result.unknown] == ["Nobody knows"]


def test_the_weights_decide() -> None:
    offers = [offer("a", "Rare", 100, reviews=1, rating=4), offer("a", "Beloved", 100, reviews=5_000, rating=4)]
    costs = [cost("Rare", 20), cost("Beloved", 70)]
    by_margin = ranking(offers, costs, "RUB", {}, {"margin": 100, "demand": 0, "rating": 0})
    by_demand = ranking(offers, costs, "RUB", {}, {"margin": 0, "demand": 100, "rating": 0})
    assert by_margin.ranked[0].name == "Rare"
    assert by_demand.ranked[0].name == "Beloved"
