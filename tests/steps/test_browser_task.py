"""`browser.task`: what counts as done, as failed and as nobody knows, and what is asked after a crash."""

from __future__ import annotations

import pytest

from assistant import clock, ports
from assistant.domain.page import Expectation
from assistant.domain.run import Effect
from assistant.domain.web_task import Act, WebTaskResult
from assistant.errors import Declined, StepRefused
from assistant.steps.browser.task import BrowserTask
from tests.fakes.browser_tasks import SHOP, FakeBrowserTasks
from tests.fakes.ports import FakeContext

pytestmark = [pytest.mark.unit, pytest.mark.anyio]

ORDERED = Expectation(selector="h1", text="Order 42")


def context(tasks: FakeBrowserTasks) -> FakeContext:
    return FakeContext(clock.now(), ports={ports.BrowserTasks: tasks}, key="run-1:task")


async def test_it_is_done_with_proof_when_the_page_shows_what_was_expected() -> None:
    path = (Act(number=1, kind="open", value="https://shop.example/"),)
    tasks = FakeBrowserTasks(WebTaskResult(said="Ordered.", done=True, shows=SHOP, path=path))
    params = BrowserTask.Params(task="Order a keyboard", expect=ORDERED, secrets={"shop.example": ["shop"]}, minutes=2)
    result = await BrowserTask().run(params, context(tasks))
    assert result.receipt
    assert (result.receipt.link, result.receipt.summary) == (SHOP.url, "Order 42 is accepted")
    assert result.value["confirmed"]
    assert result.value["acts"] == [{"number": 1, "kind": "open", "value": "https://shop.example/"}]
    assert result.sources[0].kind == "page"
    ((task, whose),) = tasks.carried
    assert (task.seconds, task.secrets, whose.key) == (120, {"shop.example": ("shop",)}, "run-1:task")


async def test_without_an_expectation_nothing_proves_it() -> None:
    result = await BrowserTask().run(BrowserTask.Params(task="Order a keyboard"), context(FakeBrowserTasks()))
    assert result.receipt is None
    assert not result.value["confirmed"]


async def test_a_page_that_shows_something_else_is_a_failure_whatever_the_model_says() -> None:
    params = BrowserTask.Params(task="Order a keyboard", expect=Expectation(text="Order 43"))
    with pytest.raises(StepRefused, match="Order 43"):
        await BrowserTask().run(params, context(FakeBrowserTasks()))


async def test_a_model_that_gives_up_is_a_failure_with_its_words() -> None:
    tasks = FakeBrowserTasks(WebTaskResult(said="The shop is closed.", shows=SHOP))
    with pytest.raises(StepRefused, match="The shop is closed"):
        await BrowserTask().run(BrowserTask.Params(task="Order a keyboard"), context(tasks))


async def test_after_a_no_it_has_not_failed_but_was_declined() -> None:
    tasks = FakeBrowserTasks(WebTaskResult(said="You said no.", declined=True, shows=SHOP))
    with pytest.raises(Declined):
        await BrowserTask().run(BrowserTask.Params(task="Order a keyboard"), context(tasks))


async def test_after_a_crash_it_begins_again_only_when_it_had_only_looked() -> None:
    params = BrowserTask.Params(task="Order a keyboard")
    assert await BrowserTask().trace(params, context(FakeBrowserTasks())) is None
    with pytest.raises(NotImplementedError):
        await BrowserTask().trace(params, context(FakeBrowserTasks(acted=True)))


def test_what_it_may_do_is_known_before() -> None:
    params = {"task": "Order", "secrets": {"shop.example": ["shop", "pin"]}}
    assert BrowserTask.effect_of(params) is Effect.SENDS
    assert BrowserTask.secrets_of(params) == {"shop", "pin"}
