"""The real thing behind the port Sites: pages of shops and webmails opened in the browser one after another, politely."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

import anyio
import anyio.to_thread

from assistant import ports
from assistant.domain.market import LetterPage, OpenedLetter, ProductPage, Shop, WebLetter, Webmail
from assistant.domain.page import Deed, PageSource, Target, Visit
from assistant.errors import StepError, StepRefused
from assistant.pages.polite import Manners
from assistant.settings import MarketSettings

MOST_PLACES = 500
_GROWS_S = 6.0
"""How long a page has to show more after its button was pressed."""
_LOOK_S = 0.15
_Search = tuple[str, str, str]
"""A run, a shop, a phrase."""


# What reads pages is loaded at the first one, in the worker thread: BeautifulSoup costs every start a seventh of a second.


def _products(html: str, url: str, shop: Shop) -> ProductPage:
    from assistant.pages import products

    return products.products(html, url, shop)


def _letters(html: str, url: str, mailbox: Webmail, now: datetime) -> LetterPage:
    from assistant.pages import letters

    return letters.letters(html, url, mailbox, now)


def _letter(letter: WebLetter, html: str, mailbox: Webmail, now: datetime) -> OpenedLetter:
    from assistant.pages import letters

    return letters.opened(letter, html, mailbox, now)


class VisitedSites(ports.Sites):
    """Remembers, for as long as it runs, where a search goes on; after a restart it finds the way again from the first page."""

    def __init__(self, chosen: Callable[[], MarketSettings], browser: ports.Browser, web: ports.Web) -> None:
        self._chosen = chosen
        self._browser = browser
        self._manners = Manners(chosen, web)
        self._next: OrderedDict[tuple[_Search, int], str] = OrderedDict()
        self._open: dict[str, tuple[_Search, int]] = {}

    @property
    def most_pages(self) -> int:
        """As set."""
        return self._chosen().pages

    async def products(self, shop: Shop, phrase: str, number: int, visit: Visit) -> ProductPage:
        """One page of what a shop finds."""
        search = (visit.run, shop.name, phrase)
        if number == 1 or "{page}" in shop.address:
            page = await self._opened(shop, addressed(shop, phrase, number), visit)
        elif address := self._next.get((search, number)):
            page = await self._opened(shop, address, visit)
        elif self._open.get(visit.run) == (search, number - 1):
            page = await self._grown(shop, await self._read(shop, visit), visit, number)
        else:
            page = await self._from_the_start(shop, phrase, number, visit)
        self._remember(search, number, page.next)
        self._open[visit.run] = (search, number)
        while len(self._open) > MOST_PLACES:
            self._open.pop(next(iter(self._open)))
        return page

    async def letters(self, mailbox: Webmail, address: str, now: datetime, visit: Visit) -> LetterPage:
        """One page of a mailbox's list."""
        source = await self._source(address or mailbox.address, visit)
        return await anyio.to_thread.run_sync(_letters, source.html, source.evidence.url, mailbox, now)

    async def letter(self, mailbox: Webmail, letter: WebLetter, now: datetime, visit: Visit) -> OpenedLetter:
        """A letter, opened."""
        source = await self._source(letter.link, visit)
        return await anyio.to_thread.run_sync(_letter, letter, source.html, mailbox, now)

    # --- within ---

    async def _from_the_start(self, shop: Shop, phrase: str, number: int, visit: Visit) -> ProductPage:
        page = await self._opened(shop, addressed(shop, phrase, 1), visit)
        for step in range(2, number + 1):
            if page.next:
                page = await self._opened(shop, page.next, visit)
            elif page.more:
                page = await self._grown(shop, page, visit, step)
            else:
                return ProductPage()
        return page

    async def _opened(self, shop: Shop, address: str, visit: Visit) -> ProductPage:
        await self._manners.before(address)
        return await self._understood(shop, await self._source(address, visit))

    async def _source(self, address: str, visit: Visit) -> PageSource:
        await self._browser.open(address, visit)
        source = await self._browser.source(visit)
        if source.status >= 400:
            raise StepError(f"{address[:200]} answered {source.status}.", ru=f"{address[:200]}: сервер ответил {source.status}.")
        return source

    async def _read(self, shop: Shop, visit: Visit) -> ProductPage:
        return await self._understood(shop, await self._browser.source(visit))

    async def _understood(self, shop: Shop, source: PageSource) -> ProductPage:
        return await anyio.to_thread.run_sync(_products, source.html, source.evidence.url, shop)

    async def _grown(self, shop: Shop, before: ProductPage, visit: Visit, number: int) -> ProductPage:
        """The page once its button for more was pressed and more has come."""
        if not before.more:
            return ProductPage()
        source = await self._browser.source(visit)
        await self._manners.before(source.evidence.url)
        pressing = visit.model_copy(update={"key": f"{visit.key}:more{number}"})
        await self._browser.do(Deed(kind="click", target=Target(role="button", name=before.more)), pressing)
        known = {product.link or product.name for product in before.products}
        page = before
        with anyio.move_on_after(_GROWS_S):
            while {product.link or product.name for product in page.products} <= known:
                await anyio.sleep(_LOOK_S)
                page = await self._understood(shop, await self._browser.source(visit))
        new = tuple(product for product in page.products if (product.link or product.name) not in known)
        return page.model_copy(update={"products": new, "more": page.more if new else ""})

    def _remember(self, search: _Search, number: int, following: str) -> None:
        if following:
            self._next[search, number + 1] = following
            while len(self._next) > MOST_PLACES:
                self._next.popitem(last=False)


def addressed(shop: Shop, phrase: str, number: int) -> str:
    """The address of a search. Raises StepRefused when there is no place for the words in it."""
    if "{query}" not in shop.address or not shop.address.lower().startswith(("http://", "https://")):
        raise StepRefused(
            f"The search address of “{shop.name}” must begin with http and have {{query}} where the words go.",
            ru=f"Адрес поиска «{shop.name}» должен начинаться с http и содержать {{query}} на месте слов.",
        )
    return shop.address.replace("{query}", quote(phrase)).replace("{page}", str(number))
