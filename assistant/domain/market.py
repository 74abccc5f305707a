"""Shops and what they sell, as it was seen on their pages; and a webmail as the owner described it."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.base import Frozen
from assistant.domain.value import Money


class Shop(Frozen):
    """How a shop is searched and read. `address` has `{query}` where the words go, and `{page}` where the page's number does.

    The rest are selectors; what is empty is found by the structure of the page. `more` is what the button is called that
    brings more results.
    """

    name: str = Field(min_length=1, max_length=100)
    address: str = Field(default="", max_length=2_000)
    currency: str = Field(default="", pattern=r"^([A-Z]{3})?$")
    item: str = Field(default="", max_length=500)
    title: str = Field(default="", max_length=500)
    price: str = Field(default="", max_length=500)
    rating: str = Field(default="", max_length=500)
    reviews: str = Field(default="", max_length=500)
    link: str = Field(default="", max_length=500)
    next: str = Field(default="", max_length=500)
    more: str = Field(default="", max_length=100)


class Product(Frozen):
    """One product as a page of results shows it. `rating` is out of five."""

    shop: str = ""
    phrase: str = ""
    name: str
    price: Money | None = None
    rating: float | None = None
    reviews: int = 0
    link: str = ""
    sponsored: bool = False
    available: bool = True


class ProductPage(Frozen):
    """What a page of results shows. `next` is the address of the page after it, `more` what the button is called that brings more."""

    products: tuple[Product, ...] = ()
    next: str = ""
    more: str = ""


class Offer(Frozen):
    """A product at one shop beside others: its price in the currency asked for, and how much dearer than the cheapest (0.1: a tenth)."""

    product: Product
    cost: Money | None = None
    dearer: float | None = None


class Ranked(Frozen):
    """A product over all shops: what it sells for, what it costs, and why it stands where it stands. `score` is 0..100."""

    name: str
    phrase: str = ""
    shops: tuple[str, ...] = ()
    price: Money
    """The middle price."""
    lowest: Money
    highest: Money
    rating: float | None = None
    reviews: int = 0
    cost: Money | None = None
    margin: Money | None = None
    """What is left of the middle price after cost and the shop's share."""
    share: float | None = None
    """The margin as a part of the price."""
    score: float = 0.0
    link: str = ""
    offers: tuple[Product, ...] = ()


class Webmail(Frozen):
    """How a mailbox looks in the browser. `address` is its inbox; the rest are selectors, what is empty is found by structure."""

    name: str = Field(default="", max_length=100)
    address: str = Field(min_length=1, max_length=2_000)
    item: str = Field(default="", max_length=500)
    sender: str = Field(default="", max_length=500)
    subject: str = Field(default="", max_length=500)
    opening: str = Field(default="", max_length=500)
    when: str = Field(default="", max_length=500)
    link: str = Field(default="", max_length=500)
    next: str = Field(default="", max_length=500)
    body: str = Field(default="", max_length=500)


class WebLetter(Frozen):
    """A letter as a list of a webmail shows it. `weight` is by the rules for important letters, as far as the list tells; `open`: worth
    reading."""

    sender: str = ""
    email: str = ""
    subject: str = ""
    opening: str = ""
    when: str = ""
    link: str = ""
    unread: bool = False
    today: bool = False
    weight: float = 0.0
    open: bool = False


class OpenedLetter(Frozen):
    """A letter that was read: its text, its weight, and the reasons in both languages, the weightiest first."""

    text: str
    score: float
    important: bool
    reasons: tuple[tuple[str, str], ...] = ()


class LetterPage(Frozen):
    """What a page of a webmail's list shows. `login` is true when it asks who is there instead."""

    letters: tuple[WebLetter, ...] = ()
    next: str = ""
    login: bool = False
