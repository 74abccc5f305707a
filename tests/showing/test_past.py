"""What a browser task did, read as if the owner had shown it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.domain.event.run import StepFinished
from assistant.domain.page import ElementPrint
from assistant.domain.showing import ShownAction
from assistant.domain.web_task import HIDDEN, Act, ActElement
from assistant.showing.past import shown_in

SHOP = "http://shop.test/"


def act(number: int, kind: Any, name: str = "", value: str = "", *, url: str = SHOP, secret: str = "") -> Act:
    """An act, on an element when it has a name."""
    element = ActElement(label=name, print=ElementPrint(role="button", name=name, tag="button")) if name else None
    return Act(number=number, kind=kind, element=element, value=value, url=url, secret=secret)


def read(*acts: Act, state: Any = "done", url: str = SHOP) -> Sequence[ShownAction]:
    """What is read of a task that did these."""
    value = {"url": url, "acts": [each.model_dump(mode="json", exclude_defaults=True) for each in acts]}
    return shown_in(StepFinished(turn="t", run="r", path="p", kind="browser.task", state=state, value=value))


def kinds(shown: Sequence[ShownAction]) -> list[tuple[str, str]]:
    """What was done, and to what."""
    return [(one.kind, one.label or one.url) for one in shown]


def test_what_only_looks_is_left_out_and_where_a_click_has_led_is_known() -> None:
    shown = read(act(1, "open", value=SHOP), act(2, "read"), act(3, "scroll"), act(4, "click", "Paper"), url=f"{SHOP}paper")
    assert kinds(shown) == [("open", SHOP), ("click", "Paper"), ("arrive", f"{SHOP}paper")]


def test_after_going_back_the_page_is_opened_again() -> None:
    shown = read(act(1, "click", "Paper"), act(2, "back", url=f"{SHOP}paper"), act(3, "read"), act(4, "click", "Pens"))
    assert kinds(shown) == [("click", "Paper"), ("arrive", f"{SHOP}paper"), ("open", SHOP), ("click", "Pens")]


def test_a_line_that_was_ended_is_followed_by_enter() -> None:
    shown = read(act(1, "fill", "Search", "paper\n"))
    assert [(one.kind, one.value) for one in shown] == [("fill", "paper"), ("press", "Enter")]


def test_no_secret_is_read() -> None:
    named, hidden = read(act(1, "fill", "Code", HIDDEN, secret="shop"), act(2, "fill", "Code", f"pin {HIDDEN}"))  # noqa: S106
    assert (named.value, named.secret) == ("", "password")
    assert (hidden.value, hidden.secret) == ("", "password")


def test_nothing_is_read_of_what_failed_or_may_be_cut() -> None:
    assert not read(act(1, "click", "Paper"), state="failed")
    assert not read(*(act(number, "click", "Paper") for number in range(50)))
