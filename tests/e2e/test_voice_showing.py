"""Teaching by showing in the real window: the work is shown in Symbiote's browser, agreed to and repeated by voice, with no model.

The test model hears nothing but its closed set: "watch how I do it" is typed, the phrase of the command is a sentence about a train.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.room import Room, listening_room
from tests.e2e.shop import Shop, shop
from tests.e2e.sidecar import HEARING
from tests.e2e.test_demonstration import keep
from tests.e2e.test_showing import hands_on
from tests.e2e.window import opened

pytestmark = [pytest.mark.browser, pytest.mark.device, pytest.mark.models]
PHRASE = "поезд опять опоздал"


@pytest.fixture
def site() -> Iterator[Shop]:
    """The shop."""
    with shop() as served:
        yield served


@pytest.fixture
def room(tmp_path: Path, site: Shop) -> Iterator[Room]:
    """A room whose assistant may open the shop."""
    with listening_room(
        tmp_path, f'{HEARING}[browser]\nallow_hosts = ["{site.host}"]\n[window]\nfirst_run_done = true\n'
    ) as listening:
        yield listening


def test_three_steps_are_shown_kept_by_a_spoken_yes_and_repeated_by_voice_twice(room: Room, site: Shop, browser: Browser) -> None:
    with opened(browser, room.sidecar, "ru") as window:
        place = len(room.watcher.events)
        window.say(f"смотри, как я это делаю, и назови это «{PHRASE}»")
        room.watcher.until(lambda event: event["type"] == "question.asked", place)
        page = hands_on(browser.browser_type, room.sidecar)
        page.goto(f"{site.url}item?name=Бумага А4")
        page.get_by_label("Количество").click()
        page.keyboard.type("20")
        page.get_by_role("button", name="Оформить заявку").click()
        expect(page.get_by_role("heading")).to_have_text("Заявка №1 принята")
        card = window.log.get_by_text("Нажать «Оформить заявку»")
        expect(card).to_be_visible()
        keep(window.page, "shown")
        for said in ("готово", "ничего"):
            place = len(room.watcher.events)
            window.say(said)
            room.watcher.until(lambda event: event["type"] == "question.asked", place)
        keep(window.page, "card")
        place = len(room.watcher.events)
        room.hear("да")
        room.watcher.until(lambda event: event["type"] == "command.changed", place)
        for count in (2, 3):
            turn = room.hear(PHRASE)["turn"]
            assert [state for _command, state in room.watcher.settled(turn)] == ["done"]
            assert len(site.orders) == count
        expect(window.states(window.turn(PHRASE))).to_have_text([re.compile("^Готово")])
        expect(window.turn(PHRASE)).to_be_in_viewport()
        keep(window.page, "replayed")
        assert site.orders[2] == {"name": "Бумага А4", "amount": "20", "how": "Курьер"}
        assert window.complaints == []
