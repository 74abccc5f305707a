"""The way a model went in the browser becomes a command that needs none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.domain.page import ElementPrint
from assistant.domain.web_task import Act, ActElement, ActKind
from assistant.showing.draft import begun, drafted
from assistant.showing.tasks import shown
from assistant.showing.words import lines

pytestmark = pytest.mark.unit

SHOP = "http://shop.test/"


def act(
    number: int, kind: ActKind, name: str = "", value: str = "", *, url: str = SHOP, secret: str = "", role: str = "button"
) -> Act:
    """One act of a task."""
    element = ActElement(label=name, print=ElementPrint(role=role, name=name, tag="x")) if name else None
    return Act(number=number, kind=kind, element=element, value=value, secret=secret, url=url)


WAY = (
    act(1, "open", value=SHOP),
    act(2, "read"),
    act(3, "fill", "Login", role="textbox", secret="bank"),  # noqa: S106 - its name
    act(4, "fill", "Search", "paper", role="textbox"),
    act(5, "press", "Search", "Enter", role="textbox"),
    act(6, "scroll"),
    act(7, "click", "Paper A3", url=f"{SHOP}?q=paper"),
    act(8, "back", url=f"{SHOP}item"),
    act(9, "click", "Paper A4", url=f"{SHOP}?q=paper"),
)


def test_looking_and_scrolling_is_no_part_of_the_way() -> None:
    actions, _secrets = shown(WAY)
    assert [line.text for line in lines(actions, "en")] == [
        "Open shop.test",
        "Type a secret into “Login”",
        "Type “paper” into “Search”",
        "Press Enter in “Search”",
        "Press “Paper A3”",
        "Open shop.test",
        "Press “Paper A4”",
    ]


def test_a_secret_keeps_its_name_and_is_not_asked_about() -> None:
    actions, secrets = shown(WAY)
    draft = begun(actions, "en", "order paper", secrets=secrets)
    draft = drafted(draft, {}, ("bank",), datetime(2026, 3, 13, tzinfo=UTC))
    assert draft.wanted == "slots" and draft.offered == ("paper",)
    fill = draft.form["steps"][1]["browser.fill"]
    assert {"secret": "bank"}.items() <= fill.items()


def test_a_task_that_only_looked_is_no_way() -> None:
    assert shown((act(1, "read"), act(2, "wait"))) == ((), {})
