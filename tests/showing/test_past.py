"""What a browser task did, read as if the owner had shown it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.event.run import StepFinished
from assistant.domain.page import ElementPrint
from assistant.domain.showing import ShownAction
from assistant.domain.web_task import HIDDEN, Act, ActElement
from assistant.errors import StepRefused
from assistant.flows.act import shown
from assistant.showing.loops import EachRow, with_loops
from assistant.showing.past import PastTasks, acts_in, shown_in
from assistant.store.database import Database
from assistant.store.events import Events
from assistant.store.runs import Runs
from tests.showing.shown import goods

pytestmark = [pytest.mark.unit, pytest.mark.anyio]

SHOP = "http://shop.test/"


def act(number: int, kind: Any, name: str = "", value: str = "", *, url: str = SHOP, secret: str = "") -> Act:
    """An act, on an element when it has a name."""
    element = ActElement(label=name, print=ElementPrint(role="button", name=name, tag="button")) if name else None
    return Act(number=number, kind=kind, element=element, value=value, url=url, secret=secret)


def read(*acts: Act, state: Any = "done", url: str = SHOP) -> Sequence[ShownAction]:
    """What is read of a task that did these."""
    told = finished(*acts, state=state, url=url)
    return shown_in(told, acts_in(told))


def finished(*acts: Act, state: Any = "done", url: str = SHOP) -> StepFinished:
    """What is told of a task that did these."""
    value = {"url": url, "acts": [each.model_dump(mode="json", exclude_defaults=True) for each in acts]}
    return StepFinished(turn="t", run="r", path="p", kind="browser.task", state=state, value=shown(value))


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


def test_nothing_is_read_of_what_failed() -> None:
    assert not read(act(1, "click", "Paper"), state="failed")


def bought(number: int) -> tuple[Act, ...]:
    """What is done to one row of the goods."""
    done = act(number, "click", "Buy")
    assert done.element is not None
    return (done.model_copy(update={"element": done.element.model_copy(update={"row": goods(f"Paper {number}", number, 60)})}),)


async def test_a_task_of_many_acts_is_read_whole_and_its_repetition_is_a_loop(tmp_path: Path) -> None:
    acts = (act(0, "open", value=SHOP), *(one for number in range(1, 61) for one in bought(number)), act(61, "click", "Order"))
    shown = await past(tmp_path, finished(*acts), acts)
    opened, loop, ordered = with_loops(shown)
    assert isinstance(loop, EachRow) and loop.shown == 60 and len(loop.actions) == 1
    assert kinds([one for one in (opened, ordered) if isinstance(one, ShownAction)]) == [("open", SHOP), ("click", "Order")]


async def test_a_task_whose_many_acts_are_not_kept_any_more_is_said_and_no_other_is_taken_for_it(tmp_path: Path) -> None:
    acts = tuple(act(number, "click", f"Page {number}") for number in range(60))
    with pytest.raises(StepRefused, match="Let it be done once more"):
        await past(tmp_path, finished(*acts), ())


async def past(folder: Path, told: StepFinished, kept: Sequence[Act]) -> Sequence[ShownAction]:
    """What the last task did, by its event and by what the browser has kept of it."""

    async def way(run: str, path: str) -> Sequence[Act]:
        assert (run, path) == ("r", "p")
        return kept

    class Ran(Runs):
        async def done_before(self, turn: str, most: int) -> Any:
            return [("t", "look", {})]

    database = Database(folder / "assistant.sqlite", lambda _told: None)
    database.open()
    try:
        events = Events(database)
        await events.record(told, None)
        return await PastTasks(Ran(database), events, way).last("now")
    finally:
        database.close()
