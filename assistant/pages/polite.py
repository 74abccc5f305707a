"""Manners on other people's sites: what robots.txt asks to be left alone is, and one page follows another with a pause."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import anyio

from assistant import ports
from assistant.domain.web import WebRequest
from assistant.errors import StepError, StepRefused
from assistant.settings import MarketSettings

NAME = "Symbiote"
"""What robots.txt may call it."""
MOST_SITES = 200
LONGEST_PAUSE = 30.0
"""Seconds a site's own wish for a pause counts at most."""
_KEPT_S = 3_600.0


@dataclass(slots=True)
class _Site:
    turn: anyio.Lock = field(default_factory=anyio.Lock)
    visited: float = -math.inf
    asked: float = -math.inf
    rules: RobotFileParser | None = None


class Manners:
    """Knows every site that was visited lately. `clock` gives seconds."""

    def __init__(
        self, chosen: Callable[[], MarketSettings], web: ports.Web, clock: Callable[[], float] = anyio.current_time
    ) -> None:
        self._chosen = chosen
        self._web = web
        self._clock = clock
        self._sites: OrderedDict[str, _Site] = OrderedDict()

    async def before(self, url: str) -> None:
        """Wait until this page may be asked for. Raises StepRefused when its site asks programs not to, StepError when it cannot say."""
        parts = urlsplit(url)
        site = self._sites.setdefault(parts.netloc, _Site())
        self._sites.move_to_end(parts.netloc)
        while len(self._sites) > MOST_SITES:
            self._sites.popitem(last=False)
        async with site.turn:
            pause = self._chosen().pause_s
            if self._chosen().robots:
                rules = await self._rules(site, f"{parts.scheme}://{parts.netloc}/robots.txt")
                if not rules.can_fetch(NAME, url):
                    raise StepRefused(
                        f"{parts.hostname} asks programs not to read this page (robots.txt). `[market] robots` decides whether that counts.",
                        ru=f"{parts.hostname} просит программы не читать эту страницу (robots.txt). Считаться ли с этим, решает `[market] robots`.",
                    )
                pause = max(pause, min(float(rules.crawl_delay(NAME) or 0), LONGEST_PAUSE))
            await anyio.sleep(max(0.0, site.visited + pause - self._clock()))
            site.visited = self._clock()

    async def _rules(self, site: _Site, address: str) -> RobotFileParser:
        if site.rules is None or self._clock() - site.asked > _KEPT_S:
            site.rules, site.asked = await self._asked(address), self._clock()
        return site.rules

    async def _asked(self, address: str) -> RobotFileParser:
        rules = RobotFileParser()
        try:
            answer = await self._web.fetch(WebRequest(method="GET", url=address, seconds=10))
        except StepRefused:
            rules.parse([])  # a site of this computer or its network: the owner's own
            return rules
        if answer.status >= 500:
            raise StepError(
                f"{address} cannot be read now ({answer.status}).", ru=f"{address} сейчас не читается ({answer.status})."
            )
        rules.parse(answer.body[:500_000].decode("utf-8", "replace").splitlines() if answer.status == 200 else [])
        return rules
