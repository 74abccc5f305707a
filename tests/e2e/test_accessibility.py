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
WORKFLOW = (
    ROOT
    / "tests"
    / "data"
    / "n8n"
    / "workflows"
    / "20_Bitrix24_Chatbot_Application_Workflow_example_with_Webhook_Integration.json"
)


def complaints(page: Page) -> list[dict[str, Any]]:
    """What axe finds wrong with the page as it is."""
    # evaluated over the debugging protocol: the page's own policy lets no script in
    page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE)
    return found


def filled_with_everything(window: Window, watcher: Watcher) -> None:
    """A conversation with every kind of card, one of them asking."""
    for sentence in ("write down call the bank", "deliver the parcel", "juggle five torches", "set a timer for one second"):
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


def filled_lists(watcher: Watcher) -> None:
    """Something in the lists that no sentence above fills, and a secret that a command lacks."""
    columns = [{"name": "What"}, {"name": "Amount", "type": "money"}]
    table = watcher.call("tables.create", key="axe-create", name="Expenses", columns=columns)["table"]["id"]
    watcher.call("tables.add", key="axe-add-rows", table=table, rows=[{"What": "tea", "Amount": "$5"}])
    watcher.settled(watcher.say("run “My tasks” every weekday at 9"))
    watcher.call("secrets.set", key="axe-secret", name="shop", value="sk-0123456789")


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("en", "dark"), ("ru", "light"), ("ru", "dark")])
def test_no_view_and_no_dialog_has_a_fault_axe_can_find(
    browser: Browser, sidecar: Sidecar, watcher: Watcher, language: Language, theme: Theme
) -> None:
    with opened(browser, sidecar, language, theme) as window:
        page = window.page
        assert complaints(page) == [], "the empty conversation"
        filled_with_everything(window, watcher)
        assert complaints(page) == [], "the conversation"
        filled_lists(watcher)
        places = page.get_by_role("navigation").get_by_role("button")
        assert places.count() >= 11
        for place in places.all():
            place.click()
            expect(place).to_have_attribute("aria-current", "page")
            if place.text_content() not in ("Conversation", "Разговор"):
                expect(page.get_by_role("heading", level=2, name=place.text_content() or "", exact=True)).to_be_visible()
            assert complaints(page) == [], place.text_content()
        page.keyboard.press("Control+k")
        expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()
        assert complaints(page) == [], "the palette"
        page.keyboard.press("Escape")
        page.keyboard.press("Control+,")
        expect(page.get_by_role("dialog")).to_be_visible()
        assert complaints(page) == [], "the settings"
        page.get_by_text(re.compile("^(Show settings that are seldom needed|Показать настройки, которые нужны редко)$")).click()
        expect(
            page.get_by_role("spinbutton", name=re.compile("^(Tries after the first|Повторов после первой попытки)$"))
        ).to_be_visible()
        page.get_by_role("button", name=re.compile("^(Remove the secret shop|Удалить секрет «shop»)$")).click()
        assert complaints(page) == [], "the settings, all of them"
        assert window.complaints == []


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ru", "dark")])
def test_pictures_the_editor_and_a_command_from_a_file_have_no_fault_axe_can_find(
    browser: Browser, sidecar: Sidecar, watcher: Watcher, language: Language, theme: Theme
) -> None:
    with opened(browser, sidecar, language, theme, (900, 700)) as window:
        page = window.page
        turn = watcher.say("inspect the beds")
        watcher.until(lambda event: event["type"] == "question.asked" and event["turn"] == turn)
        said = window.turn("inspect the beds")
        said.get_by_role("button", name=re.compile("^(Picture|Схема)$")).first.click()
        expect(said.get_by_role("img", name=re.compile("^(Picture of the flow|Схема):"))).to_be_visible()
        assert complaints(page) == [], "the picture of a run"
        assert not page.evaluate(WIDER)
        page.get_by_role("navigation").get_by_role("button", name=re.compile("^(Commands|Команды)$")).click()
        edit = re.compile("^(Edit the command|Изменить команду): (Inspect the beds|Осмотреть грядки)$")
        page.get_by_role("button", name=edit).click(timeout=60_000)
        tabs = page.get_by_role("tab")
        expect(tabs).to_have_count(5)
        for tab in tabs.all():
            tab.click()
            expect(tab).to_have_attribute("aria-selected", "true")
            assert complaints(page) == [], tab.text_content()
            assert not page.evaluate(WIDER)
        page.get_by_role("tab", name=re.compile("^(Picture|Схема)$")).click()
        step = page.get_by_role("button", name=re.compile("^(Ask me|Спросить меня), state"))
        step.press("Enter")
        expect(page.locator(".step-head", has_text=re.compile("Ask me|Спросить меня"))).to_be_focused()
        page.get_by_role("navigation").get_by_role("button", name=re.compile("^(Commands|Команды)$")).click()
        page.get_by_role("button", name=re.compile("^(Take in a file…|Загрузить из файла…)$")).click()
        dialog = page.get_by_role("dialog")
        assert complaints(page) == [], "before a file is chosen"
        dialog.locator("input[type=file]").set_input_files(str(WORKFLOW))
        drawing = dialog.get_by_role("group", name=re.compile("^(Picture of the flow|Схема):"))
        expect(drawing).to_be_visible()
        assert complaints(page) == [], "a workflow that is looked at"
        assert dialog.evaluate("each => each.scrollWidth <= each.clientWidth")
        assert drawing.evaluate("each => each.scrollWidth > each.clientWidth && each.scrollLeft > 0")
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
