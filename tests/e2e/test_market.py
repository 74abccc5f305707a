"""Shops and a webmail in a real browser, spoken for by the built-in commands: compared, scanned, ranked, reported, read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.e2e.market import BROWSING, Street, furnish, rows_of, street
from tests.e2e.sidecar import Sidecar
from tests.e2e.watcher import Event, Watcher, watching

pytestmark = pytest.mark.browser


@pytest.fixture
def settings() -> str:
    """The shops are on this computer."""
    return BROWSING


@pytest.fixture
def place() -> Iterator[Street]:
    """Three shops and a webmail."""
    with street() as made:
        yield made
        for shop in made.shops:
            shop.site.free.set()


@pytest.fixture
def owner(watcher: Watcher, place: Street) -> Watcher:
    """An owner who has written down his shops, costs, rates and mailbox."""
    furnish(watcher, place)
    return watcher


def question(watcher: Watcher, turn: str, after: int = 0) -> Event:
    """The next question of a turn."""
    found: Event = watcher.until(lambda event: event["type"] == "question.asked" and event["turn"] == turn, after)["question"]
    return found


def agree(watcher: Watcher, asked: Event) -> None:
    """Yes to exactly what was shown."""
    watcher.call("question.answer", key=f"yes-to-{asked['id']}", question=asked["id"], value=True, hash=asked["hash"])


def said(watcher: Watcher, turn: str) -> str:
    """All that was shown, in one text."""
    shown = []
    for event in watcher.of("message.said", turn):
        items = [" · ".join(map(str, item.values())) if isinstance(item, dict) else str(item) for item in event["items"]]
        shown += [event["text"], *items]
    return "\n".join(shown).replace("\u00a0", " ")


def scan(watcher: Watcher, phrase: str = "кофемашина") -> str:
    """Ask for a market scan."""
    return watcher.say(f"просканируй рынок по запросу {phrase}")


def test_prices_are_compared_over_three_shops_in_one_currency(owner: Watcher) -> None:
    turn = owner.say("сравни цены на чайник Vapor")
    assert owner.settled(turn) == [("prices-compare", "done")]
    text = said(owner, turn)
    assert "Дешевле всего: Чайник Vapor 1.7 л, Лавка, 2 490 ₽" in text
    assert "Лавка 2 490 ₽ · Kaufhof 2 960 ₽ (29,90 €) +19 % · GadgetBarn 3 211 ₽ (34,90 $) +29 %" in text
    assert not owner.of("question.asked", turn), "looking at prices asks for nothing"


def test_a_scan_collects_every_page_and_writes_a_report_with_one_yes(owner: Watcher, place: Street, sidecar: Sidecar) -> None:
    turn = scan(owner)
    card = question(owner, turn)
    assert card["details"]["lines"][0].startswith("1. Кофемашина капсульная Espra — 7")
    assert {source["who"] for source in card["sources"]} >= {"Лавка", "GadgetBarn", "Kaufhof"}
    agree(owner, card)
    assert owner.settled(turn) == [("market-scan", "done")]
    assert len(owner.of("question.asked", turn)) == 1

    rows = rows_of(owner, "Рынок")
    assert {shop: sum(row["Магазин"] == shop for row in rows) for shop in ("Лавка", "GadgetBarn", "Kaufhof")} == {
        "Лавка": 10,
        "GadgetBarn": 9,
        "Kaufhof": 9,
    }
    assert len(place.asked) == len(set(place.asked)) == 8, "every page was asked for once"

    (folder,) = (sidecar.data / "exports").iterdir()
    names = [strong.get_text() for strong in page_of(folder / "отчёт.html").select(".best strong")]
    assert names == ["Кофемашина капсульная Espra"]
    ranked = [row.select_one("td:nth-child(2)") for row in page_of(folder / "отчёт.html").select("table")[0].select("tbody tr")]
    assert [cell.get_text() for cell in ranked if cell][:3] == [
        "Кофемашина капсульная Espra",
        "Кофемашина Bosso Mini",
        "Кофемашина Aroma 200",
    ]
    assert len(page_of(folder / "отчёт.html").select("svg")) == 3
    assert "Кофемашина капсульная Espra" in page_of(folder / "посадочная страница.html").get_text()
    assert "Объявление, черновик" in (folder / "объявление.txt").read_text(encoding="utf-8")


def test_a_shop_that_fails_does_not_stop_the_others_and_is_told(owner: Watcher, place: Street) -> None:
    place.kaufhof.site.broken = frozenset({"/suche"})
    turn = scan(owner, "наушники")
    agree(owner, question(owner, turn))
    assert owner.settled(turn) == [("market-scan", "done")]
    text = said(owner, turn)
    assert "Kaufhof: наушники: " in text and "сервер ответил 500" in text
    assert {row["Магазин"] for row in rows_of(owner, "Рынок")} == {"Лавка", "GadgetBarn"}


def test_what_was_collected_before_a_stop_stays_and_can_be_reported(owner: Watcher, place: Street, sidecar: Sidecar) -> None:
    place.gadgetbarn.site.held = "/s"
    turn = scan(owner)
    run = owner.until(lambda event: event["type"] == "run.started" and event["turn"] == turn)["run"]
    assert place.gadgetbarn.site.reached.wait(60)
    owner.call("run.cancel", run=run, key="stop-the-scan")
    place.gadgetbarn.site.free.set()
    assert owner.settled(turn) == [("market-scan", "cancelled")]
    assert {row["Магазин"] for row in rows_of(owner, "Рынок")} == {"Лавка"}
    again = owner.say("сделай отчёт по рынку")
    agree(owner, question(owner, again))
    assert owner.settled(again) == [("market-report", "done")]
    assert len(list((sidecar.data / "exports").iterdir())) == 1


def test_a_scan_that_was_broken_off_goes_on_without_asking_for_a_page_again(
    owner: Watcher, place: Street, sidecar: Sidecar
) -> None:
    place.kaufhof.site.held = "/suche"
    turn = scan(owner)
    assert place.kaufhof.site.reached.wait(60)
    sidecar.kill()
    before = [page for page in place.asked if not page.startswith("kaufhof")]
    place.kaufhof.site.free.set()
    sidecar.start()
    with watching(sidecar) as back:
        agree(back, question(back, turn))
        back.until(lambda event: event["type"] == "run.finished" and event["turn"] == turn and event["state"] == "done")
        assert [page for page in place.asked if not page.startswith("kaufhof")] == before
        rows = rows_of(back, "Рынок")
    assert len(rows) == 28
    assert len({(row["Магазин"], row["Товар"]) for row in rows}) == 28


def test_todays_important_letters_are_found_in_the_webmail(owner: Watcher, place: Street) -> None:
    turn = owner.say("посмотри мою почту в браузере")
    asked = question(owner, turn)
    assert "Войдите в окне браузера" in asked["text"]
    place.webmail.signed_in |= place.webmail.site.visitors
    agree(owner, asked)
    assert owner.settled(turn) == [("webmail-important", "done")]
    text = said(owner, turn)
    today = [letter for letter in place.webmail.letters if letter.unread is False or letter.matters]
    assert today
    for letter in place.webmail.letters:
        assert (f"{letter.sender}: {letter.subject}" in text) == letter.matters
    assert "вас о чём-то спрашивают" in text
    opened = [page for page in place.webmail.site.asked if page.startswith("GET /letter")]
    assert len(opened) == sum(letter.matters for letter in place.webmail.letters), "what does not look important stays unopened"


def page_of(file: Path) -> BeautifulSoup:
    """A page that was written."""
    return BeautifulSoup(file.read_text(encoding="utf-8"), "lxml")
