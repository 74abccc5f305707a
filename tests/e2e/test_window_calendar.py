"""The calendar in the window: a taken time is asked about, another one chosen by keyboard or words, and working hours are set."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.watcher import Watcher
from tests.e2e.window import Window

pytestmark = pytest.mark.browser
FIRST = 60_000
"""What the first sentence after a start may take: the words are still being learned, on whatever machine this is."""


def test_another_time_is_chosen_by_the_card_or_by_words(window: Window) -> None:
    expect(window.say("schedule lunch tomorrow at noon").get_by_text("In the calendar: Lunch").first).to_be_visible(timeout=FIRST)
    turn = window.say("schedule a review tomorrow at noon")
    expect(turn.get_by_text("At that time there is: Lunch")).to_be_visible()
    turn.get_by_role("button", name="At that time anyway").click()
    expect(turn.get_by_text("In the calendar: Review").first).to_be_visible()
    turn = window.say("schedule a call tomorrow at noon")
    expect(turn.get_by_role("button", name="Don't put it down")).to_be_visible()
    window.say("the last one")
    expect(turn.get_by_text("Nothing was put down.").first).to_be_visible()
    window.page.get_by_role("navigation").get_by_role("button", name="Agenda").click()
    lines = window.page.get_by_role("main").get_by_role("listitem")
    expect(lines.filter(has_text="Lunch")).to_have_count(1)
    expect(lines.filter(has_text="Review")).to_have_count(1)
    expect(lines.filter(has_text="Call")).to_have_count(0)
    assert window.complaints == []


def test_working_hours_and_days_are_set_and_counted(window: Window, watcher: Watcher) -> None:
    page = window.page
    page.get_by_role("button", name="Settings").click()
    section = page.get_by_role("group", name="Calendar", exact=True)
    for label, at in (("until", "21:00"), ("Working day from", "20:00")):
        section.get_by_label(label).fill(at)
        watcher.until(lambda event, at=at: event["type"] == "settings.changed" and at in str(event["settings"]["calendar"]))
    days = section.get_by_role("group", name="Working days")
    for day in ("Sat", "Sun"):
        days.get_by_label(day).check()
        expect(days.get_by_label(day)).to_be_checked()
    page.keyboard.press("Escape")
    turn = window.say("when am I free tomorrow")
    expect(turn.get_by_text("tomorrow at 20:00–21:00")).to_be_visible(timeout=FIRST)
    assert window.complaints == []
