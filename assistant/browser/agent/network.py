"""Which pages this task may open, decided where a request leaves the browser: it does not matter what made it.

The guard in front of the whole browser keeps the owner's lists, and this computer and its network out of reach, for every
request. Here is decided in addition which sites the pages of this task may come from. Where no guard stands, in a browser the
owner has started himself, every request of these pages is decided about here.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from cdp_use import CDPClient

from assistant.browser.agent.dialogs import Dialogs
from assistant.browser.agent.tabs import Own

logger = logging.getLogger(__name__)
EMPTY = ("about:blank", "about:srcdoc", "chrome-error://", "chrome://newtab/", "chrome://new-tab-page")
WEB = frozenset({"http", "https"})


class Network:
    """Watches the tabs of one task. `may_open` is asked once for each host, and so is `may_reach`, if any, for what pages load."""

    def __init__(
        self,
        own: Own,
        may_open: Callable[[str], Awaitable[bool]],
        dialogs: Dialogs,
        may_reach: Callable[[str], Awaitable[bool]] | None = None,
    ) -> None:
        self._own = own
        self._may_reach = may_reach
        self._reached: dict[str, asyncio.Future[bool]] = {}
        self._dialogs = dialogs
        self._may_open = may_open
        self._hosts: dict[str, asyncio.Future[bool]] = {}
        self._watched: set[str] = set()
        self._work: set[asyncio.Future[Any]] = set()
        self._client: Any = None

    async def open(self, address: str) -> str:
        """Begin to watch the browser at this address, with a tab of its own; its id."""
        self._client = CDPClient(address)
        await self._client.start()
        self._client.register.Fetch.requestPaused(self._paused)
        self._client.register.Page.javascriptDialogOpening(self._asked)
        self._client.register.Target.targetCreated(self._appeared)
        self._client.register.Target.targetInfoChanged(self._appeared)
        await self._client.send.Target.setDiscoverTargets(params={"discover": True})
        made = await self._client.send.Target.createTarget(params={"url": "about:blank"})
        target = str(made["targetId"])
        await self._own.add(target)
        await self._watch(target)
        if target not in self._watched:
            raise ConnectionError("the browser does not let its pages be watched")
        return target

    def show(self, target: str | None) -> None:
        """Bring a tab to the front."""
        if target:
            self._spawn(self._quietly(self._client.send.Target.activateTarget(params={"targetId": target})))

    async def close(self) -> None:
        """Watch no more."""
        for work in (*self._work, *self._hosts.values(), *self._reached.values()):
            work.cancel()
        if self._client is not None:
            await self._client.stop()

    # --- within ---

    def _appeared(self, event: Any, _session: str | None = None) -> None:
        self._spawn(self._look(event["targetInfo"]))

    async def _look(self, info: Any) -> None:
        """A tab has appeared, or shows another page. What asks no network (`data:`, `blob:`), or was there before it was watched,
        is taken away again."""
        if info["type"] != "page" or not (info["targetId"] in self._own or info.get("openerId") in self._own):
            return
        await self._own.add(info["targetId"])
        await self._watch(info["targetId"])
        url = info["url"]
        if url and not url.startswith(EMPTY) and not await self.allows(url):
            await self._in_tab(
                info["targetId"],
                lambda session: self._client.send.Page.navigate(params={"url": "about:blank"}, session_id=session),
            )

    async def allows(self, url: str) -> bool:
        """Whether a page may come from there."""
        parts = urlsplit(url)
        if parts.scheme not in WEB or not parts.hostname:
            return False
        host = parts.hostname.lower()
        if host not in self._hosts:
            self._hosts[host] = asyncio.ensure_future(self._may_open(url))
        return await asyncio.shield(self._hosts[host])

    async def _reaches(self, url: str) -> bool:
        """Whether a page may load anything from there."""
        parts = urlsplit(url)
        if self._may_reach is None or parts.scheme not in WEB:
            return True
        if parts.netloc not in self._reached:
            self._reached[parts.netloc] = asyncio.ensure_future(self._may_reach(url))
        return await asyncio.shield(self._reached[parts.netloc])

    async def _watch(self, target: str) -> None:
        if target in self._watched:
            return
        self._watched.add(target)
        if not await self._in_tab(target, self._listen, stay=True):
            # A tab nobody watches could go anywhere.
            self._watched.discard(target)
            await self._quietly(self._client.send.Target.closeTarget(params={"targetId": target}))

    async def _listen(self, session: str) -> Any:
        patterns: list[Any] = [{"urlPattern": "*", "resourceType": "Document"}]
        await self._client.send.Page.enable(session_id=session)
        if self._may_reach is not None:
            patterns = [{"urlPattern": "*"}]
            await self._client.send.Network.enable(session_id=session)
            await self._client.send.Network.setBypassServiceWorker(params={"bypass": True}, session_id=session)
        return await self._client.send.Fetch.enable(params={"patterns": patterns}, session_id=session)

    async def _in_tab(self, target: str, work: Callable[[str], Awaitable[Any]], *, stay: bool = False) -> bool:
        """Do something in a tab; whether it was done."""
        attached = await self._quietly(self._client.send.Target.attachToTarget(params={"targetId": target, "flatten": True}))
        if attached is None:
            return False
        done = await self._quietly(work(attached["sessionId"]))
        if not stay:
            await self._quietly(self._client.send.Target.detachFromTarget(params={"sessionId": attached["sessionId"]}))
        return done is not None

    def _asked(self, event: Any, session: str | None = None) -> None:
        self._spawn(self._answer(event, session))

    async def _answer(self, event: Any, session: str | None) -> None:
        try:
            accept = await self._dialogs.answer(event)
            await self._quietly(self._client.send.Page.handleJavaScriptDialog(params={"accept": accept}, session_id=session))
        finally:
            self._dialogs.closed()

    def _paused(self, event: Any, session: str | None = None) -> None:
        self._spawn(self._decide(event, session))

    async def _decide(self, event: Any, session: str | None) -> None:
        request = {"requestId": event["requestId"]}
        # Frames within a page show what others wrote, and are part of the page that may be open.
        inner = event.get("frameId") not in self._own or event.get("resourceType") != "Document"
        url = event["request"]["url"]
        if (inner or await self.allows(url)) and await self._reaches(url):
            await self._quietly(self._client.send.Fetch.continueRequest(params=request, session_id=session))
        else:
            await self._quietly(
                self._client.send.Fetch.failRequest(params={**request, "errorReason": "BlockedByClient"}, session_id=session)
            )

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    @staticmethod
    async def _quietly(answer: Awaitable[Any]) -> Any:
        """What the browser answers; None when the tab is gone meanwhile."""
        try:
            return await answer
        except (RuntimeError, ConnectionError) as error:
            logger.debug("a tab did not answer: %s", type(error).__name__)
            return None
