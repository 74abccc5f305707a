"""Commands on pages, carried out by the whole house: asked about, shown with their evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import ports
from assistant.browser.browsing import Browsing
from assistant.domain.event.run import StepFinished
from assistant.domain.run import RunState
from tests.browser.conftest import Served
from tests.fakes.house import house, planned

pytestmark = [pytest.mark.browser, pytest.mark.anyio]

ORDER = """
    steps:
      - browser.open: {url}/order
      - browser.fill: {{label: Name, value: Anna}}
      - browser.click: {{name: Place order, expect: {{text: Thank you}}}}
"""
PAGE = "<!doctype html><title>Order</title><form action=/done><label>Name <input name=who></label><button>Place order</button></form>"


async def test_an_order_waits_for_a_yes_to_what_the_page_shows_and_is_proven_by_it(
    tmp_path: Path, browsing: Browsing, served: Served
) -> None:
    served.pages |= {"/order": PAGE, "/done": "<title>Done</title><p>Thank you"}
    (tmp_path / "house").mkdir()
    async with house(tmp_path / "house") as built:
        built.ports[ports.Browser] = browsing
        built.command("order", ORDER.format(url=served.url))
        await built.say(planned("order"))
        asked = await built.asked()
        assert asked.question.details == {"page": f"{served.url}/order", "element": "Place order", "Name": "Anna"}
        assert asked.question.effect == "sends"
        assert asked.question.sources[0].kind == "page"
        assert "/done?who=Anna" not in served.asked
        await built.answer(asked, True)
        ended = await built.finished(asked.run)
        assert ended.state is RunState.DONE
        clicked = built.of(StepFinished)[-1]
        assert clicked.receipt.link == f"{served.url}/done?who=Anna"
        assert clicked.evidence.checked == {"text": True}
        assert await browsing.picture(clicked.evidence.picture)


async def test_a_no_leaves_the_page_as_it_is(tmp_path: Path, browsing: Browsing, served: Served) -> None:
    served.pages |= {"/order": PAGE, "/done": "<title>Done</title><p>Thank you"}
    (tmp_path / "house").mkdir()
    async with house(tmp_path / "house") as built:
        built.ports[ports.Browser] = browsing
        built.command("order", ORDER.format(url=served.url))
        await built.say(planned("order"))
        asked = await built.asked()
        await built.answer(asked, False)
        ended = await built.finished(asked.run)
        assert ended.state is RunState.CANCELLED
        assert not [path for path in served.asked if path.startswith("/done")]
        assert not await built.effects.has_unproven(asked.run)


async def test_a_step_that_fails_shows_the_page_it_failed_on(tmp_path: Path, browsing: Browsing, served: Served) -> None:
    served.pages["/order"] = PAGE
    (tmp_path / "house").mkdir()
    async with house(tmp_path / "house") as built:
        built.ports[ports.Browser] = browsing
        steps = f"- browser.open: {served.url}/order\n      - browser.click: {{name: Go away, seconds: 0.5}}"
        built.command("away", f"\n    steps:\n      {steps}\n")
        ended = await built.run("away")
        assert ended.state is RunState.FAILED
        failed = built.of(StepFinished)[-1]
        assert (failed.state, failed.evidence.url) == ("failed", f"{served.url}/order")
        assert (await browsing.picture(failed.evidence.picture)).startswith(b"\xff\xd8")
