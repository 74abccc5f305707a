"""A command shown in Symbiote's browser by a real mouse and keyboard, saved, and carried out with another value, without a model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, Page, Playwright, expect, sync_playwright

from tests.e2e.shop import Shop, shop
from tests.e2e.sidecar import BUILT_IN, QUIET, Sidecar, running
from tests.e2e.watcher import Event, Watcher, watching

pytestmark = pytest.mark.browser


@pytest.fixture
def site() -> Iterator[Shop]:
    """The shop."""
    with shop() as served:
        yield served


@pytest.fixture
def sidecar(tmp_path: Path, site: Shop) -> Iterator[Sidecar]:
    """An assistant that may open the shop."""
    settings = f'{QUIET}[browser]\nallow_hosts = ["{site.host}"]\n'
    with running(tmp_path / "data", [BUILT_IN], settings) as started:
        yield started


@pytest.fixture
def watcher(sidecar: Sidecar) -> Iterator[Watcher]:
    """Who types to it."""
    with watching(sidecar) as connected:
        yield connected


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """The owner's hands."""
    with sync_playwright() as started:
        yield started


def hands_on(chromium: BrowserType, sidecar: Sidecar) -> Page:
    """The page that Symbiote's browser shows, for a hand at the mouse and keyboard."""
    port, path = (sidecar.data / "browser" / "profile" / "DevToolsActivePort").read_text().split("\n")[:2]
    browser = chromium.connect_over_cdp(f"ws://127.0.0.1:{port}{path}")
    page = browser.contexts[0].pages[-1]
    page.set_default_timeout(15_000)
    return page


def asked(watcher: Watcher, after: int) -> Event:
    """The next question."""
    question: Event = watcher.until(lambda event: event["type"] == "question.asked", after)["question"]
    return question


def answered(watcher: Watcher, text: str) -> Event:
    """Type an answer; what is asked then."""
    place = len(watcher.events)
    watcher.say(text)
    return asked(watcher, place)


def shown(watcher: Watcher, count: int) -> list[str]:
    """The lines of the card once there are so many."""
    found = watcher.until(lambda event: event["type"] == "showing.changed" and len(event["lines"]) == count)
    return [line["text"] for line in found["lines"]]


def ended(watcher: Watcher) -> Event:
    """End the recording by its button; what is asked then."""
    question = watcher.until(lambda event: event["type"] == "question.asked")["question"]
    place = len(watcher.events)
    press(watcher, question, 0)
    return asked(watcher, place)


def begin(watcher: Watcher, playwright: Playwright, sidecar: Sidecar, words: str) -> Page:
    """Begin to show."""
    place = len(watcher.events)
    watcher.say(words)
    assert len(asked(watcher, place)["options"]) == 2
    return hands_on(playwright.chromium, sidecar)


def press(watcher: Watcher, question: Event, value: object) -> None:
    """Give an answer on its card."""
    key = f"press-{question['id']}"
    given = {"value": value, "hash": question["hash"], "by": "click", "always": False}
    watcher.call("question.answer", key=key[-100:], question=question["id"], **given)


def test_an_order_is_shown_saved_and_placed_again_with_another_value(
    watcher: Watcher, sidecar: Sidecar, site: Shop, playwright: Playwright
) -> None:
    page = begin(watcher, playwright, sidecar, "смотри, как я это делаю, и назови это «заявка на бумагу»")
    page.goto(site.url)
    page.get_by_label("Поиск").click()
    page.keyboard.type("бумага")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Бумага А3").click()
    page.get_by_label("Количество").click()
    page.keyboard.type("20")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.get_by_label("Срочно").click()
    page.get_by_role("button", name="Оформить заявку").click()
    expect(page.get_by_role("heading")).to_have_text("Заявка №1 принята")
    assert shown(watcher, 8)[1:] == [
        "Ввести «бумага» в «Поиск»",
        "Нажать Enter в «Поиск»",
        "Нажать «Бумага А3»",
        "Ввести «20» в «Количество»",
        "Выбрать «Самовывоз» в «Доставка»",
        "Отметить «Срочно»",
        "Нажать «Оформить заявку»",
    ]
    question = answered(watcher, "готово")
    assert "«бумага», «20», «Самовывоз»" in question["text"]
    card = answered(watcher, "спрашивай 20")
    press(watcher, card, True)
    watcher.until(lambda event: event["type"] == "command.changed" and event["why"] == "shown")
    assert site.orders == [{"name": "Бумага А3", "amount": "20", "how": "Самовывоз", "urgent": "on"}]

    question = answered(watcher, "заявка на бумагу")
    assert question["text"] == "Количество?"
    press(watcher, question, "35")
    finished = watcher.until(lambda event: event["type"] == "run.finished" and event["run"] == question["run"])
    assert (finished["state"], finished["error"]) == ("done", "")
    steps = [event for event in watcher.of("step.finished") if event["run"] == question["run"]]
    assert len(steps) == 8 and all(step["evidence"]["picture"] for step in steps), "each with the page it was done on"
    assert site.orders[1] == {"name": "Бумага А3", "amount": "35", "how": "Самовывоз", "urgent": "on"}


def test_a_page_that_has_changed_is_asked_about_and_the_repair_is_proposed_as_a_difference(
    watcher: Watcher, sidecar: Sidecar, site: Shop, playwright: Playwright
) -> None:
    page = begin(watcher, playwright, sidecar, "смотри, как я это делаю, и назови это «заявка на бумагу»")
    page.goto(f"{site.url}item?name=Бумага А4")
    page.get_by_label("Количество").click()
    page.keyboard.type("20")
    page.get_by_role("button", name="Оформить заявку").click()
    shown(watcher, 3)
    press(watcher, answered(watcher, "готово"), "ничего")
    card = watcher.until(lambda event: event["type"] == "question.asked" and event["question"]["kind"] == "approve")["question"]
    press(watcher, card, True)
    watcher.until(lambda event: event["type"] == "command.changed")

    site.word = "Подать на склад"
    which = answered(watcher, "заявка на бумагу")
    assert "больше нет «Оформить заявку»" in which["text"] and which["picture"]
    assert which["options"][-1] == "Ничего из этого, остановить"
    place = next(number for number, option in enumerate(which["options"]) if "Подать на склад" in option)
    assert len(which["marks"]) == len(which["options"]) - 1 and 0 < which["marks"][place][1] < 1
    after = len(watcher.events)
    press(watcher, which, place)
    finished = watcher.until(lambda event: event["type"] == "run.finished", after)
    assert (finished["state"], finished["error"]) == ("done", "")
    assert [order["amount"] for order in site.orders] == ["20", "20"]

    repair = watcher.until(lambda event: event["type"] == "question.asked", after)["question"]
    assert repair["text"] == "Изменить эту команду?"
    assert repair["details"]["Что изменится"] == ["Было: «Оформить заявку». Станет: «Подать на склад»"]
    assert "-" in repair["details"]["YAML"] and "Подать на склад" in repair["details"]["YAML"]
    place = len(watcher.events)
    press(watcher, repair, True)
    changed = watcher.until(lambda event: event["type"] == "command.changed", place)
    assert (changed["version"], changed["why"]) == (2, "edited")

    assert watcher.settled(watcher.say("заявка на бумагу")) == [(changed["name"], "done")]
    assert len(site.orders) == 3, "the repaired command asks nothing any more"


def test_twenty_replays_do_the_same_twenty_times_and_ask_nobody(
    watcher: Watcher, sidecar: Sidecar, site: Shop, playwright: Playwright
) -> None:
    page = begin(watcher, playwright, sidecar, "смотри, как я это делаю, и назови это «заявка на бумагу»")
    page.goto(f"{site.url}item?name=Бумага А4")
    page.get_by_label("Количество").click()
    page.keyboard.type("20")
    page.get_by_label("Срочно").click()
    page.get_by_role("button", name="Оформить заявку").click()
    shown(watcher, 4)
    card = answered(watcher, "готово")
    place = len(watcher.events)
    press(watcher, card, "ничего")
    press(watcher, asked(watcher, place), True)
    name = watcher.until(lambda event: event["type"] == "command.changed")["name"]
    place = len(watcher.events)
    for _time in range(20):
        assert watcher.settled(watcher.say("заявка на бумагу")) == [(name, "done")]
    assert site.orders == [{"name": "Бумага А4", "amount": "20", "how": "Курьер", "urgent": "on"}] * 21
    told = {event["type"] for event in watcher.events[place:]}
    assert not told & {"question.asked", "answer.streamed", "allowance.reached", "clause.considered"}


def test_what_was_done_to_two_rows_is_done_to_every_row_of_a_longer_list(
    watcher: Watcher, sidecar: Sidecar, site: Shop, playwright: Playwright
) -> None:
    page = begin(watcher, playwright, sidecar, "watch how I do it and call it fill the basket")
    page.goto(f"{site.url}?q=бумага")
    for row in (0, 1):
        page.get_by_role("button", name="В корзину").nth(row).click()
        page.goto(f"{site.url}?q=бумага")
    shown(watcher, 5)
    question = ended(watcher)
    assert question["options"] == ["For every row", "Only for those shown"] and "2 of 3" in question["text"]
    place = len(watcher.events)
    press(watcher, question, 0)
    card = asked(watcher, place)
    assert "3. For each of: ‹rows›" in card["details"]["What it does"]
    press(watcher, card, True)
    watcher.until(lambda event: event["type"] == "command.changed")
    site.basket.clear()
    site.add("Бумага А5")
    question = answered(watcher, "fill the basket")
    assert question["sources"], "text of the page is used, so the first time it is asked about"
    watcher.call(
        "question.answer",
        key=f"always-{question['id']}"[-100:],
        question=question["id"],
        value=True,
        hash=question["hash"],
        by="click",
        always=True,
    )
    finished = watcher.until(lambda event: event["type"] == "run.finished" and event["run"] == question["run"])
    assert (finished["state"], finished["error"]) == ("done", "")
    assert site.basket == ["Бумага А4", "Бумага А3", "Бумага для факса", "Бумага А5"]
