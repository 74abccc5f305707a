"""Pages of every kind, each solved by steps alone; the page itself says that it was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from assistant.browser.browsing import Browsing
from tests.browser.conftest import PAGES, Act, Served, browsing_in

pytestmark = [pytest.mark.browser, pytest.mark.anyio]

Steps = list[tuple[str, dict[str, Any]]]
GO = ("click", {"name": "Go on"})
SOLUTIONS: dict[str, Steps] = {
    "click-button": [("click", {"role": "button", "name": "two"})],
    "click-row": [("click", {"name": "Take", "near": "Lamp"})],
    "click-link": [("click", {"role": "link", "name": "our terms"})],
    "click-tab": [("click", {"role": "tab", "name": "Second"}), ("click", {"name": "Finish"})],
    "type-text": [("fill", {"label": "Full name", "value": "Анна Павлова"}), ("click", {"name": "Save"})],
    "type-long": [
        ("fill", {"label": "Letter", "value": "One\nTwo"}),
        ("fill", {"label": "Signature", "value": "Anna"}),
        ("click", {"name": "Done"}),
    ],
    "type-masked": [("fill", {"label": "Phone", "value": "79123456789"}), ("click", {"name": "Call"})],
    "password": [
        ("fill", {"label": "User", "value": "anna"}),
        ("fill", {"label": "Password", "secret": "shop", "sites": {"allow": ["127.0.0.1"]}}),
        ("click", {"name": "Enter"}),
    ],
    "select-one": [("select", {"label": "Size", "value": "large"}), GO],
    "select-many": [("select", {"label": "Colours", "value": ["Red", "Blue"]}), GO],
    "select-made": [("select", {"label": "Country", "value": "Russia"})],
    "check-boxes": [
        ("check", {"name": "Apples"}),
        ("check", {"name": "Bread", "on": False}),
        ("check", {"name": "Cheese"}),
        ("check", {"name": "Delivery"}),
        GO,
    ],
    "radio": [("check", {"name": "Cash"}), ("check", {"role": "radio", "name": "Bicycle"}), GO],
    "table-read": [
        ("table", {"name": "Towns", "role": "table"}),
        ("fill", {"label": "Code of the town with most people", "value": "{row[Code]}"}),
        GO,
    ],
    "table-pages": [
        ("click", {"name": "Next page", "expect": {"text": "Item 5"}}),
        ("click", {"name": "Next page", "expect": {"text": "Item 10", "gone": "Item 5"}}),
        ("table", {}),
        ("fill", {"label": "Answer", "value": "{row[Number]}"}),
        GO,
    ],
    "date-input": [
        ("fill", {"label": "Day of departure", "value": "2026-12-24"}),
        ("fill", {"label": "Hour", "value": "09:30"}),
        ("fill", {"label": "Moment", "value": "2026-12-25T18:05:00+03:00"}),
        GO,
    ],
    "date-picker": [
        ("click", {"label": "Date"}),
        ("click", {"name": "Next month"}),
        ("click", {"name": "Next month"}),
        ("click", {"role": "gridcell", "name": "9"}),
        GO,
    ],
    "slider": [("fill", {"label": "Volume", "value": 75}), ("fill", {"label": "Copies", "value": "12"}), GO],
    "window-new": [("click", {"name": "Ask in a window"}), ("click", {"name": "Agree"})],
    "tab-new": [("click", {"name": "Open the form"}), ("fill", {"label": "Word", "value": "heron"}), GO],
    "dialog-alert": [GO],
    "dialog-confirm": [("click", {"name": "Clear the basket", "dialog": "accept"})],
    "dialog-prompt": [("click", {"name": "Say it", "dialog": "accept", "words": "heron"})],
    "frame": [("click", {"name": "Inside"})],
    "frame-deep": [("fill", {"label": "Word", "value": "heron"}), GO],
    "shadow": [("fill", {"label": "Word", "value": "heron"}), GO],
    "list-endless": [
        ("press", {"keys": "End", "expect": {"text": "Item 40"}}),
        ("press", {"keys": "End", "expect": {"text": "Item 60"}}),
        ("press", {"keys": "End", "expect": {"text": "Item 80"}}),
        ("click", {"name": "Take", "near": "Item 73"}),
    ],
    "delayed": [("click", {"name": "Continue"})],
    "overlay": [("click", {"name": "Accept"}), GO],
    "drag": [("drag", {"text": "Card", "to": {"text": "Basket"}})],
    "menu-hover": [("click", {"name": "File", "how": "hover"}), ("click", {"role": "menuitem", "name": "Print"})],
    "complete": [("fill", {"label": "Town", "value": "Tu"}), ("click", {"role": "option", "name": "Tulun"})],
    "double": [
        ("click", {"text": "draft.txt", "how": "double"}),
        ("fill", {"label": "Name", "value": "final"}),
        ("click", {"name": "Save"}),
    ],
    "keys": [("press", {"label": "Find", "keys": ["Control+k", "Escape"]})],
    "search-enter": [("fill", {"role": "searchbox", "value": "kettle"}), ("press", {"role": "searchbox", "keys": "Enter"})],
    "copy": [("extract", {"css": "#secret-word"}), ("fill", {"label": "Word", "value": "{row}"}), GO],
    "download": [("click", {"name": "Prices as a file"})],
    "navigate": [("click", {"name": "Next"}), ("click", {"name": "Next"}), ("click", {"name": "Finish"})],
}


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """One loop for all pages, so that one browser serves them."""
    return "asyncio"


@pytest.fixture(scope="module")
async def browsing(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browsing]:
    """One browser; every page is visited by a run of its own."""
    async with browsing_in(tmp_path_factory.mktemp("browser"), {"allow_hosts": ("127.0.0.1",), "show": False}) as started:
        yield started


INNER = {"window-inner", "tab-inner"}


def test_every_page_has_a_solution() -> None:
    assert {file.stem for file in PAGES.glob("*.html")} == {*SOLUTIONS, *INNER}


@pytest.mark.parametrize("page", SOLUTIONS)
async def test_the_page_says_it_was_solved(page: str, act: Act, served: Served) -> None:
    await act("browser.open", {"address": f"{served.url}/{page}.html"}, run=page)
    row: Any = None
    for kind, params in SOLUTIONS[page]:
        if isinstance(params.get("value"), str):
            params = {**params, "value": params["value"].format(row=row)}
        given = (await act(f"browser.{kind}", params, run=page)).value
        row = given[-1] if isinstance(given, list) else given
    told = await act("browser.wait_for", {"expect": {"selector": "#said", "text": "Solved"}}, run=page)
    assert told.evidence is not None
    assert told.evidence.checked["text"] is True
