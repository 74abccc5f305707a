"""Manners on other people's sites."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from assistant import ports
from assistant.domain.web import WebAnswer, WebRequest
from assistant.errors import StepError, StepRefused
from assistant.pages.polite import Manners
from assistant.settings import MarketSettings

pytestmark = [pytest.mark.unit, pytest.mark.anyio]
ROBOTS = "User-agent: *\nDisallow: /private\nCrawl-delay: 0\n\nUser-agent: Symbiote\nDisallow: /search\n"


@dataclass
class FakeWeb(ports.Web):
    """Answers robots.txt. `asked` are the addresses that were fetched."""

    status: int = 200
    body: str = ROBOTS
    private: bool = False
    asked: list[str] = field(default_factory=list)

    async def fetch(self, request: WebRequest) -> WebAnswer:
        """As the port."""
        self.asked.append(request.url)
        if self.private:
            raise StepRefused("That is in your own network.", ru="Это в вашей сети.")
        return WebAnswer(status=self.status, url=request.url, headers={}, body=self.body.encode())


def manners(web: FakeWeb, clock: Callable[[], float] = lambda: 0.0, **settings: object) -> Manners:
    chosen = MarketSettings.model_validate({"pause_s": 0, **settings})
    return Manners(lambda: chosen, web, clock)


async def test_what_robots_txt_asks_programs_to_leave_alone_is_left_alone() -> None:
    web = FakeWeb()
    polite = manners(web)
    with pytest.raises(StepRefused, match=r"robots\.txt"):
        await polite.before("https://shop.example/search?q=x")
    await polite.before("https://shop.example/private")
    assert web.asked == ["https://shop.example/robots.txt"], "once for all of its pages"


async def test_the_owner_may_decide_otherwise() -> None:
    web = FakeWeb()
    await manners(web, robots=False).before("https://shop.example/search?q=x")
    assert web.asked == []


@pytest.mark.parametrize("web", [FakeWeb(status=404), FakeWeb(private=True), FakeWeb(body="<html>no</html>"), FakeWeb(body="")])
async def test_a_site_that_asks_for_nothing_may_be_read(web: FakeWeb) -> None:
    await manners(web).before("https://shop.example/search?q=x")


async def test_a_site_that_cannot_say_is_not_read_now() -> None:
    with pytest.raises(StepError, match="503"):
        await manners(FakeWeb(status=503)).before("https://shop.example/search?q=x")


async def test_rules_are_asked_for_again_after_an_hour() -> None:
    now = [0.0]
    web = FakeWeb(body="")
    polite = manners(web, lambda: now[0])
    for now[0] in (0.0, 3_500.0, 3_700.0):
        await polite.before("https://shop.example/")
    assert len(web.asked) == 2
