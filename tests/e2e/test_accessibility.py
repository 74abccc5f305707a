"""The window for those who do not see it or have no mouse: axe on every view, both themes and languages; the keyboard alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.sidecar import NEW_OWNER, ROOT, Sidecar
from tests.e2e.watcher import Watcher
from tests.e2e.window import Language, Theme, Window, opened

pytestmark = pytest.mark.browser

AXE = ROOT / "electron-ui" / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async () => {
  const found = await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]});
  return found.violations.map(({id, nodes}) => ({id, nodes: nodes.slice(0, 3).map(({html, failureSummary}) => [html.slice(0, 200), failureSummary])}));
}"""
WIDER = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
CUT_OFF = """() => [...document.querySelectorAll("button, select, input, textarea")]
  .filter((each) => { const box = each.getBoundingClientRect(); return box.width && (box.right > innerWidth + 1 || box.left < -1) })
  .map((each) => each.outerHTML.slice(0, 160))"""
PLACES = 8


def complaints(page: Page) -> list[dict[str, Any]]:
    """What axe finds wrong with the page as it is."""
    # evaluated over the debugging protocol: the page's own policy lets no script in
    page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE)
    return found


def filled_with_everything(window: Window, watcher: Watcher) -> None:
    """A conversation with every kind of card, one of them asking."""
    for sentence in ("write down call the bank", "deliver the parcel", "check my mail for today", "set a timer for one second"):
        watcher.settled(watcher.say(sentence))
    watcher.until(lambda event: event["type"] == "reminder.fired")
    for sentence in (
        "inspect the beds",
        "let the paint dry",
        "paint the fence",
        "publish the page and then add a task send the invoice",
    ):
        place = len(watcher.events)
        watcher.say(sentence)
        watcher.until(lambda event: event["type"] == "run.changed" and event["state"] == "waiting", place)
    expect(window.log.get_by_role("group", name=re.compile("Needs your yes|Нужно ваше согласие"))).to_be_visible()


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("en", "dark"), ("ru", "light"), ("ru", "dark")])
def test_no_view_and_no_dialog_has_a_fault_axe_can_find(
    browser: Browser, sidecar: Sidecar, watcher: Watcher, language: Language, theme: Theme
) -> None:
    with opened(browser, sidecar, language, theme) as window:
        page = window.page
        assert complaints(page) == [], "the empty conversation"
        filled_with_everything(window, watcher)
        assert complaints(page) == [], "the conversation"
        for place in range(PLACES):
            button = page.get_by_role("navigation").get_by_role("button").nth(place)
            button.click()
            assert complaints(page) == [], button.text_content()
        page.keyboard.press("Control+k")
        expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()
        assert complaints(page) == [], "the palette"
        page.keyboard.press("Escape")
        page.keyboard.press("Control+,")
        expect(page.get_by_role("dialog")).to_be_visible()
        assert complaints(page) == [], "the settings"
        assert window.complaints == []


@pytest.mark.parametrize("settings", [NEW_OWNER])
@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ru", "dark")])
def test_the_welcome_has_no_fault_axe_can_find(browser: Browser, sidecar: Sidecar, language: Language, theme: Theme) -> None:
    with opened(browser, sidecar, language, theme) as window:
        expect(window.page.get_by_role("dialog", name=re.compile("Welcome|Добро пожаловать"))).to_be_visible()
        assert complaints(window.page) == []
        assert window.complaints == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_nothing_is_cut_off_in_a_narrow_window(browser: Browser, sidecar: Sidecar, watcher: Watcher, language: Language) -> None:
    with opened(browser, sidecar, language, "light", (360, 640)) as window:
        page = window.page
        filled_with_everything(window, watcher)
        assert not page.evaluate(WIDER)
        assert page.evaluate(CUT_OFF) == []
        page.get_by_role("button", name=re.compile("^(Menu|Меню)$")).click()
        assert complaints(page) == []
        page.get_by_role("dialog").get_by_role("navigation").get_by_role("button").nth(1).click()
        assert not page.evaluate(WIDER)
        page.keyboard.press("Control+,")
        expect(page.get_by_role("dialog")).to_be_visible()
        assert not page.evaluate(WIDER)
        assert page.evaluate(CUT_OFF) == []


def test_the_conversation_is_a_polite_log_and_ends_are_announced(window: Window) -> None:
    expect(window.log).to_have_attribute("aria-live", "polite")
    expect(window.log).to_have_attribute("aria-busy", "false")
    turn = window.say("write down call the bank")
    expect(window.page.get_by_role("status").filter(has_text="Write a note: Done")).to_have_count(1)
    expect(turn.get_by_role("heading")).to_have_text(["Write a note"])


def test_a_command_is_given_its_question_answered_and_it_is_stopped_by_keyboard_alone(window: Window) -> None:
    keyboard = window.page.keyboard
    expect(window.composer).to_be_visible()
    keyboard.type("publish the page")
    expect(window.composer).to_have_value("publish the page")
    keyboard.press("Enter")
    card = window.log.get_by_role("group", name="Needs your yes")
    expect(card).to_be_focused()
    keyboard.press("Tab")
    expect(card.get_by_role("button", name="Yes")).to_be_focused()
    keyboard.press("Enter")
    expect(window.log).to_contain_text("It is public now.")
    expect(window.composer).to_be_focused()
    keyboard.type("let the paint dry")
    keyboard.press("Enter")
    stop = window.page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_visible()
    keyboard.press("Tab")
    expect(stop).to_be_focused()
    keyboard.press("Enter")
    expect(window.states(window.turn("let the paint dry"))).to_have_text([re.compile("^Stopped")])


def test_what_waits_is_reached_by_its_key_from_any_view(window: Window) -> None:
    turn = window.say("publish the page")
    expect(turn.locator(".question")).to_be_visible()
    window.page.get_by_role("button", name="Commands").click()
    window.page.keyboard.press("Control+j")
    expect(turn.locator(".question")).to_be_focused()


def test_every_control_can_be_reached_by_tab_and_has_a_name(window: Window, watcher: Watcher) -> None:
    filled_with_everything(window, watcher)
    unnamed = window.page.locator("button, input, select, textarea").evaluate_all(
        """(all) => all.filter((each) => each.checkVisibility()
             && !(each.getAttribute("aria-label") || each.labels?.length || each.textContent.trim())).map((each) => each.outerHTML)"""
    )
    assert unnamed == []
    unreachable = window.page.locator("button, input, select, textarea, a, summary").evaluate_all(
        "(all) => all.filter((each) => each.checkVisibility() && each.tabIndex < 0).map((each) => each.outerHTML)"
    )
    assert unreachable == []
