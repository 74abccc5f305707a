"""Products on pages of results, by structure alone and by the owner's selectors."""

from __future__ import annotations

import time

import pytest

from assistant.domain.market import Product, ProductPage, Shop
from assistant.errors import StepRefused
from assistant.pages import products
from tests.sites.catalogue import GOODS, price
from tests.sites.gadgetbarn import GadgetBarn
from tests.sites.kaufhof import Kaufhof
from tests.sites.lavka import Lavka
from tests.sites.shop import Shop as Site

pytestmark = pytest.mark.unit
SITES = [Lavka, GadgetBarn, Kaufhof]
URL = "http://shop.example/results?q=x"


def read(site: Site, query: str, number: int = 1, shop: Shop | None = None) -> ProductPage:
    return products.products(site.results(site.found(query, number)), URL, shop or Shop(name=site.key))


@pytest.mark.parametrize("kind", SITES)
@pytest.mark.parametrize("query", ["coffee", "kettle", "headphones"])
def test_every_product_of_every_page_is_read_without_a_word_about_the_shop(kind: type[Site], query: str) -> None:
    site = kind()
    found: list[Product] = []
    for number in range(1, site.found(query, 1).pages + 1):
        found += read(site, query, number).products
    known = {goods.ru if site.key == "lavka" else goods.en: goods for goods in GOODS if price(goods, site.key) is not None}
    assert {product.name for product in found} == {name for name, goods in known.items() if goods.kind in query}
    for product in found:
        goods = known[product.name]
        assert product.price is not None
        assert product.price.amount == price(goods, site.key)
        assert product.price.currency == {"lavka": "RUB", "gadgetbarn": "USD", "kaufhof": "EUR"}[site.key]
        assert (product.rating, product.reviews) == (goods.rating, goods.reviews)
        assert product.available == bool(goods.stock)
        assert product.link == f"http://shop.example/item?id={goods.id}"


@pytest.mark.parametrize("kind", SITES)
def test_an_empty_page_and_a_single_product_are_read_too(kind: type[Site]) -> None:
    assert read(kind(), "piano").products == ()
    (found,) = read(kind(), "aroma 300 pro").products
    assert "Aroma 300 Pro" in found.name


def test_an_advertised_product_stands_there_once() -> None:
    page = read(GadgetBarn(), "kettle")
    assert len({product.link for product in page.products}) == len(page.products)
    assert all(not product.sponsored for product in read(Lavka(), "headphones").products)


def test_the_way_to_more_is_found() -> None:
    assert read(Lavka(), "coffee").next == "http://shop.example/search?q=coffee&page=2"
    assert read(Lavka(), "coffee", 3).next == ""
    assert read(Kaufhof(), "coffee").next == "http://shop.example/suche?q=coffee&page=2"
    assert (read(GadgetBarn(), "coffee").next, read(GadgetBarn(), "coffee").more) == ("", "Load more")
    assert read(GadgetBarn(), "aroma").more == ""


def test_a_next_page_of_another_site_is_not_gone_to() -> None:
    page = '<a rel="next" href="https://evil.example/">Next</a>'
    assert products.products(page, URL, Shop(name="x")).next == ""


def test_selectors_of_the_owner_win() -> None:
    page = """<ul><li class=g><i>A</i><a href="/b">Name B</a><u>1299</u><em>4,5</em><q>12 шт. отзывов</q></li></ul>
    <p><a href="/z">Bargain of the day</a> 10 ₽</p>"""
    shop = Shop(name="x", currency="RUB", item="li.g", title="i", price="u", rating="em", reviews="q", link="a@href")
    (found,) = products.products(page, URL, shop).products
    assert (found.name, found.link, found.rating, found.reviews) == ("A", "http://shop.example/b", 4.5, 12)
    assert found.price is not None
    assert found.price.amount == 1_299


def test_a_wrong_selector_is_told_not_thrown() -> None:
    with pytest.raises(StepRefused, match="no selector"):
        products.products("<p>x</p>", URL, Shop(name="x", item="li["))


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "http://[", "mailto:a@b.example"])
def test_only_links_into_the_web_are_kept(link: str) -> None:
    row = f'<li><a href="{link}">Some thing here</a> 10 ₽</li>'
    assert {found.link for found in products.products(f"<ul>{row * 3}</ul>", URL, Shop(name="x")).products} <= {""}


@pytest.mark.parametrize("html", ["", "<", "<a href=x>1 ₽", "<li>" * 3_000, "\0", "<table><tr><td>5 ₽"])
def test_broken_pages_are_read_as_far_as_they_go(html: str) -> None:
    assert isinstance(products.products(html, URL, Shop(name="x")), ProductPage)


@pytest.mark.parametrize(
    "page",
    [
        f"<div><a href='/a'>Kettle {'1' * 200_000}</a><b>5 ₽</b></div>" * 2,
        f"<div><a href='/a'>Kettle</a><b>5 ₽</b><i>({'1' + ' ' * 200_000}</i></div>" * 2,
        "<div>" + "<p><a href='/r'>5 reviews</a><b>5 ₽</b></p>" * 6_000 + "</div>",
        "<div>" + "<b>₽</b>" * 30_000 + "</div>",
    ],
    ids=["digits", "spaces", "reviews", "signs"],
)
def test_a_page_made_to_be_slow_is_not(page: str) -> None:
    began = time.process_time()
    products.products(page, URL, Shop(name="x"))
    assert time.process_time() - began < 25, "such pages took minutes to hours"


def test_a_card_that_is_one_link_with_the_price_in_it_is_read() -> None:
    cards = "".join(f"<a href='/p{n}'><span>Kettle number {n}</span><span>{n} 990 ₽</span></a>" for n in (1, 2, 3))
    found = products.products(f"<main><div>{cards}</div></main>", URL, Shop(name="x")).products
    assert [(one.name, one.price.amount if one.price else 0, one.link) for one in found] == [
        (f"Kettle number {n}", n * 1_000 + 990, f"http://shop.example/p{n}") for n in (1, 2, 3)
    ]
