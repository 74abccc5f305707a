"""The connections in a real browser: Google's pages clicked through, a permission withdrawn and given again while a run waits."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.sidecar import QUIET, Sidecar
from tests.e2e.test_accessibility import WIDER, complaints
from tests.e2e.watcher import Watcher
from tests.e2e.window import Language, Theme, Window, opened
from tests.google.consent import CLIENT_ID, CLIENT_SECRET, OWNER
from tests.google.double import Double, double
from tests.google.gmail import Gmail
from tests.mail.letters import letter

pytestmark = pytest.mark.browser
CONNECTED = re.compile("^(Connected: Google accepts|Подключено: Google принимает)")


@pytest.fixture
def google() -> Iterator[Double]:
    """Google's double with one letter."""
    with double() as made:
        Gmail(made).deliver(letter())
        yield made
        # The browser asks every site for its picture.
        made.unfit[:] = [each for each in made.unfit if "favicon" not in each]


@pytest.fixture
def settings(google: Double) -> str:
    """An owner whose Google is the double."""
    return f'{QUIET}[google]\nstand_in = "{google.url}"\n[mail]\nhistory_days = 36500\n'


def show_connections(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("button", name=re.compile("^(Connections|Подключения)$")).click()
    expect(page.get_by_role("heading", level=2, name=re.compile("^(Connections|Подключения)$"))).to_be_focused()


def enter_client(page: Page) -> None:
    page.get_by_label(re.compile("^(Client id|Id клиента)$")).fill(CLIENT_ID)
    page.get_by_label(re.compile("^(Client secret|Секрет клиента)$")).fill(CLIENT_SECRET)
    page.get_by_label(re.compile("^(Client secret|Секрет клиента)$")).press("Enter")


def answer_at_google(page: Page, button: str = "Allow") -> None:
    """What the owner does on Google's page: here it is opened from the window, for this computer's browser opens nothing."""
    with page.context.expect_page() as coming:
        page.get_by_role("link", name=re.compile("^(Open the page again|Открыть страницу ещё раз)$")).click()
    there = coming.value
    there.get_by_role("button", name=button).click()
    expect(there.get_by_text("Symbiote", exact=True)).to_be_visible()
    there.close()


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ru", "dark")])
def test_google_is_connected_allowed_more_and_let_go(
    browser: Browser, sidecar: Sidecar, google: Double, language: Language, theme: Theme
) -> None:
    with opened(browser, sidecar, language, theme, (900, 760)) as window:
        page = window.page
        show_connections(page)
        assert complaints(page) == [], "nothing connected"
        enter_client(page)
        page.get_by_role("button", name=re.compile("^(Connect Google|Подключить Google)$")).click()
        answer_at_google(page, "Cancel")
        expect(page.get_by_role("alert")).to_have_text(re.compile("^(Nothing was allowed|В Google ничего не разрешили)"))
        assert complaints(page) == [], "refused"
        page.get_by_role("button", name=re.compile("^(Connect Google|Подключить Google)$")).click()
        answer_at_google(page)
        expect(page.get_by_text(CONNECTED)).to_be_visible()
        expect(page.get_by_text(re.compile("^ ?(through Google|через Google)$"))).to_be_visible()
        page.get_by_role("button", name=re.compile(f"(Allow for|Разрешить для) {OWNER}: (Sort and send|Разбирать)")).click()
        answer_at_google(page)
        expect(page.get_by_role("button", name=re.compile("(Sort and send mail|Разбирать и отправлять)"))).to_have_count(0)
        expect(page.get_by_text(CONNECTED)).to_be_visible()
        assert complaints(page) == [], "connected"
        assert not page.evaluate(WIDER)
        page.get_by_role("button", name=re.compile("^(Disconnect owner|Отключить owner)")).click()
        page.get_by_role("button", name=re.compile("^(Yes, disconnect|Да, отключить)$")).click()
        expect(page.get_by_text(re.compile("Google was told|Google об этом знает"))).to_be_visible()
        expect(page.get_by_text(CONNECTED)).to_have_count(0)
        assert google.consent.granted == {}
        assert window.complaints == []


def test_a_run_waits_while_google_is_gone_or_wants_a_sign_in_and_goes_on_by_itself(
    window: Window, watcher: Watcher, google: Double
) -> None:
    page = window.page
    show_connections(page)
    enter_client(page)
    page.get_by_role("button", name="Connect Google").click()
    answer_at_google(page)
    expect(page.get_by_text(CONNECTED)).to_be_visible()
    google.stop()
    turn = watcher.say("find my letters")
    watcher.until(lambda event: event["type"] == "step.finished" and event["turn"] == turn and event["state"] == "retrying")
    watcher.until(lambda event: event["type"] == "run.changed" and event["turn"] == turn and event["state"] == "waiting")
    google.start()
    assert watcher.settled(turn) == [("mail-find", "done")]
    google.consent.withdraw()
    turn = watcher.say("search my mail for договор")
    waits = watcher.until(lambda event: event["type"] == "step.finished" and event["turn"] == turn)
    assert waits["state"] == "retrying" and "Connect Google again" in waits["error"]
    page.get_by_role("navigation").get_by_role("button", name="Conversation").click()
    expect(window.turn("search my mail for договор")).to_contain_text("Connect Google again")
    window.turn("search my mail for договор").get_by_role("button", name="Open connections").click()
    page.get_by_role("button", name=f"Connect {OWNER} again").click()
    answer_at_google(page)
    assert watcher.settled(turn) == [("mail-find", "done")]
