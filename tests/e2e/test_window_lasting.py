"""What outlives a page: reload, a sidecar that dies, words typed without a connection, several windows, reminders."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.sidecar import Sidecar
from tests.e2e.stored import moved
from tests.e2e.watcher import Watcher, watching
from tests.e2e.window import Window, opened

pytestmark = pytest.mark.browser

DONE = re.compile(r"^Done")


def test_a_reload_keeps_the_draft_the_open_question_and_everything_said(window: Window) -> None:
    finished = window.say("write down call the bank")
    expect(window.states(finished)).to_have_text([DONE])
    asking = window.say("paint the fence")
    expect(asking.get_by_role("button", name="green")).to_be_visible()
    window.composer.fill("half a thought")
    window.page.reload()
    window.greeted()
    expect(window.composer).to_have_value("half a thought")
    expect(finished.locator(".message")).to_have_text("Noted: Call the bank")
    asking.get_by_role("button", name="green").click()
    expect(asking.locator(".message")).to_have_text("The fence is green.")
    expect(window.composer).to_have_value("half a thought")


def test_a_draft_is_found_in_a_new_window(browser: Browser, window: Window, watcher: Watcher, sidecar: Sidecar) -> None:
    window.composer.fill("half a thought")
    watcher.until(lambda event: event["type"] == "draft.changed" and event["text"] == "half a thought")
    with opened(browser, sidecar) as other:
        expect(other.composer).to_have_value("half a thought")


def test_a_killed_sidecar_is_found_again_and_its_open_question_still_answered(browser: Browser, sidecar: Sidecar) -> None:
    with opened(browser, sidecar) as window:
        turn = window.say("paint the fence")
        expect(turn.get_by_role("button", name="blue")).to_be_visible()
        sidecar.kill()
        sidecar.start()
        window.greeted()
        turn.get_by_role("button", name="blue").click()
        expect(turn.locator(".message")).to_have_text("The fence is blue.")


def test_what_is_typed_without_a_connection_is_done_once(browser: Browser, sidecar: Sidecar) -> None:
    with opened(browser, sidecar) as window:
        sidecar.kill()
        window.composer.fill("add a task water the plants")
        window.composer.press("Enter")
        expect(window.log.locator(".pending")).to_contain_text("Will be sent when connected")
        expect(window.page.locator(".lost")).to_contain_text("No connection")
        sidecar.start()
        expect(window.states(window.turn("add a task water the plants"))).to_have_text([DONE])
        expect(window.page.locator(".lost")).to_have_count(0)
        expect(window.turns).to_have_count(1)
        window.page.reload()
        window.greeted()
        expect(window.turns).to_have_count(1)
    with watching(sidecar) as watcher:
        tasks = watcher.call("records.list", collection="task", text="")["records"]
    assert [task["body"]["text"] for task in tasks] == ["Water the plants"]


def test_two_windows_stay_in_step(browser: Browser, window: Window, sidecar: Sidecar) -> None:
    with opened(browser, sidecar, "ru", "dark") as other:
        here = window.say("paint the fence")
        there = other.turn("paint the fence")
        there.get_by_role("button", name="red").click()
        expect(here.locator(".message")).to_have_text("The fence is red.")
        expect(here.locator(".question")).to_have_count(0)
        window.composer.fill("half a thought")
        expect(other.composer).to_have_value("half a thought")
        assert other.complaints == []


def test_a_timer_that_ends_is_told_on_the_screen_and_can_be_dismissed(window: Window) -> None:
    window.say("set a timer for one second")
    notice = window.log.get_by_role("article", name="Time is up")
    notice.get_by_role("button", name="Dismiss").click()
    expect(notice.get_by_role("button")).to_have_count(0)
    window.page.reload()
    window.greeted()
    expect(notice.get_by_role("button")).to_have_count(0)


def test_a_reminder_missed_meanwhile_is_told_as_while_you_were_away(browser: Browser, sidecar: Sidecar) -> None:
    with watching(sidecar) as watcher:
        watcher.settled(watcher.say("remind me tomorrow at nine to pay the rent"))
        [reminder] = watcher.call("records.list", collection="reminder", text="")["records"]
    sidecar.kill()
    moved(sidecar.data, reminder["id"], datetime.now(UTC) - timedelta(hours=1))
    sidecar.start()
    with opened(browser, sidecar) as window:
        notice = window.log.get_by_role("article", name="While you were away")
        expect(notice).to_contain_text("Pay the rent")
        notice.get_by_role("button", name="Later: 10 min").click()
        expect(notice.get_by_role("button")).to_have_count(0)


def test_a_broken_command_file_of_the_owner_is_told_and_the_others_work(window: Window, tmp_path: Path) -> None:
    (tmp_path / "data" / "commands").mkdir(exist_ok=True)
    (tmp_path / "data" / "commands" / "broken.yaml").write_text("title: Broken\nphrases: 7\n", encoding="utf-8")
    window.page.get_by_role("button", name="Commands").click()
    expect(window.page.locator("section.view")).to_contain_text("broken.yaml")
    expect(window.states(window.say("write down call the bank"))).to_have_text([DONE])
