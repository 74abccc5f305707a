"""The tests' own sites behind the port Sites, read by the real readers without a browser or a server."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from assistant import ports
from assistant.domain.market import LetterPage, OpenedLetter, ProductPage, Shop, WebLetter, Webmail
from assistant.domain.page import Visit
from assistant.errors import StepError
from assistant.pages import letters, products
from tests.sites.gadgetbarn import GadgetBarn
from tests.sites.kaufhof import Kaufhof
from tests.sites.lavka import Lavka
from tests.sites.serving import Asked
from tests.sites.shop import Shop as ShopSite
from tests.sites.webmail import Webmail as WebmailSite


def _shops() -> dict[str, ShopSite]:
    return {site.key: site for site in (Lavka(), GadgetBarn(), Kaufhof())}


@dataclass
class FakeSites(ports.Sites):
    """Shops are known by name; `broken` ones fail. `read` are the pages that were asked for."""

    shops: dict[str, ShopSite] = field(default_factory=_shops)
    webmail: WebmailSite = field(default_factory=WebmailSite)
    signed_in: bool = True
    broken: frozenset[str] = frozenset()
    read: list[str] = field(default_factory=list)

    @property
    def most_pages(self) -> int:
        """Enough for all of them."""
        return 5

    async def products(self, shop: Shop, phrase: str, number: int, visit: Visit) -> ProductPage:
        """As the page of that shop says."""
        self.read.append(f"{shop.name}: {phrase}, {number}")
        site = self.shops.get(shop.name, self.shops["lavka"])
        if shop.name in self.broken:
            raise StepError(f"{shop.name} answered 500.", ru=f"{shop.name}: сервер ответил 500.")
        found = site.found(phrase, number)
        page = products.products(site.results(found), f"http://{site.key}.example/search?q={phrase}", shop)
        return page.model_copy(update={"next": page.next or ("more" if number < found.pages else "")})

    async def letters(self, mailbox: Webmail, address: str, now: datetime, visit: Visit) -> LetterPage:
        """As the page of the webmail says."""
        where = urlsplit(address or mailbox.address)
        self.read.append(f"{where.path}?{where.query}")
        session = "v" if self.signed_in else ""
        self.webmail.signed_in = {"v"}
        page = self.webmail.site.pages["/inbox"](Asked("GET", "/inbox", dict(parse_qsl(where.query)), session))
        shown = page.body or self.webmail.site.pages["/login"](Asked("GET", "/login", {}, "")).body
        return letters.letters(shown, address or mailbox.address, mailbox, now)

    async def letter(self, mailbox: Webmail, letter: WebLetter, now: datetime, visit: Visit) -> OpenedLetter:
        """As the page of the letter says."""
        where = urlsplit(letter.link)
        self.read.append(f"{where.path}?{where.query}")
        page = self.webmail.site.pages["/letter"](Asked("GET", "/letter", dict(parse_qsl(where.query)), "v"))
        return letters.opened(letter, page.body, mailbox, now)
