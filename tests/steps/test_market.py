"""Steps on shops and webmails: what they give, what they keep, what proves it, and taking it back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import ports
from assistant.domain.base import Json
from assistant.domain.run import StepResult
from assistant.domain.table import Column, TableQuery
from assistant.errors import ModelNonsense, StepError, StepRefused
from assistant.store.database import Database
from assistant.store.tables import Tables
from tests.fakes.folders import FakeFolders
from tests.fakes.model import FakeModel
from tests.fakes.ports import FakeContext
from tests.fakes.sites import FakeSites
from tests.steps.conftest import NOW, Act

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
TakeBack = Callable[[str, StepResult, str], Awaitable[str]]
SHOPS = [Column(name="Shop"), Column(name="Search address"), Column(name="More")]
COSTS = [Column(name="Product"), Column(name="Cost", type="money"), Column(name="Commission", type="number")]
RATES = [Column(name="Currency"), Column(name="Rate", type="number")]
ROWS: dict[str, list[dict[str, Json]]] = {
    "Shops": [
        {"Shop": "lavka", "Search address": "https://lavka.example/search?q={query}"},
        {"Shop": "kaufhof", "Search address": "https://kaufhof.example/suche?q={query}"},
    ],
    "Costs": [
        {"Product": "Aroma 200", "Cost": "9000 RUB", "Commission": 15},
        {"Product": "Espra", "Cost": "3000 RUB", "Commission": 0.15},
    ],
    "Rates": [{"Currency": "RUB", "Rate": 1}, {"Currency": "EUR", "Rate": 100}],
}


@pytest.fixture(autouse=True)
async def tables(context: FakeContext, tmp_path: Path) -> AsyncIterator[Tables]:
    """An English-speaking owner with two shops, some costs and rates."""
    database = Database(tmp_path / "tables.sqlite", lambda _told: None)
    database.open()
    made = Tables(database)
    doubles: dict[type, object] = {
        ports.Tables: made,
        ports.Sites: FakeSites(),
        ports.Model: FakeModel(connected=False),
        ports.Folders: FakeFolders(),
    }
    context.ports = {**context.ports, **doubles}
    for name, columns in {"Shops": SHOPS, "Costs": COSTS, "Rates": RATES}.items():
        await made.create(name, columns, key=name, language="en")
        await made.add(name, ROWS[name], key=f"{name}:rows", language="en", today=NOW.date())
    yield made
    database.close()


async def rows(tables: Tables, name: str) -> list[dict[str, Json]]:
    page = await tables.find(name, TableQuery(limit=1_000), language="en", today=NOW.date())
    return [dict(row.values) for row in page.rows]


async def collected(act: Act) -> None:
    for shop in ("lavka", "kaufhof"):
        for page in (1, 2, 3):
            await act("market.collect", {"shop": shop, "phrase": "coffee", "page": page, "table": "Market"})


# --- searching ---


async def test_every_phrase_is_searched_in_every_shop(act: Act) -> None:
    plan = (await act("market.searches", {"phrases": ["kettle", "coffee", "kettle"]})).value
    assert [search["text"] for search in plan["searches"]] == [
        "lavka: kettle",
        "kaufhof: kettle",
        "lavka: coffee",
        "kaufhof: coffee",
    ]
    assert (plan["pages"], plan["table"], plan["day"]) == (5, "Market", "2026-05-05")
    assert (await act("market.searches", {"phrases": "kettle", "shops": ["Kaufhof"], "pages": 2})).value["pages"] == 2


async def test_an_owner_without_shops_is_told_what_to_say(act: Act, tables: Tables) -> None:
    await tables.drop("Shops", key="gone")
    with pytest.raises(StepRefused, match="add a shop"):
        await act("market.searches", {"phrases": "kettle"})


async def test_a_shop_that_is_described_wrongly_is_named(act: Act, tables: Tables) -> None:
    await tables.add("Shops", [{"Shop": "Bad", "Search address": "x" * 3_000}], key="b", language="en", today=NOW.date())
    with pytest.raises(StepRefused, match=r"“Bad” is described wrongly: address"):
        await act("market.searches", {"phrases": "kettle"})


async def test_offers_bear_their_shop_and_where_they_are_from(act: Act) -> None:
    found = await act("market.offers", {"shop": "lavka", "phrase": "kettle"})
    assert (found.value["found"], found.value["more"]) == (4, True)
    assert {product["shop"] for product in found.value["products"]} == {"lavka"}
    assert [(source.kind, source.who) for source in found.sources] == [("page", "lavka")]


async def test_offers_are_compared_in_lines_and_rows(act: Act, context: FakeContext) -> None:
    offers: list[Any] = []
    for shop in ("lavka", "kaufhof"):
        offers += (await act("market.offers", {"shop": shop, "phrase": "kettle"})).value["products"]
    compared = (await act("market.compare", {"offers": offers, "phrase": "kettle"})).value
    costs = [row["cost"]["amount"] for row in compared["rows"]]
    assert costs == sorted(costs)
    assert compared["currency"] == "RUB"
    assert "lavka ₽2,490" in str(compared["lines"])
    context.language = "ru"
    assert "цены" in (await act("market.compare", {"offers": offers})).value["lines"][0]


async def test_what_could_not_be_compared_is_told(act: Act, tables: Tables) -> None:
    await tables.drop("Rates", key="gone")
    offers = (await act("market.offers", {"shop": "kaufhof", "phrase": "kettle"})).value["products"]
    assert "no rate for EUR" in str((await act("market.compare", {"offers": offers, "currency": "RUB"})).value["notes"])


# --- collecting ---


async def test_a_page_is_collected_once_a_day_and_can_be_taken_out_again(act: Act, tables: Tables, take_back: TakeBack) -> None:
    page = {"shop": "lavka", "phrase": "coffee", "table": "Market"}
    first = await act("market.collect", page, key="k")
    again = await act("market.collect", page, key="k")
    other = await act("market.collect", page)
    assert [one.value["added"] for one in (first, again, other)] == [5, 0, 0]
    assert len(await rows(tables, "Market")) == 5
    assert first.receipt is not None and first.sources
    await act("market.collect", {**page, "page": 2}, key="k2")
    assert await take_back("market.collect", first, "k2") == "Rows removed: 3"
    assert len(await rows(tables, "Market")) == 5


async def test_what_is_collected_is_ranked_by_the_owners_costs(act: Act) -> None:
    await collected(act)
    rank = await act("market.rank")
    assert rank.value["lines"][0].startswith("1. Кофемашина Aroma 200 — ₽25,445, margin ₽12,628 (50%)")
    assert rank.value["best"]["name"] == "Кофемашина Aroma 200"
    assert (rank.value["offers"], rank.value["without_cost"]) == (19, 7)
    assert {source.who for source in rank.sources} == {"lavka", "kaufhof"}, "what writes these names asks first"
    assert (await act("market.rank", {"phrases": ["kettle"]})).value["offers"] == 0


async def test_costs_may_be_a_csv_file(act: Act, context: FakeContext) -> None:
    folders = context.use(ports.Folders)
    assert isinstance(folders, FakeFolders)
    folders.texts["costs.csv"] = "товар;себестоимость;комиссия\nAroma 200;8000 ₽;15 %\n"
    await collected(act)
    best = (await act("market.rank", {"costs": "costs.csv"})).value["best"]
    assert best["cost"]["amount"] == 8_000


async def test_nothing_collected_is_nothing_ranked(act: Act) -> None:
    rank = (await act("market.rank")).value
    assert (rank["offers"], rank["lines"], rank["best"]) == (0, [], None)


# --- writing ---


async def test_a_report_is_written_once_and_taken_back_whole(act: Act, context: FakeContext, take_back: TakeBack) -> None:
    await collected(act)
    rank = (await act("market.rank")).value
    advert = (await act("market.advert", {"product": rank["best"]})).value
    wanted = {"title": "Market: coffee", "lines": rank["lines"], "advert": advert}
    written = await act("market.report", wanted, key="k")
    assert (await act("market.report", wanted, key="k")).value == written.value
    folders = context.use(ports.Folders)
    assert isinstance(folders, FakeFolders)
    assert [path.rpartition("/")[2] for path in folders.texts] == ["report.html", "landing page.html", "advertisement.txt"]
    assert written.receipt is not None and written.receipt.link.endswith("report.html")
    assert await take_back("market.report", written, "k") == "Files removed: 3"
    assert folders.texts == {}


async def test_a_report_is_not_written_when_the_ranking_is_another_by_now(act: Act, tables: Tables) -> None:
    await collected(act)
    lines = (await act("market.rank")).value["lines"]
    await tables.add("Costs", [{"Product": "Bosso Mini", "Cost": "1 RUB"}], key="new", language="en", today=NOW.date())
    with pytest.raises(StepRefused, match="has changed"):
        await act("market.report", {"title": "x", "lines": lines})


async def test_the_model_writes_the_advertisement_from_data_when_it_is_connected(act: Act, context: FakeContext) -> None:
    await collected(act)
    best = (await act("market.rank")).value["best"]
    model = FakeModel({"headline": "Best coffee", "text": "Buy it.", "points": ["one"], "keywords": ["coffee"]})
    context.ports = {**context.ports, ports.Model: model}
    assert (await act("market.advert", {"product": best})).value["by"] == "model"
    assert best["name"] not in model.prompts[0].instructions, "names from pages are never instructions"
    context.ports = {**context.ports, ports.Model: FakeModel(ModelNonsense("no"))}
    assert (await act("market.advert", {"product": best})).value["by"] == "template"


# --- learning ---


async def test_a_shop_is_learned_from_one_page_and_kept(act: Act, tables: Tables, take_back: TakeBack) -> None:
    address = "https://www.lavka2.example/search?q=coffee"
    learned = (await act("market.learn", {"address": address, "word": "coffee"})).value
    assert (learned["found"], learned["shop"]["name"]) == (5, "lavka2.example")
    assert learned["shop"]["address"] == "https://www.lavka2.example/search?q={query}"
    assert learned["shop"]["currency"] == "RUB"
    kept = await act("market.keep", {"shop": learned["shop"]}, key="k")
    await act("market.keep", {"shop": learned["shop"]}, key="k")
    assert [row["Shop"] for row in await rows(tables, "Shops")] == ["lavka", "kaufhof", "lavka2.example"]
    with pytest.raises(StepRefused, match="already"):
        await act("market.keep", {"shop": {**learned["shop"], "address": "https://other.example/{query}"}})
    assert "Shop removed" in await take_back("market.keep", kept, "k")
    assert len(await rows(tables, "Shops")) == 2


async def test_the_first_shop_makes_the_table(act: Act, tables: Tables, take_back: TakeBack) -> None:
    await tables.drop("Shops", key="gone")
    kept = await act("market.keep", {"shop": {"name": "A", "address": "https://a.example/?q={query}"}}, key="k")
    assert [row["Shop"] for row in await rows(tables, "Shops")] == ["A"]
    await take_back("market.keep", kept, "k")
    assert "Shops" not in [table.name for table in await tables.all()]


@pytest.mark.parametrize("word", ["tea", "кофе"])
async def test_an_address_without_the_word_is_refused(word: str, act: Act) -> None:
    with pytest.raises(StepRefused, match="does not stand in that address"):
        await act("market.learn", {"address": "https://lavka.example/search?q=coffee", "word": word})


async def test_a_page_without_products_teaches_nothing(act: Act) -> None:
    with pytest.raises(StepRefused, match="no products"):
        await act("market.learn", {"address": "https://lavka.example/search?q=piano", "word": "piano"})


# --- webmail ---


async def test_a_mailbox_is_kept_read_and_taken_back(act: Act, tables: Tables, take_back: TakeBack) -> None:
    with pytest.raises(StepRefused, match="add my webmail"):
        await act("webmail.list")
    kept = await act("webmail.keep", {"address": "mail.example/inbox"}, key="k")
    page = await act("webmail.list")
    assert (page.value["login"], len(page.value["letters"])) == (False, 5)
    assert "Анна Петрова" in page.sources[0].who
    read = await act("webmail.read", {"letter": page.value["letters"][0]})
    assert (read.value["important"], read.value["why"].split(", ")[0]) == (True, "asks you something")
    assert "подписанный экземпляр" in read.value["text"]
    await take_back("webmail.keep", kept, "k")
    assert "Webmail" not in [table.name for table in await tables.all()]


async def test_a_mailbox_that_asks_who_is_there_says_so(act: Act, context: FakeContext) -> None:
    context.ports = {**context.ports, ports.Sites: FakeSites(signed_in=False)}
    await act("webmail.keep", {"address": "https://mail.example/inbox", "name": "mine"})
    assert (await act("webmail.list", {"mailbox": "Mine"})).value["login"] is True
    with pytest.raises(StepRefused, match="no mailbox “other”"):
        await act("webmail.list", {"mailbox": "other"})


async def test_a_shop_that_is_down_fails_its_step_alone(act: Act, context: FakeContext) -> None:
    context.ports = {**context.ports, ports.Sites: FakeSites(broken=frozenset({"kaufhof"}))}
    with pytest.raises(StepError, match="500"):
        await act("market.offers", {"shop": "kaufhof", "phrase": "kettle"})
    assert (await act("market.offers", {"shop": "lavka", "phrase": "kettle"})).value["found"] == 4
