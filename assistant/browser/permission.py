"""What a task in the browser may do: the sites it opens, and the owner's yes before what cannot be taken back."""

from __future__ import annotations

from urllib.parse import urlsplit

from assistant import ports
from assistant.browser import words
from assistant.browser.guard import Refusal
from assistant.browser.rules import Site
from assistant.browser.running import Running, RunningBrowser
from assistant.browser.sites import address
from assistant.domain.base import Json
from assistant.domain.both import in_language
from assistant.domain.web_task import Act


class Permission:
    """Asks the owner; time stands still for the task meanwhile."""

    def __init__(self, owner: ports.Owner, browser: RunningBrowser) -> None:
        self._owner = owner
        self._browser = browser

    async def of(self, running: Running, act: Act, *, again: bool) -> bool:
        """The owner's yes to just this, with what the page shows now."""
        whose = running.whose
        element = act.element
        page, pressed = words.PARTS[whose.language]
        details: dict[str, Json] = {page: act.url, pressed: element.label if element else act.value}
        # A field of the page does not say where it is, whatever it is called.
        details = {**(element.form if element else {}), **details}
        text = in_language(words.may_click(element.label if element else act.value, act.url, again=again), whose.language)
        running.asking += 1
        try:
            return await self._owner.approve(text, details, whose)
        finally:
            running.asking -= 1

    async def to_answer(self, running: Running, text: str, url: str) -> bool:
        """The owner's yes to a question a page asks after he has allowed what led to it."""
        language = running.whose.language
        page, _pressed = words.PARTS[language]
        details: dict[str, Json] = {page: url[:2_000], words.QUESTION[language]: text}
        running.asking += 1
        try:
            return await self._owner.approve(in_language(words.may_agree(text, url), language), details, running.whose)
        finally:
            running.asking -= 1

    async def not_opened(self, running: Running, act: Act) -> str:
        """Why an address is not opened, for the model; empty when it may be."""
        url = address(act.value)
        if error := running.sites.refuses(act.value):
            return error
        site = Site.of(url)
        try:
            if site is not None:
                await self._browser.guard.addresses(site)
        except Refusal as refused:
            return str(refused)
        return "" if await self.may_open(running, url) else words.DECLINED

    async def may_reach(self, url: str) -> bool:
        """Whether the guard would let something be loaded from there."""
        site = Site.of(url)
        try:
            return site is not None and bool(await self._browser.guard.addresses(site))
        except Refusal:
            return False

    async def may_open(self, running: Running, url: str) -> bool:
        """Whether pages may come from there: a site that was not named only after a yes, asked for once."""
        allowed = running.sites.allows(url)
        if allowed is not None:
            return allowed
        host = urlsplit(url).hostname or ""
        async with running.one_site:
            if host not in running.decided:
                running.asking += 1
                try:
                    text = in_language(words.may_open(url), running.whose.language)
                    running.decided[host] = await self._owner.approve(text, {"url": url[:2_000]}, running.whose)
                finally:
                    running.asking -= 1
        return running.decided[host]
