"""What the tests' shops have in common: search in pages, a cart for each visitor, orders; each shop draws its own pages."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import ClassVar
from urllib.parse import quote

from tests.sites import catalogue
from tests.sites.catalogue import Goods, ShopName
from tests.sites.serving import Asked, Given, Site


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody ordered."""

    number: int
    goods: Mapping[int, int]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found; `sponsored` stand in front of it, once more."""

    query: str
    number: int
    pages: int
    goods: Sequence[Goods]
    sponsored: Sequence[Goods] = ()


@dataclass
class Shop(ABC):
    """A shop. `orders` are those that were really placed."""

    key: ClassVar[ShopName]
    page_size: ClassVar[int]
    search_path: ClassVar[str] = "/search"
    site: Site = field(default_factory=Site)
    orders: list[Order] = field(default_factory=list)
    carts: dict[str, dict[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.site.pages.update(
            {
                "/": lambda asked: Given(self.front()),
                self.search_path: self._search,
                "/item": self._item,
                "/cart": lambda asked: Given(self.cart(self._cart(asked))),
                "/cart/add": self._add,
                "/order": self._order,
            }
        )

    @abstractmethod
    def front(self) -> str:
        """The first page, with the search form."""

    @abstractmethod
    def results(self, found: Results) -> str:
        """A page of what was found."""

    @abstractmethod
    def item(self, goods: Goods) -> str:
        """The page of one product."""

    @abstractmethod
    def cart(self, goods: Sequence[tuple[Goods, int]]) -> str:
        """The cart, with the form to order."""

    @abstractmethod
    def thanks(self, order: Order) -> str:
        """What is shown after an order."""

    def found(self, query: str, number: int) -> Results:
        """A page of what a search finds."""
        hits = catalogue.found(query, self.key)
        pages = max(1, -(-len(hits) // self.page_size))
        start = (number - 1) * self.page_size
        sponsored = [goods for goods in hits if goods.sponsored]
        return Results(query, number, pages, hits[start : start + self.page_size], sponsored)

    def _search(self, asked: Asked) -> Given:
        number = asked.fields.get("page", "1")
        return Given(self.results(self.found(asked.fields.get("q", ""), int(number) if number.isdigit() else 1)))

    def _item(self, asked: Asked) -> Given:
        goods = catalogue.by_id(asked.fields.get("id", ""))
        return Given(self.item(goods)) if goods else Given("<h1>404</h1>", 404)

    def _cart(self, asked: Asked) -> list[tuple[Goods, int]]:
        held = self.carts.get(asked.session, {})
        return [(goods, count) for goods in catalogue.GOODS if (count := held.get(goods.id, 0))]

    def _add(self, asked: Asked) -> Given:
        goods = catalogue.by_id(asked.fields.get("id", ""))
        if asked.method != "POST" or goods is None or not goods.stock:
            return Given("<h1>400</h1>", 400)
        held = self.carts.setdefault(asked.session, {})
        held[goods.id] = held.get(goods.id, 0) + 1
        return Given(to="/cart")

    def _order(self, asked: Asked) -> Given:
        held = self.carts.pop(asked.session, {}) if asked.method == "POST" else {}
        if not held:
            return Given(to="/cart")
        wanted = ("name", "address", "phone", "delivery")
        self.orders.append(Order(len(self.orders) + 1001, held, {name: asked.fields.get(name, "") for name in wanted}))
        return Given(self.thanks(self.orders[-1]))


def linked(path: str, **fields: object) -> str:
    """An address within a site, ready for an attribute."""
    pairs = "&".join(f"{name}={quote(str(value))}" for name, value in fields.items())
    return escape(f"{path}?{pairs}")


def picture(goods: Goods, colour: str) -> str:
    """A drawing in place of a photograph."""
    return (
        f'<svg viewBox="0 0 120 90" role="img" aria-label="{escape(goods.en)}" width="120" height="90">'
        f'<rect width="120" height="90" rx="6" fill="{colour}"/><text x="60" y="52" font-size="20" text-anchor="middle" fill="#fff">'
        f"{escape(goods.en.split()[0][:7])}</text></svg>"
    )
