"""Everything around the conversation: first run, settings, palette, history and the lists."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.sidecar import NEW_OWNER, Sidecar
from tests.e2e.watcher import Watcher, watching
from tests.e2e.window import Window, opened

pytestmark = pytest.mark.browser

DONE = re.compile(r"^Done")


@pytest.mark.parametrize("settings", [NEW_OWNER])
def test_the_first_run_can_be_skipped_and_never_comes_again(window: Window, sidecar: Sidecar) -> None:
    welcome = window.page.get_by_role("dialog", name="Welcome")
    expect(welcome).to_contain_text("speech model")
    welcome.get_by_role("button", name="Skip, I will type").click()
    expect(welcome).to_have_count(0)
    expect(window.composer).to_be_focused()
    expect(window.page.locator(".doing")).to_have_attribute("data-doing", "off")
    expect(window.page.get_by_role("combobox", name="When to listen")).to_have_value("off")
    window.page.reload()
    window.greeted()
    expect(welcome).to_have_count(0)
    with watching(sidecar) as watcher:
        kept = watcher.welcome["snapshot"]["settings"]
    assert kept["window"]["first_run_done"] is True
    assert kept["voice"]["mode"] == "off"


def test_language_and_theme_change_at_once_in_every_window_and_stay(browser: Browser, window: Window, sidecar: Sidecar) -> None:
    root = window.page.locator("html")
    with opened(browser, sidecar) as other:
        window.page.get_by_role("button", name="Settings").click()
        window.page.get_by_role("combobox", name="Language", exact=True).select_option("ru")
        expect(window.page.get_by_role("dialog", name="Настройки")).to_be_visible()
        expect(root).to_have_attribute("lang", "ru")
        window.page.get_by_role("combobox", name="Тема").select_option("dark")
        expect(root).to_have_attribute("data-theme", "dark")
        expect(other.page.locator("html")).to_have_attribute("lang", "ru")
        expect(other.page.locator("html")).to_have_attribute("data-theme", "dark")
    window.page.reload()
    expect(root).to_have_attribute("lang", "ru")
    expect(root).to_have_attribute("data-theme", "dark")


def test_a_command_is_found_in_the_palette_and_written_into_the_composer(window: Window) -> None:
    window.page.keyboard.press("Control+k")
    palette = window.page.get_by_role("dialog", name="Commands and actions")
    search = palette.get_by_role("combobox")
    expect(search).to_be_focused()
    window.page.keyboard.type("paint the fence")
    expect(palette.get_by_role("option").first).to_contain_text("Paint the fence")
    expect(palette.locator(".palette-count")).to_contain_text(re.compile(r"\d+ result"))
    window.page.keyboard.press("Enter")
    expect(palette).to_have_count(0)
    expect(window.composer).to_be_focused()
    expect(window.composer).to_have_value("paint the fence")


def test_escape_closes_the_palette_and_gives_the_focus_back(window: Window) -> None:
    window.composer.focus()
    window.page.keyboard.press("Control+k")
    expect(window.page.get_by_role("dialog")).to_be_visible()
    window.page.keyboard.press("Escape")
    expect(window.page.get_by_role("dialog")).to_have_count(0)
    expect(window.composer).to_be_focused()


def test_history_finds_what_was_said_in_another_form_of_the_word(window: Window, watcher: Watcher) -> None:
    for sentence in ("запиши позвонить в банк", "add a task send the invoice", "paint the fence"):
        watcher.say(sentence)
    window.page.get_by_role("button", name="History").click()
    view = window.page.get_by_role("region", name="History")
    expect(view.get_by_role("listitem")).to_have_count(3)
    view.get_by_role("searchbox").fill("банка")
    expect(view.get_by_role("listitem")).to_have_count(1)
    view.get_by_role("button", name="запиши позвонить в банк", exact=True).click()
    expect(window.turn("запиши позвонить в банк")).to_be_focused()


def test_the_lists_show_what_was_said_into_them(window: Window, watcher: Watcher) -> None:
    for sentence in (
        "add a task send the invoice",
        "write down call the bank",
        "remind me tomorrow at nine to pay the rent",
        "schedule a meeting with Anna tomorrow at ten",
        "juggle five torches",
    ):
        watcher.settled(watcher.say(sentence))
    for place, text in (
        ("Tasks", "Send the invoice"),
        ("Notes", "Call the bank"),
        ("Reminders", "Pay the rent"),
        ("Agenda", "Anna"),
        ("Not understood", "juggle five torches"),
        ("Commands", "Paint the fence"),
    ):
        window.page.get_by_role("navigation").get_by_role("button", name=place).click()
        expect(window.page.get_by_role("region", name=place)).to_contain_text(text)


def test_listening_is_switched_from_the_window_and_seen_in_all(browser: Browser, window: Window, sidecar: Sidecar) -> None:
    with opened(browser, sidecar) as other:
        window.page.get_by_role("combobox", name="When to listen").select_option("push")
        expect(other.page.get_by_role("combobox", name="When to listen")).to_have_value("push")
        expect(other.page.get_by_role("button", name="Hold to talk")).to_be_visible()


def test_a_calendar_is_imported_exported_and_both_are_taken_back_from_the_agenda(window: Window, sidecar: Sidecar) -> None:
    exports = sidecar.data / "exports"
    exports.mkdir()
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y%m%d")
    (exports / "work.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Garden council\r\n"
        f"DTSTART;VALUE=DATE:{tomorrow}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    agenda = window.page.get_by_role("region", name="Agenda")
    place = window.page.get_by_role("navigation").get_by_role("button", name="Agenda")
    place.click()
    agenda.get_by_role("button", name="Import .ics").click()
    expect(window.composer).to_be_focused()
    expect(window.composer).to_have_value("import the calendar …")
    window.page.keyboard.press("End")
    window.page.keyboard.press("Backspace")
    window.page.keyboard.type(str(exports / "work.ics"))
    window.page.keyboard.press("Enter")
    expect(agenda.or_(window.log)).to_be_visible()
    place.click()
    expect(agenda).to_contain_text("Garden council")
    agenda.get_by_role("button", name="Export .ics").click()
    turn = window.turn("export my calendar")
    expect(turn.locator(".message")).to_contain_text(str(exports / "calendar.ics"))
    assert "SUMMARY:Garden council" in (exports / "calendar.ics").read_text()
    turn.get_by_role("button", name="Undo").click()
    expect(turn.get_by_role("button", name="Undo")).to_have_count(0)
    assert not (exports / "calendar.ics").exists()
    window.turns.filter(has_text="import the calendar").get_by_role("button", name="Undo").click()
    place.click()
    expect(agenda).not_to_contain_text("Garden council")
