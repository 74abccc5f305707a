"""What a model did in the browser is kept as a command and done again with another value, and no model is asked any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal

from tests.browser.at_work import Turn, done, go, press, turn, turns
from tests.e2e.shop import Shop, shop
from tests.e2e.sidecar import BUILT_IN, QUIET, running
from tests.e2e.test_showing import answered, asked
from tests.e2e.test_showing import press as press_card
from tests.e2e.watcher import Event, Watcher, watching
from tests.fakes.model_server import ModelServer, model_server

pytestmark = pytest.mark.browser


@pytest.fixture
def site() -> Iterator[Shop]:
    """The shop."""
    with shop() as served:
        yield served


@pytest.fixture
def model(site: Shop) -> Iterator[ModelServer]:
    """A model that orders paper there."""
    script = turns(go(site.url), press("Бумага А3"), typed("20"), press("Оформить заявку"), done("Заявка принята."))
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(model_server(script)) as server:
        yield server


@pytest.fixture
def watcher(tmp_path: Path, site: Shop, model: ModelServer) -> Iterator[Watcher]:
    """Who types to an assistant that has the model and may open the shop."""
    settings = f'{QUIET}[browser]\nallow_hosts = ["{site.host}"]\n[llm]\nbase_url = "{model.url}"\nmodel = "big"\n'
    with running(tmp_path / "data", [BUILT_IN], settings) as sidecar, watching(sidecar) as connected:
        yield connected


def typed(text: str) -> Turn:
    """Type into the first field for a text."""

    def answer(page: str) -> dict[str, object]:
        found = re.search(r"\[(\d+)\]<input[^\n]*name=amount", page)
        assert found, page
        return turn({"input": {"index": int(found[1]), "text": text, "clear": True}})

    return answer


def ended(watcher: Watcher, run: str) -> Event:
    """The end of a run."""
    return watcher.until(lambda event: event["type"] == "run.finished" and event["run"] == run)


def test_the_way_of_a_task_is_kept_and_gone_again_without_the_model(watcher: Watcher, site: Shop, model: ModelServer) -> None:
    watcher.say(f"сделай в браузере: закажи бумагу А3 на {site.url}")
    sure = asked(watcher, 0)
    assert "Оформить заявку" in str(sure)
    press_card(watcher, sure, True)
    ended(watcher, sure["run"])
    assert [order["amount"] for order in site.orders] == ["20"]
    calls = len(model.requests)
    assert calls >= 5

    question = answered(watcher, "запомни этот путь как команду «заявка на бумагу»")
    assert "«20»" in question["text"]
    card = answered(watcher, "спрашивай 20")
    press_card(watcher, card, True)
    watcher.until(lambda event: event["type"] == "command.changed")

    for amount in ("35", "40"):
        place = len(watcher.events)
        watcher.say("заявка на бумагу")
        question = asked(watcher, place)
        press_card(watcher, question, amount)
        finished = ended(watcher, question["run"])
        assert (finished["state"], finished["error"]) == ("done", "")
    assert [order["amount"] for order in site.orders] == ["20", "35", "40"]
    assert len(model.requests) == calls, "the kept command asks no model"
