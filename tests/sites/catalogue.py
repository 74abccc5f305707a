"""What the tests' shops sell: the same goods everywhere, at each shop's own price, in its own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ShopName = Literal["lavka", "gadgetbarn", "kaufhof"]


@dataclass(frozen=True, slots=True)
class Goods:
    """One product. `roubles`, `dollars` and `euros` are the three shops' prices, None where it is not sold."""

    id: int
    ru: str
    en: str
    kind: str
    roubles: float | None
    dollars: float | None
    euros: float | None
    rating: float | None
    reviews: int
    stock: int = 9
    sponsored: bool = False


KINDS = {
    "coffee": ("кофемашина кофемашины кофе", "coffee machine machines espresso"),
    "kettle": ("чайник чайники", "kettle kettles"),
    "headphones": ("наушники наушник", "headphones headphone earbuds"),
}
"""Words a kind is found by, in Russian and English."""

GOODS = (
    Goods(1, "Кофемашина Aroma 200", "Aroma 200 Coffee Machine", "coffee", 24_990, 269.00, 259.00, 4.7, 1_284),
    Goods(2, "Кофемашина Aroma 300 Pro", "Aroma 300 Pro Coffee Machine", "coffee", 41_500, 449.00, 429.90, 4.8, 860),
    Goods(3, "Кофемашина Bosso Mini", "Bosso Mini Coffee Machine", "coffee", 15_990, 189.99, 174.50, 4.2, 2_410),
    Goods(4, "Кофемашина Bosso Grande", "Bosso Grande Coffee Machine", "coffee", 67_200, 799.00, 749.00, 4.6, 132),
    Goods(5, "Кофемашина Crema One", "Crema One Coffee Machine", "coffee", 9_990, 129.00, 119.00, 3.6, 318),
    Goods(6, "Кофемашина Crema Duo", "Crema Duo Coffee Machine", "coffee", 18_490, 219.00, None, 4.4, 97, 0),
    Goods(7, "Кофемашина Dolce Vita X", "Dolce Vita X Coffee Machine", "coffee", 119_900, 1_299.00, 1_299.00, 4.9, 54),
    Goods(8, "Кофемашина капсульная Espra", "Espra Capsule Coffee Machine", "coffee", 6_490, 79.50, 72.00, 4.1, 3_920, 9, True),
    Goods(9, "Кофемашина Filtro Basic", "Filtro Basic Coffee Machine", "coffee", 3_290, None, 39.90, None, 0),
    Goods(10, "Кофемашина Aroma 200 White", "Aroma 200 White Coffee Machine", "coffee", 25_490, 275.00, 265.00, 4.7, 203),
    Goods(21, "Чайник Vapor 1.7 л", "Vapor 1.7 L Kettle", "kettle", 2_490, 34.90, 29.90, 4.6, 5_112),
    Goods(22, "Чайник Vapor Glass", "Vapor Glass Kettle", "kettle", 3_190, 42.00, 37.50, 4.5, 1_905),
    Goods(23, "Чайник Steel 2000", "Steel 2000 Kettle", "kettle", 1_890, 24.00, 21.90, 3.9, 780),
    Goods(24, "Чайник Tembo с термометром", "Tembo Kettle with Thermometer", "kettle", 5_990, 72.00, 64.00, 4.8, 410, 9, True),
    Goods(25, "Чайник дорожный Nomad", "Nomad Travel Kettle", "kettle", 1_490, 19.90, 17.00, 4.0, 266),
    Goods(26, "Чайник Ceramo", "Ceramo Kettle", "kettle", 4_290, None, 45.00, 4.3, 88, 0),
    Goods(41, "Наушники Sono Air", "Sono Air Headphones", "headphones", 7_990, 89.00, 84.90, 4.4, 6_730),
    Goods(42, "Наушники Sono Studio", "Sono Studio Headphones", "headphones", 19_990, 229.00, 214.00, 4.7, 1_120),
    Goods(43, "Наушники Bass Cube", "Bass Cube Headphones", "headphones", 3_490, 39.00, 35.50, 3.8, 2_204, 9, True),
    Goods(44, "Наушники Quiet 5", "Quiet 5 Headphones", "headphones", 12_490, 149.00, 139.00, 4.6, 940),
    Goods(45, "Наушники Kids Fun", "Kids Fun Headphones", "headphones", 1_290, 15.90, 13.90, 4.2, 512),
)


def price(goods: Goods, shop: ShopName) -> float | None:
    """What it costs in a shop, in its currency."""
    return {"lavka": goods.roubles, "gadgetbarn": goods.dollars, "kaufhof": goods.euros}[shop]


def found(query: str, shop: ShopName) -> list[Goods]:
    """What a shop has for some words, by kind or by name; in the order of the catalogue, shifted by shop."""
    words = query.casefold().split()
    sold = [goods for goods in GOODS if price(goods, shop) is not None]
    hits = [goods for goods in sold if words and all(_fits(goods, word) for word in words)]
    shift = {"lavka": 0, "gadgetbarn": 3, "kaufhof": 5}[shop] % max(len(hits), 1)
    return hits[shift:] + hits[:shift]


def by_id(wanted: str) -> Goods | None:
    """The goods with this number."""
    return next((goods for goods in GOODS if str(goods.id) == wanted), None)


def _fits(goods: Goods, word: str) -> bool:
    kinds = " ".join(KINDS[goods.kind]).split()
    return word in kinds or word in f"{goods.ru} {goods.en}".casefold().split()
