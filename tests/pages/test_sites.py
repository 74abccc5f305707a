"""Pages of shops visited one after another: by number, by the link to the next, by the button for more; also after a restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import pytest

from assistant import ports
from assistant.domain.market import Product, Shop
from assistant.domain.page import Deed, Done, Evidence, PageSource, Reading, Seen, Target, Visit, WasRead
from assistant.errors import StepError, StepRefused
from assistant.pages.sites import VisitedSites
from assistant.settings import MarketSettings
from tests.pages.test_polite import FakeWeb
from tests.sites.catalogue import found
from tests.sites.gadgetbarn import GadgetBarn
from tests.sites.kaufhof import Kaufhof
from tests.sites.lavka import Lavka
from tests.sites.serving import Asked
from tests.sites.shop import Shop as Site

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
LAVKA = Shop(name="Лавка", address="https://lavka.example/search?q={query}&page={page}")
BARN = Shop(name="Barn", address="https://gadgetbarn.example/s?q={query}")
KAUFHOF = Shop(name="Kaufhof", address="https://kaufhof.example/suche?q={query}")


@dataclass
class FakeBrowser(ports.Browser):
    """One page that shows the tests' shops; a click on "Load more" adds rows to it. `opened` are the addresses gone to."""

    sites: Mapping[str, Site] = field(
        default_factory=lambda: {f"{site.key}.example": site for site in (Lavka(), GadgetBarn(), Kaufhof())}
    )
    status: int = 200
    opened: list[str] = field(default_factory=list)
    clicked: int = 0
    _url: str = "about:blank"
    _shown: int = 1

    async def open(self, url: str, visit: Visit) -> Evidence:
        """As the port."""
        self.opened.append(url)
        self._url, self._shown = url, 1
        return Evidence(url=url)

    async def do(self, deed: Deed, visit: Visit) -> Done:
        """The button."""
        assert deed.kind == "click" and deed.target is not None and deed.target.name == "Load more"
        self.clicked += 1
        self._shown += 1
        return Done(evidence=Evidence(url=self._url))

    async def look(self, deed: Deed, visit: Visit) -> Seen:
        """Nobody asks for it here, nor for what follows."""
        raise NotImplementedError

    async def put_back(self, key: str) -> str:
        """As look."""
        raise NotImplementedError

    async def wait_for(self, target: Target | None, visit: Visit) -> Evidence:
        """As look."""
        raise NotImplementedError

    async def read(self, reading: Reading, visit: Visit) -> WasRead:
        """As look."""
        raise NotImplementedError

    async def table(self, target: Target | None, visit: Visit, *, limit: int) -> WasRead:
        """As look."""
        raise NotImplementedError

    async def screenshot(self, target: Target | None, visit: Visit, *, whole: bool) -> tuple[Evidence, bytes]:
        """As look."""
        raise NotImplementedError

    async def pdf(self, visit: Visit) -> tuple[Evidence, bytes]:
        """As look."""
        raise NotImplementedError

    async def source(self, visit: Visit) -> PageSource:
        """What the shop shows, as many pages of it as were asked for."""
        parts = urlsplit(self._url)
        site = self.sites[str(parts.hostname)]
        fields = dict(parse_qsl(parts.query))
        html = site.site.pages[parts.path](Asked("GET", parts.path, fields, "")).body
        for number in range(2, self._shown + 1):
            more = site.site.pages["/s/more"](Asked("GET", "/s/more", {**fields, "page": str(number)}, "")).body
            rows, following, _rest = more.partition("<i data-next")
            html = html.replace("</ul>", f"{rows}</ul>")
            if not following:
                html = html.replace('<button id="more"', '<button id="more" hidden')
        return PageSource(evidence=Evidence(url=self._url), html=html, status=self.status)


def sites(browser: FakeBrowser) -> VisitedSites:
    return VisitedSites(lambda: MarketSettings(pause_s=0), browser, FakeWeb(status=404))


def visit(key: str = "run-1:a") -> Visit:
    return Visit(run="run-1", key=key)


async def every(made: VisitedSites, shop: Shop, query: str) -> list[Product]:
    products: list[Product] = []
    for number in range(1, 10):
        page = await made.products(shop, query, number, visit(f"run-1:{number}"))
        products += page.products
        if not (page.next or page.more):
            break
    return products


@pytest.mark.parametrize("shop", [LAVKA, BARN, KAUFHOF], ids=lambda shop: shop.name)
async def test_all_that_a_shop_finds_is_read_page_by_page(shop: Shop) -> None:
    browser = FakeBrowser()
    names = {product.name for product in await every(sites(browser), shop, "coffee")}
    key = {"Лавка": "lavka", "Barn": "gadgetbarn", "Kaufhof": "kaufhof"}[shop.name]
    assert names == {goods.ru if key == "lavka" else goods.en for goods in found("coffee", key)}  # type: ignore[arg-type]
    assert len(browser.opened) == len(set(browser.opened)), "no page was opened twice"


async def test_after_a_restart_a_numbered_page_is_gone_to_at_once() -> None:
    browser = FakeBrowser()
    page = await sites(browser).products(LAVKA, "coffee", 3, visit())
    assert len(page.products) == 2
    assert browser.opened == ["https://lavka.example/search?q=coffee&page=3"]


async def test_after_a_restart_the_way_along_links_and_buttons_is_found_again() -> None:
    browser = FakeBrowser()
    third = await sites(browser).products(KAUFHOF, "coffee", 3, visit())
    assert len(third.products) == 3
    assert len(browser.opened) == 3
    browser = FakeBrowser()
    second = await sites(browser).products(BARN, "coffee", 2, visit())
    assert (len(second.products), browser.clicked) == (4, 1)


async def test_a_page_beyond_the_last_is_empty() -> None:
    assert (await sites(FakeBrowser()).products(KAUFHOF, "aroma", 4, visit())).products == ()


async def test_a_server_that_fails_is_told_not_read_as_an_empty_shop() -> None:
    with pytest.raises(StepError, match="answered 500"):
        await sites(FakeBrowser(status=500)).products(LAVKA, "coffee", 1, visit())


@pytest.mark.parametrize("address", ["https://lavka.example/search", "lavka.example/?q={query}", "file:///etc/{query}"])
async def test_an_address_without_a_place_for_the_words_is_refused(address: str) -> None:
    browser = FakeBrowser()
    with pytest.raises(StepRefused, match="must begin with http"):
        await sites(browser).products(Shop(name="x", address=address), "coffee", 1, visit())
    assert browser.opened == []


async def test_words_go_into_an_address_as_words() -> None:
    browser = FakeBrowser()
    await sites(browser).products(LAVKA, "чай & кофе #1", 1, visit())
    assert browser.opened == ["https://lavka.example/search?q=%D1%87%D0%B0%D0%B9%20%26%20%D0%BA%D0%BE%D1%84%D0%B5%20%231&page=1"]
