"""Reports, landing pages and advertisements: right figures, both languages, and nothing of a page that could run."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from assistant.domain.base import Language
from assistant.domain.market import Product
from assistant.domain.value import Money
from assistant.market import advert, landing, report
from assistant.market.rank import Cost, Ranking, ranking

pytestmark = pytest.mark.unit
DAY = date(2026, 5, 5)
ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
RATES = {"RUB": 1.0, "USD": 90.0}


def ranked(name: str = "Aroma 200", link: str = "https://shop.example/1") -> Ranking:
    offers = [
        Product(shop="Лавка", name=name, price=Money(amount=24_990, currency="RUB"), rating=4.7, reviews=1_200, link=link),
        Product(shop="Barn", name=name, price=Money(amount=300, currency="USD"), rating=4.5, reviews=800, link=link),
        Product(shop="Barn", name="Crema", price=Money(amount=79.5, currency="USD"), reviews=3),
    ]
    return ranking(offers, [Cost(name, Money(amount=14_000, currency="RUB"), 500, 0.15)], "RUB", RATES, {})


def made(result: Ranking, language: Language = "ru", title: str = "Кофемашины") -> str:
    return report.html(report.Report(title, result, DAY, language, RATES, {}, ["Kaufhof: 500"]))


def text_of(html: str) -> str:
    return " ".join(BeautifulSoup(html, "lxml").get_text(" ").split()).replace("\u00a0", " ")


def test_the_report_says_what_to_sell_and_why() -> None:
    text = text_of(made(ranked()))
    assert "Выгоднее всего продавать Aroma 200" in text
    assert "С каждой продажи остаётся 7 596 ₽ (29 % цены), отзывов — 2 000" in text
    assert "2 товара, 3 предложения, 2 магазина: Лавка, Barn. 5 мая 2026." in text
    assert "Barn: 79,50 $" in text
    assert "Нет себестоимости" in text
    assert "1 USD = 90 ₽" in text
    assert "Прочитано не всё: Kaufhof: 500." in text


def test_the_report_speaks_english_too() -> None:
    text = text_of(made(ranked(), "en"))
    assert "₽7,596 left of each sale (29% of the price)" in text
    assert "2 products, 3 offers, 2 shops" in text
    assert not re.search("[а-я]{4}", text.replace("Кофемашины", "").replace("Лавка", ""))


def test_every_chart_is_whole_and_says_what_it_shows() -> None:
    drawings = re.findall(r"<svg.*?</svg>", made(ranked()), re.DOTALL)
    assert len(drawings) == 3
    for drawing in drawings:
        assert ElementTree.fromstring(drawing).get("aria-label")  # noqa: S314 - of our own making
    widths = [float(rect.get("width", "0")) for rect in ElementTree.fromstring(drawings[0]).iter("rect")][3:]  # noqa: S314
    assert [round(width / sum(widths), 2) for width in widths] == [0.56, 0.15, 0.29]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_nothing_of_a_page_can_run_in_what_is_written(language: Language) -> None:
    result = ranked(ATTACK, "javascript:alert(3)")
    top = result.ranked[0]
    drafted = advert.drafted(top, language)
    for html in (made(result, language, ATTACK), landing.html(top, drafted, DAY, language)):
        page = BeautifulSoup(html, "lxml")
        assert page.find(["script", "img", "iframe", "object", "link"]) is None
        assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
        assert not [tag for tag in page.find_all(href=True) if not str(tag["href"]).startswith(("https://", "#"))]
        policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
        assert policy is not None and "default-src 'none'" in str(policy)
        assert "alert(1)" in page.get_text(), "it is shown as the text it is"


def test_a_report_of_nothing_says_so() -> None:
    text = text_of(made(Ranking("RUB", ())))
    assert "Ни один товар с известной себестоимостью не приносит прибыли" in text


def test_the_advertisement_claims_only_what_was_seen() -> None:
    top = ranked().ranked[0]
    drafted = advert.drafted(top, "ru")
    text = advert.as_text(drafted, top, "ru").replace("\u00a0", " ")
    assert drafted.headline.replace("\u00a0", " ") == "Aroma 200 за 25 995 ₽"
    assert "Покупатели ставят 4,6 из 5: отзывов — 2 000." in text
    assert "в магазинах от 24 990 ₽ до 27 000 ₽" in text
    unknown = top.model_copy(update={"rating": None, "reviews": 0})
    assert "из 5" not in advert.drafted(unknown, "ru").text


def test_the_landing_page_is_a_draft_that_sends_nothing() -> None:
    top = ranked().ranked[0]
    page = BeautifulSoup(landing.html(top, advert.drafted(top, "ru"), DAY, "ru"), "lxml")
    assert "Черновик. Ничего не опубликовано" in page.get_text()
    assert "[заполните: компания, адрес, телефон]" in page.get_text()
    assert [form.get("action") for form in page.find_all("form")] == [None]
    assert [button.get("type") for button in page.find_all("button")] == ["button"]
