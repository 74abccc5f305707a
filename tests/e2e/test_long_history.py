"""A window on years of history: it opens with the newest turns only, and the rest is there when asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.sidecar import running
from tests.e2e.stored import EVENTS_OF_A_TURN, filled, said
from tests.e2e.watcher import watching
from tests.e2e.window import opened

pytestmark = pytest.mark.browser

TURNS = 2_000
SHOWN = 30


def test_a_window_opens_on_a_hundred_thousand_events_with_a_few_of_them(browser: Browser, tmp_path: Path) -> None:
    filled(tmp_path / "data", TURNS)
    with running(tmp_path / "data") as sidecar, watching(sidecar) as watcher:
        snapshot = watcher.welcome["snapshot"]
        assert watcher.welcome["seq"] >= 100_000 - SHOWN
        assert len(snapshot["envelopes"]) <= SHOWN * EVENTS_OF_A_TURN
        assert snapshot["more_history"] is True
        with opened(browser, sidecar) as window:
            expect(window.turns).to_have_count(SHOWN)
            expect(window.turn(said(TURNS - 1)).locator(".message")).to_have_text(f"Noted: Thing number {TURNS - 1}")
            turn = window.say("write down call the bank")
            expect(window.states(turn)).to_have_text([re.compile("^Done")])
            window.page.get_by_role("button", name="Earlier").click()
            expect(window.turns).to_have_count(SHOWN + 1 + 20)
            window.page.get_by_role("button", name="History").click()
            window.page.get_by_role("searchbox").fill("number 1234")
            window.page.get_by_role("button", name=said(1234), exact=True).click()
            expect(window.turn(said(1234))).to_be_focused()
            assert window.complaints == []
