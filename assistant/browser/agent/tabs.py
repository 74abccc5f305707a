"""The tabs of this task: it works in one of its own, and neither sees nor touches what else is open in the browser."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import browser_use.browser.session_manager as library
from browser_use import BrowserSession

_MOMENT = 2.0
"""Seconds within which a tab that was just made is known as one of ours."""
_START = 20.0
"""Seconds the browser may take to let a debugger into a tab."""


class Own:
    """The ids of the tabs of this task."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._more = asyncio.Condition()
        self.told: Callable[[str], None] = lambda _tab: None
        """Called with each new one."""

    def __contains__(self, target: str) -> bool:
        return target in self._ids

    def __iter__(self) -> Any:
        return iter(tuple(self._ids))

    async def add(self, target: str) -> None:
        """A tab is ours: it was made here, or opened from one of ours."""
        async with self._more:
            if target not in self._ids:
                self.told(target)
            self._ids.add(target)
            self._more.notify_all()

    async def has(self, info: Any) -> bool:
        """Whether a tab that has just appeared is ours."""
        if info.get("openerId") in self._ids:
            await self.add(info["targetId"])
        try:
            async with asyncio.timeout(_MOMENT), self._more:
                await self._more.wait_for(lambda: info["targetId"] in self._ids)
        except TimeoutError:
            return False
        return True


def confine(own: Own) -> None:
    """Let browser-use know no tabs but ours: it takes this class from its module when it connects."""

    class OwnTargets(library.SessionManager):
        async def _initialize_existing_targets(self) -> None:
            client: Any = self.browser_session._cdp_client_root
            for target in own:
                await client.send.Target.attachToTarget(params={"targetId": target, "flatten": True})
            async with asyncio.timeout(_START):
                while any(self._get_session_for_target(target) is None for target in own):  # noqa: ASYNC110 - it tells nobody
                    await asyncio.sleep(0.02)

        async def _handle_target_attached(self, event: Any) -> None:
            info = event["targetInfo"]
            if info["type"] in ("page", "tab") and not await own.has(info):
                return
            await super()._handle_target_attached(event)

        def get_all_page_targets(self) -> list[Any]:
            return [target for target in super().get_all_page_targets() if target.target_id in own]

    library.SessionManager = OwnTargets  # type: ignore[misc]


class OwnSession(BrowserSession):
    """browser-use's session; every tab it makes is ours."""

    async def _cdp_create_new_page(self, url: str = "about:blank", background: bool = False, new_window: bool = False) -> str:
        target = await super()._cdp_create_new_page(url, background, new_window)
        await own_tabs().add(target)
        return target


_KNOWN: list[Own] = []


def own_tabs() -> Own:
    """The tabs of this process's one task."""
    if not _KNOWN:
        _KNOWN.append(Own())
        confine(_KNOWN[0])
    return _KNOWN[0]
