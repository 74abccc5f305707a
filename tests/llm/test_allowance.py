"""Money: reserved before a call, settled after, never beyond what the owner allows."""

from __future__ import annotations

from functools import partial

import anyio
import pytest

from assistant.bindings import tell_limit
from assistant.domain.event.run import AllowanceReached
from assistant.domain.model import Prompt
from assistant.errors import AllowanceSpent, LanguageModelError
from assistant.llm.client import LanguageModel
from assistant.llm.prices import ASSUMED, FREE, is_own, priced, tokens_about, tokens_at_most
from assistant.settings import LlmSettings
from assistant.store.events import Events
from tests.fakes.model_server import Fails, Hangs, ModelServer, Says, model_server
from tests.llm.conftest import Desk

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
PRICES = {"big": {"input": 1_000, "output": 10_000}, "little": {"input": 10, "output": 100}}
"""A call of 100 and 20 tokens costs 0.3 with the big model, 0.003 with the little one."""


def connect(desk: Desk, server: ModelServer, **limits: object) -> None:
    given = {"allowance_call": 100, "allowance_run": 100, "allowance_day": 100, "at_limit": "stop", **limits}
    desk.set(base_url=server.url, model="big", small_model="little", prices=PRICES, longest_answer=20, **given)


async def test_a_call_is_settled_at_what_it_really_cost(desk: Desk) -> None:
    async with model_server([Says("ok")]) as server:
        connect(desk, server)
        done = await desk.model.ask(Prompt(instructions="x", run="run-1"))
    assert done.cost == pytest.approx(0.3)
    (entry,) = await desk.ledger.entries()
    assert (entry.state, entry.tokens_in, entry.tokens_out, entry.cost) == ("settled", 100, 20, pytest.approx(0.3))
    assert (await desk.allowance.spent("run-1")).run == pytest.approx(0.3)


async def test_a_server_that_tells_no_tokens_is_counted_by_the_texts(desk: Desk) -> None:
    async with model_server([Says("a long answer of words", tokens=None)]) as server:
        connect(desk, server)
        assert 0 < (await desk.model.ask(Prompt(instructions="x" * 400))).cost < 1


@pytest.mark.parametrize("limit", ["allowance_call", "allowance_run", "allowance_day"])
async def test_beyond_a_limit_nothing_is_asked(desk: Desk, limit: str) -> None:
    async with model_server([Says("ok")]) as server:
        connect(desk, server, **{limit: 0.1})
        with pytest.raises(AllowanceSpent, match=r"0\.1 USD"):
            await desk.model.ask(Prompt(instructions="x", run="run-1"))
        assert server.requests == []


async def test_a_run_has_its_own_limit(desk: Desk) -> None:
    async with model_server([Says("ok")]) as server:
        connect(desk, server, allowance_run=0.8)
        await desk.model.ask(Prompt(instructions="x", run="run-1"))
        with pytest.raises(AllowanceSpent, match="one run"):
            for _ in range(3):
                await desk.model.ask(Prompt(instructions="x", run="run-1"))
        await desk.model.ask(Prompt(instructions="x", run="run-2"))


async def test_at_the_limit_the_cheaper_model_goes_on(desk: Desk) -> None:
    async with model_server([Says("ok")]) as server:
        connect(desk, server, allowance_day=0.1, at_limit="small")
        assert (await desk.model.ask(Prompt(instructions="x"))).model == "little"
        assert [request["model"] for request in server.requests] == ["little"]


async def test_a_limit_is_told_in_both_languages(desk: Desk) -> None:
    model = LanguageModel(
        lambda: desk.settings,
        desk.connection,
        desk.allowance,
        desk.ledger,
        desk.ways,
        tell_limit=partial(tell_limit, Events(desk.database)),
    )
    async with model_server([]) as server:
        connect(desk, server, allowance_day=0.1)
        with pytest.raises(AllowanceSpent):
            await model.ask(Prompt(instructions="x", run="run-1"))
    (told,) = [envelope.event for envelope in desk.told]
    assert isinstance(told, AllowanceReached)
    assert ("allowance" in told.detail, "Лимит" in told.detail_ru) == (True, True)


async def test_calls_at_the_same_time_do_not_pass_the_limit_together(desk: Desk) -> None:
    async with model_server([Hangs()]) as server:
        connect(desk, server, allowance_day=1.0)
        refused = 0

        async def ask() -> None:
            nonlocal refused
            try:
                await desk.model.ask(Prompt(instructions="x", longest=30, patience=1))
            except AllowanceSpent:
                refused += 1
            except LanguageModelError:
                pass

        async with anyio.create_task_group() as tasks:
            for _ in range(4):
                tasks.start_soon(ask)
        assert refused == 1


async def test_the_owner_may_allow_more_for_today(desk: Desk) -> None:
    async with model_server([Says("ok")]) as server:
        connect(desk, server, allowance_day=0.1)
        assert await desk.allowance.allow(5) == 5
        assert await desk.allowance.allow(1) == 6
        await desk.model.ask(Prompt(instructions="x"))


async def test_a_call_that_failed_costs_nothing_and_one_that_was_never_seen_to_end_costs_what_was_reserved(desk: Desk) -> None:
    async with model_server([Fails(401)]) as server:
        connect(desk, server)
        with pytest.raises(LanguageModelError):
            await desk.model.ask(Prompt(instructions="x"))
        assert (await desk.allowance.spent()).day == 0
        await desk.allowance.reserve(Prompt(instructions="x"), "big", 100, 20, desk.settings)
        await desk.ledger.open()
        assert (await desk.allowance.spent()).day == pytest.approx(0.3)
        assert [entry.state for entry in await desk.ledger.entries()] == ["unknown", "failed"]


async def test_a_free_model_has_no_limit(desk: Desk) -> None:
    async with model_server([Says("ok")]) as server:
        desk.set(base_url=server.url, model="big", allowance_call=0, allowance_run=0, allowance_day=0)
        assert (await desk.model.ask(Prompt(instructions="x", run="run-1"))).cost == 0


@pytest.mark.parametrize(
    ("model", "url", "source"),
    [
        ("gpt-4o-mini", "https://api.openai.com/v1", "known"),
        ("gpt-4o-mini-2024-07-18", "https://api.openai.com/v1", "known"),
        ("openai/gpt-4o-mini", "https://openrouter.ai/api/v1", "known"),
        ("gpt-4o-mini", "http://localhost:11434/v1", "free"),
        ("llama", "http://192.168.1.5:8080/v1", "free"),
        ("nobody-knows", "https://api.example.com/v1", "assumed"),
        ("mine", "http://localhost:1/v1", "yours"),
    ],
)
def test_a_price_is_the_owners_then_free_at_home_then_known_then_assumed(model: str, url: str, source: str) -> None:
    settings = LlmSettings.model_validate({"base_url": url, "prices": {"mine": {"input": 1, "output": 2}}})
    found = priced(model, settings)
    assert found.source == source
    assert (found.price == FREE) == (source == "free")
    assert (found.price == ASSUMED) == (source == "assumed")
    if source == "known":
        assert found.price.input == 0.15


@pytest.mark.parametrize("text", ["", "Hello, how are you today?", "Привет, как дела сегодня?", "🙂" * 10, "x = {1: [2, 3]}"])
def test_a_reservation_counts_more_tokens_than_a_guess(text: str) -> None:
    assert tokens_at_most(text) >= tokens_about(text)


@pytest.mark.parametrize("url", ["http://example.com", "https://8.8.8.8/v1", "http://localhost.example.com", "http://"])
def test_other_computers_are_not_the_owners(url: str) -> None:
    assert not is_own(url)
