"""The tests' sites do what a real one would: sign in, turn pages, keep a cart, take an order."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.sites.gadgetbarn import GadgetBarn
from tests.sites.kaufhof import Kaufhof
from tests.sites.lavka import Lavka
from tests.sites.serving import Site, serving
from tests.sites.shop import Shop
from tests.sites.webmail import PASSWORD, USER, Webmail

pytestmark = pytest.mark.unit


def visitor(site: Site) -> Iterator[httpx.Client]:
    with serving(site) as address, httpx.Client(base_url=address, follow_redirects=True, trust_env=False) as client:
        yield client


@pytest.fixture
def webmail() -> Webmail:
    return Webmail()


@pytest.fixture
def mail(webmail: Webmail) -> Iterator[httpx.Client]:
    yield from visitor(webmail.site)


@pytest.fixture(params=[Lavka, GadgetBarn, Kaufhof], ids=lambda kind: kind.key)
def shop(request: pytest.FixtureRequest) -> Shop:
    made: Shop = request.param()
    return made


@pytest.fixture
def customer(shop: Shop) -> Iterator[httpx.Client]:
    yield from visitor(shop.site)


def test_letters_are_shown_to_who_signed_in_only(mail: httpx.Client) -> None:
    assert "Пароль" in mail.get("/inbox").text
    assert "Неверное" in mail.post("/login", data={"user": USER, "password": "wrong"}).text
    inbox = mail.post("/login", data={"user": USER, "password": PASSWORD}).text
    assert "Договор: нужна подпись" in inbox and "Re: смета" not in inbox
    assert "Re: смета" in mail.get("/inbox?page=2").text


def test_a_letter_is_read_archived_and_answered(mail: httpx.Client, webmail: Webmail) -> None:
    mail.post("/login", data={"user": USER, "password": PASSWORD})
    assert "подписанный экземпляр" in mail.get("/letter?id=1").text
    assert not webmail.letters[0].unread
    assert "Договор" not in mail.post("/archive", data={"id": "1"}).text
    mail.post("/compose", data={"to": "a@b.example", "subject": "Re", "text": "Готово"})
    assert webmail.sent == [{"to": "a@b.example", "subject": "Re", "text": "Готово"}]


def test_a_search_has_pages(shop: Shop, customer: httpx.Client) -> None:
    page = customer.get(f"{shop.search_path}?q=coffee").text
    assert "<html" in page and page.count("/item?id=") >= shop.page_size
    assert shop.found("coffee", 1).pages > 1
    assert "/item?id=" not in customer.get(f"{shop.search_path}?q=piano").text


def test_a_cart_becomes_an_order(shop: Shop, customer: httpx.Client) -> None:
    assert "Aroma 200" in customer.post("/cart/add", data={"id": "1"}).text
    assert customer.post("/cart/add", data={"id": "6"}).status_code == 400, "sold out"
    customer.post("/order", data={"name": "Anna", "address": "Lenina 1", "delivery": "pickup"})
    (order,) = shop.orders
    assert (order.goods, order.fields["name"]) == ({1: 1}, "Anna")
    customer.post("/order", data={"name": "Anna"})
    assert len(shop.orders) == 1, "an empty cart cannot be ordered"
