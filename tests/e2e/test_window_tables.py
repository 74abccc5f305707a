"""Tables and schedules in the window: made, filled by keyboard, sorted, filtered, taken back, without a fault axe can find."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.sidecar import Sidecar
from tests.e2e.test_accessibility import CUT_OFF, complaints
from tests.e2e.watcher import Watcher
from tests.e2e.window import Language, Theme, Window, opened

pytestmark = pytest.mark.browser
CSV = "What,Amount,Due\r\ntea,5,2026-05-01\r\ntaxi,20,2026-04-01\r\n"


def filled(watcher: Watcher) -> str:
    """A table of two rows; its id."""
    columns = [
        {"name": "What"},
        {"name": "Amount", "type": "money"},
        {"name": "Due", "type": "date"},
        {"name": "Paid", "type": "yes_no"},
    ]
    table: str = watcher.call("tables.create", key="create-it-1", name="Expenses", columns=columns)["table"]["id"]
    rows = [{"What": "tea", "Amount": 5, "Due": "2026-05-01"}, {"What": "taxi", "Amount": "20", "Paid": "yes"}]
    watcher.call("tables.add", key="add-rows-1", table=table, rows=rows)
    return table


def test_a_table_is_made_filled_and_taken_back_by_keyboard(window: Window) -> None:
    page = window.page
    page.get_by_role("navigation").get_by_role("button", name="Tables").click()
    expect(page.get_by_text("No tables yet")).to_be_visible()
    page.get_by_role("button", name="New table").press("Enter")
    expect(page.get_by_label("Name of the table")).to_be_focused()
    page.keyboard.type("Expenses")
    page.keyboard.press("Tab")
    page.keyboard.type("what, amount: money")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add a row").press("Enter")
    page.get_by_role("button", name="what, row 1: empty. Edit").press("Enter")
    expect(page.get_by_label("what, row 1")).to_be_focused()
    page.keyboard.type("lunch")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="amount, row 1: empty. Edit").press("Enter")
    page.keyboard.type("dear")
    page.keyboard.press("Enter")
    expect(page.get_by_text("takes an amount")).to_be_visible()
    page.get_by_role("button", name="amount, row 1: empty. Edit").press("Enter")
    page.keyboard.type("1,200.50")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="amount, row 1: $1,200.50. Edit")).to_be_visible()
    page.get_by_role("button", name="Remove row 1").press("Enter")
    expect(page.get_by_text("No rows here.")).to_be_visible()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_role("button", name="what, row 1: lunch. Edit")).to_be_visible()


def test_rows_are_filtered_sorted_and_carried_in(window: Window, watcher: Watcher) -> None:
    filled(watcher)
    page = window.page
    page.get_by_role("navigation").get_by_role("button", name="Tables").click()
    first = page.locator(".owner-table tbody tr").first
    page.get_by_role("button", name="Sort by Amount").click()
    page.get_by_role("button", name="Sort by Amount").click()
    expect(first).to_contain_text("taxi")
    page.get_by_role("searchbox").fill("tea")
    expect(page.locator(".owner-table tbody tr")).to_have_count(1)
    page.locator("input[type=file]").set_input_files({"name": "more.csv", "mimeType": "text/csv", "buffer": CSV.encode()})
    expect(page.get_by_text("2 rows added to more")).to_be_visible()
    expect(page.get_by_role("combobox", name="Table")).to_contain_text("more")


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ru", "dark")])
def test_tables_and_schedules_have_no_fault_axe_can_find(
    browser: Browser, sidecar: Sidecar, watcher: Watcher, language: Language, theme: Theme
) -> None:
    filled(watcher)
    with opened(browser, sidecar, language, theme) as window:
        page = window.page
        names = {"en": ("Tables", "Schedules"), "ru": ("Таблицы", "Расписания")}[language]
        for name in names:
            page.get_by_role("navigation").get_by_role("button", name=name).click()
            expect(page.get_by_role("heading", name=name)).to_be_visible()
            if name == names[0]:
                expect(page.locator(".owner-table tbody tr")).to_have_count(2)
            assert complaints(page) == [], name
            assert page.evaluate(CUT_OFF) == []
