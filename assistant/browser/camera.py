"""Takes small pictures of pages: the name is known at once, the picture is kept a little later."""

from __future__ import annotations

import base64
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import anyio.abc
import anyio.to_thread

from assistant.browser.group import Group
from assistant.browser.pictures import Pictures
from assistant.settings import BrowserSettings

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page

WIDTH = 640
_HOW = {"format": "jpeg", "quality": 55, "optimizeForSpeed": True}
_TAKEN_S = 10.0
"""Seconds in which a picture is taken, or there is none."""


class Camera:
    """Takes none until it has `behind`, the tasks it takes them in."""

    def __init__(self, chosen: Callable[[], BrowserSettings], data: Path) -> None:
        self._chosen = chosen
        self._pictures = Pictures(data)
        self._taking: dict[str, anyio.Event] = {}
        self.behind: anyio.abc.TaskGroup | None = None

    async def picture(self, name: str) -> bytes:
        """A picture, waited for while it is taken. Raises NotFound when it is not kept (any more)."""
        if (taking := self._taking.get(name)) is not None:
            with anyio.move_on_after(_TAKEN_S):
                await taking.wait()
        return await anyio.to_thread.run_sync(self._pictures.read, name)

    def take(self, group: Group | None) -> str:
        """The name of a picture of the group's page as it is now; empty when none is taken, as while a secret can be read there."""
        page = group.page if group is not None else None
        session = group.sessions.get(page) if group is not None and page is not None else None
        if (
            group is None
            or page is None
            or group.shows_secret
            or session is None
            or self.behind is None
            or not self._chosen().pictures
        ):
            return ""
        name = self._pictures.name()
        self._taking[name] = anyio.Event()
        self.behind.start_soon(self._keep, page, session, name)
        return name

    async def _keep(self, page: Page, session: CDPSession, name: str) -> None:
        import playwright.async_api as library

        try:
            with suppress(library.Error, OSError), anyio.move_on_after(_TAKEN_S):
                size = page.viewport_size or await page.evaluate("({ width: innerWidth, height: innerHeight })")
                clip = {"x": 0, "y": 0, **size, "scale": min(1.0, WIDTH / max(1, size["width"]))}
                taken = await session.send("Page.captureScreenshot", {**_HOW, "clip": clip})
                most = self._chosen().pictures_mb * 1_000_000
                await anyio.to_thread.run_sync(self._pictures.keep, name, base64.b64decode(taken["data"]), most)
        finally:
            self._taking.pop(name).set()
