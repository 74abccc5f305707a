"""The tests' shops and webmail, served, and the owner's tables that describe them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.sidecar import QUIET
from tests.e2e.watcher import Watcher
from tests.sites.gadgetbarn import GadgetBarn
from tests.sites.kaufhof import Kaufhof
from tests.sites.lavka import Lavka
from tests.sites.serving import serving
from tests.sites.shop import Shop
from tests.sites.webmail import Webmail

BROWSING = (
    QUIET
    + """\
[browser]
show = false
pictures = false
allow_hosts = ["127.0.0.1"]
[market]
pause_s = 0
"""
)
"""Settings of an owner whose shops are on this computer and whose browser nobody sees."""
_COSTS = {
    "Aroma 200": 14_000,
    "Aroma 200 White": 15_000,
    "Aroma 300 Pro": 27_000,
    "Bosso Mini": 9_000,
    "Espra": 3_200,
    "Crema One": 9_500,
    "Dolce Vita": 119_000,
}


@dataclass
class Street:
    """Three shops next to one another, and a mailbox. `addresses` are where they are served."""

    lavka: Lavka = field(default_factory=Lavka)
    gadgetbarn: GadgetBarn = field(default_factory=GadgetBarn)
    kaufhof: Kaufhof = field(default_factory=Kaufhof)
    webmail: Webmail = field(default_factory=Webmail)
    addresses: dict[str, str] = field(default_factory=dict)

    @property
    def shops(self) -> Sequence[Shop]:
        """All of them."""
        return (self.lavka, self.gadgetbarn, self.kaufhof)

    @property
    def asked(self) -> list[str]:
        """Every page of results that was asked for, shop by shop."""
        return [f"{shop.key} {page}" for shop in self.shops for page in shop.site.asked]


@contextmanager
def street() -> Iterator[Street]:
    """Served until the block ends."""
    made = Street()
    with ExitStack() as stack:
        for shop in made.shops:
            made.addresses[shop.key] = stack.enter_context(serving(shop.site))
        made.addresses["webmail"] = stack.enter_context(serving(made.webmail.site))
        yield made


def furnish(watcher: Watcher, place: Street) -> None:
    """What an owner writes down once: his shops, what products cost him, what currencies are worth."""
    shops = [
        {"Магазин": "Лавка", "Адрес поиска": f"{place.addresses['lavka']}/search?q={{query}}&page={{page}}"},
        {"Магазин": "GadgetBarn", "Адрес поиска": f"{place.addresses['gadgetbarn']}/s?q={{query}}"},
        {"Магазин": "Kaufhof", "Адрес поиска": f"{place.addresses['kaufhof']}/suche?q={{query}}"},
    ]
    costs = [{"Товар": name, "Себестоимость": f"{cost} ₽", "Комиссия": 15} for name, cost in _COSTS.items()]
    table(watcher, "Магазины", {"Магазин": "text", "Адрес поиска": "text"}, shops)
    table(watcher, "Себестоимость", {"Товар": "text", "Себестоимость": "money", "Комиссия": "number"}, costs)
    rates = [{"Валюта": "USD", "Курс": 92}, {"Валюта": "EUR", "Курс": 99}]
    table(watcher, "Курсы", {"Валюта": "text", "Курс": "number"}, rates)
    mailbox = [{"Название": "Моя", "Адрес": f"{place.addresses['webmail']}/inbox"}]
    table(watcher, "Почта в браузере", {"Название": "text", "Адрес": "text"}, mailbox)


def table(watcher: Watcher, name: str, columns: dict[str, str], rows: list[dict[str, Any]]) -> None:
    """A table of the owner's, made in the window."""
    shaped = [{"name": column, "type": kind} for column, kind in columns.items()]
    made = watcher.call("tables.create", key=f"create-{name}", name=name, columns=shaped, language="ru")["table"]["id"]
    watcher.call("tables.add", key=f"rows-of-{name}", table=made, rows=rows, language="ru")


def rows_of(watcher: Watcher, name: str) -> list[dict[str, Any]]:
    """What stands in a table."""
    page = watcher.call("tables.find", table=name, query={"limit": 1000}, language="ru")["page"]
    return [row["values"] for row in page["rows"]]
