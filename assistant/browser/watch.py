"""The requests of a run's pages, each checked by itself: where the guard does not stand (the owner's own browser), or lets others more."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from assistant.browser import rules
from assistant.browser.guard import Refusal
from assistant.browser.rules import Site
from assistant.browser.session import Session, library
from assistant.domain.base import LocalText
from assistant.domain.page import SiteRules

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page


class Group(Protocol):
    """The pages of a run, as far as they are watched."""

    rules: SiteRules
    sessions: dict[Page, CDPSession]
    watched: set[CDPSession]
    refused: LocalText

    def note(self, text: LocalText) -> None:
        """Something the owner should know of the next step."""


class Watch:
    """All calls on the event loop."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def begin(self, group: Group, tools: CDPSession) -> None:
        """Check every request of a page, also after redirects."""
        if tools in group.watched:
            return
        group.watched.add(tools)

        async def paused(event: dict[str, Any]) -> None:
            why = await self.why_not(group, str(event["request"]["url"]))
            if why:
                group.refused = why
            answer = ("Fetch.failRequest", {"errorReason": "BlockedByClient"}) if why else ("Fetch.continueRequest", {})
            with suppress(library().Error):
                await tools.send(answer[0], {"requestId": event["requestId"], **answer[1]})

        tools.on("Fetch.requestPaused", paused)
        # A service worker would ask in the page's stead, and nobody sees what it asks for.
        await tools.send("Network.enable")
        await tools.send("Network.setBypassServiceWorker", {"bypass": True})
        await tools.send("Fetch.enable", {"patterns": [{"urlPattern": "*"}]})

    async def keep_out(self, group: Group, popup: Page) -> None:
        """Close a window whose page came from where it may not: its first request may be on its way before it can be watched."""
        if Site.of(popup.url) is None or group.sessions.get(popup) not in group.watched or popup.is_closed():
            return
        if why := await self.why_not(group, popup.url):
            group.note({"en": f"A window that opened was closed. {why['en']}", "ru": f"Открывшееся окно закрыто. {why['ru']}"})
            with suppress(library().Error):
                await popup.close()

    async def why_not(self, group: Group, url: str) -> LocalText:
        """Why a page of these may not load from an address; nothing when it may."""
        site = Site.of(url)
        if site is None:
            return {} if url.startswith(("data:", "blob:", "about:", "chrome-extension:")) else rules.not_a_site(url)
        if not rules.permits(group.rules, site):
            return rules.not_permitted(site.host)
        if self._session.is_attached:
            try:
                await self._session.guard.addresses(site)
            except Refusal as refused:
                return refused.why
        return {}
