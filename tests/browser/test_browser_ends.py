"""The browser ends in the middle - killed, crashed, closed by the owner - while the assistant lives: the run goes on where it was."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest

from assistant import ports
from assistant.browser.browsing import Browsing
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.run import RunFinished, StepFinished, StepStarted
from assistant.domain.event.said import QuestionAsked
from assistant.domain.run import RunState
from assistant.errors import CutShort, StepError, Undecided
from tests.browser.conftest import Act, Served
from tests.browser.test_session import browser_pid, until
from tests.fakes.house import House, house, planned

pytestmark = [pytest.mark.browser, pytest.mark.anyio]
FORM = """<!doctype html><meta charset=utf-8><title>Form</title><h1>New customer</h1><form action=/done>
<label>Name <input name=who></label><label>City <input name=city></label><button>Go on</button></form>
<button type=button onclick="fetch('/counted')">Count</button>"""
CUSTOMER = """
    steps:
      - browser.open: {address: '{url}/form', expect: {text: New customer}}
      - browser.fill: {label: Name, value: Anna}
      - browser.fill: {label: City, value: Tula}
      - ask: go?
      - browser.click: {name: Go on, expect: {text: Thank you}}
"""
WAITER = """
    steps:
      - browser.open: {url}/slow
      - browser.wait_for: {text: Ready, seconds: 60}
"""
COUNTER = """
    steps:
      - browser.open: {url}/form
      - browser.click: {name: Count, expect: {text: Counted}}
"""
PAYER = """
    steps:
      - browser.open: {url}/pay
      - browser.click: {name: Pay, expect: {text: Paid}}
"""


async def kill(browsing: Browsing, folder: Path) -> None:
    """End the browser as a crash or a lack of memory does."""
    os.kill(browser_pid(folder), signal.SIGKILL)
    await until(lambda: not browsing.session.is_running)


async def close_the_window(browsing: Browsing, _folder: Path) -> None:
    """The owner closes the only window there is."""
    for page in list((await browsing.session.context()).pages):
        await page.close()


async def crash_the_page(browsing: Browsing, _folder: Path) -> None:
    """Only the process that draws the page ends."""
    [page] = [page for page in (await browsing.session.context()).pages if page.url != "about:blank"]
    tools = await page.context.new_cdp_session(page)
    crashed = anyio.Event()
    page.on("crash", lambda _page: crashed.set())
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(tools.send, "Page.crash")
        with anyio.fail_after(20):
            await crashed.wait()
        tasks.cancel_scope.cancel()


def waits(event: AnyEvent) -> AnyEvent | None:
    """The step that waits for the page has begun."""
    return event if isinstance(event, StepStarted) and event.kind == "browser.wait_for" else None


@asynccontextmanager
async def at_home(tmp_path: Path, browsing: Browsing, served: Served) -> AsyncIterator[House]:
    """A house whose browser is real, and commands that work on pages."""
    served.pages |= {"/form": FORM, "/done": "<title>Done</title><p>Thank you", "/slow": "<p>Wait", "/counted": "ok"}
    served.pages |= {"/pay": "<title>Pay</title><button onclick=\"fetch('/paid')\">Pay</button>", "/paid": "ok"}
    (tmp_path / "house").mkdir()
    async with house(tmp_path / "house") as built:
        built.ports[ports.Browser] = browsing
        for name, steps in (("customer", CUSTOMER), ("waiter", WAITER), ("counter", COUNTER), ("payer", PAYER)):
            built.command(name, steps.replace("{url}", served.url))
        yield built


@pytest.mark.parametrize("end", [kill, close_the_window, crash_the_page])
async def test_a_form_is_filled_in_again_and_sent_once(
    end: Callable[[Browsing, Path], Any], tmp_path: Path, browsing: Browsing, served: Served
) -> None:
    async with at_home(tmp_path, browsing, served) as built:
        await built.say(planned("customer"))
        asked = await built.asked()
        await end(browsing, tmp_path)
        await built.answer(asked, "yes")
        ended = await built.finished(asked.run)
        assert ended.state is RunState.DONE
        clicked = built.of(StepFinished)[-1]
        assert "was opened again and filled in as before" in clicked.evidence.notes[0]
    assert [path for path in served.asked if path.startswith("/done")] == ["/done?who=Anna&city=Tula"]
    context = await browsing.session.context()
    assert len([page for page in context.pages if page.url != "about:blank"]) == 1


async def test_a_step_that_waits_for_the_page_goes_on_in_a_new_browser(
    tmp_path: Path, browsing: Browsing, served: Served
) -> None:
    async with at_home(tmp_path, browsing, served) as built:
        turn = await built.say(planned("waiter"))
        await built.until(lambda event: event if isinstance(event, StepStarted) and event.kind == "browser.wait_for" else None)
        served.pages["/slow"] = "<p>Ready"
        await kill(browsing, tmp_path)
        ended = await built.finished(f"{turn}.0")
        assert ended.state is RunState.DONE
        told = [event for event in built.of(StepFinished) if event.kind == "browser.wait_for"]
        assert [event.state for event in told] == ["retrying", "done"]
        assert told[0].error == "The page was closed, or the browser has ended. The work goes on where it was."


async def test_a_click_that_was_cut_off_is_asked_about_and_done_once(tmp_path: Path, browsing: Browsing, served: Served) -> None:
    async with at_home(tmp_path, browsing, served) as built:
        turn = await built.say(planned("counter"))
        await until(lambda: "/counted" in served.asked)
        await kill(browsing, tmp_path)
        asked = await built.asked(f"{turn}.0")
        assert asked.question.options == ("It was done: go on", "Do it again", "Stop")
        await built.answer(asked, 0)
        ended = await built.finished(asked.run)
        assert ended.state is RunState.UNCONFIRMED
    assert served.asked.count("/counted") == 1


async def test_a_payment_that_was_cut_off_is_asked_about_as_it_is_and_never_pressed_twice(
    tmp_path: Path, browsing: Browsing, served: Served
) -> None:
    async with at_home(tmp_path, browsing, served) as built:
        await built.say(planned("payer"))
        sure = await built.asked()
        await built.answer(sure, True)
        await until(lambda: "/paid" in served.asked)
        await kill(browsing, tmp_path)
        asked = await built.until(
            lambda event: event if isinstance(event, QuestionAsked) and event.question.kind == "choose" else None
        )
        assert asked.question.options == ("It was done: go on", "Do it again", "Stop")
        await built.answer(asked, 2)
        ended = await built.finished(asked.run)
        assert ended.state is RunState.CANCELLED
    assert served.asked.count("/paid") == 1


async def test_a_payment_that_is_tried_again_is_not_pressed_again_unasked(act: Act, served: Served, context: Any) -> None:
    served.pages |= {"/pay": "<title>Pay</title><button onclick=\"fetch('/paid')\">Pay</button>", "/paid": "ok"}
    await act("browser.open", {"address": f"{served.url}/pay"})
    pay = {"name": "Pay", "expect": {"text": "Paid"}, "seconds": 2}
    with pytest.raises(Undecided) as sure:
        await act("browser.click", pay, key="pay")
    context.decided = {sure.value.key: True}
    with pytest.raises(StepError, match="does not show"):
        await act("browser.click", pay, key="pay")
    with pytest.raises(Undecided, match="cannot be told whether"):
        await act("browser.click", pay, key="pay")
    assert served.asked.count("/paid") == 1


async def test_a_browser_that_ends_again_and_again_ends_the_step(tmp_path: Path, browsing: Browsing, served: Served) -> None:
    async with at_home(tmp_path, browsing, served) as built:
        turn = await built.say(planned("waiter"))
        await built.until(waits)

        def has_come_back(life: int) -> bool:
            assert not built.of(RunFinished), built.of(RunFinished)
            return browsing.session.generation == life and served.asked.count("/slow") >= life

        for life in range(1, 5):
            await until(partial(has_come_back, life))
            await kill(browsing, tmp_path)
        ended = await built.finished(f"{turn}.0")
        assert ended.state is RunState.FAILED
        assert "ended. That happened 4 times in a row" in ended.error


async def test_a_page_that_is_closed_while_it_is_read_says_so_at_once(act: Act, served: Served, browsing: Browsing) -> None:
    served.pages["/form"] = FORM
    await act("browser.open", {"address": f"{served.url}/form"})
    group = browsing.pages.known("run-1")
    assert group is not None

    async def closed() -> None:
        for page in list(group.pages):
            await page.close()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(closed)
        with anyio.fail_after(15), pytest.raises(CutShort):
            await act("browser.wait_for", {"text": "never", "seconds": 600})
