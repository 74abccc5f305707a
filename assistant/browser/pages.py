"""The pages of each run: its own, and those that open from it. Two runs never touch each other's."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio

from assistant.browser import rules
from assistant.browser.doors import Doors
from assistant.browser.group import Group
from assistant.browser.places import Places
from assistant.browser.rules import Site
from assistant.browser.session import Session
from assistant.browser.watch import Watch
from assistant.domain.both import both
from assistant.domain.page import SiteRules, Visit
from assistant.errors import StepRefused

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, CDPSession, Dialog, Download, Frame, Page, Request

logger = logging.getLogger(__name__)
MAX_GROUPS = 16
MAX_PAGES = 12
"""Pages one run may have open."""
MAX_DOWNLOAD = 2_000_000_000

_NONE = both(
    "This run has no page open. Begin with a step that opens one (browser.open).",
    "У этого запуска нет открытой страницы. Начните с шага, который её открывает (browser.open).",
)


class Pages:
    """All groups. `is_over` tells whether a run has ended."""

    def __init__(self, session: Session, is_over: Callable[[str], Awaitable[bool]], places: Places) -> None:
        self._session, self._is_over, self._places = session, is_over, places
        self._watch = Watch(session)
        self.doors = Doors(self._with_page, self._watch.why_not)
        self._groups: dict[str, Group] = {}

    @property
    def count(self) -> int:
        """How many pages are open."""
        return sum(len(group.pages) for group in self._groups.values() if self.is_alive(group))

    def known(self, run: str) -> Group | None:
        """The group of a run, if it has one."""
        return self._groups.get(run)

    async def fresh(self, visit: Visit, context: BrowserContext) -> Group:
        """The group of a run that is about to go somewhere, with a page."""
        group = self._groups.get(visit.run)
        if group is None or not self.is_alive(group):
            group = await self._make(visit, context)
        await self._enter(group, visit)
        return group

    async def of(self, visit: Visit) -> tuple[Group, Page]:
        """The group of a run and its page in use. Raises StepRefused when the run has none, CutShort when it is gone."""
        group = self._groups.get(visit.run)
        if group is None:
            raise StepRefused.saying(_NONE)
        await self._enter(group, visit)
        return group, group.there()

    def drop_dead(self, run: str) -> None:
        """A run whose pages were closed, or have ended with their browser, has none: where they stood is known (`Places`)."""
        group = self._groups.get(run)
        if group is not None and not self.is_alive(group):
            del self._groups[run]
            self._places.left(run)

    def is_alive(self, group: Group) -> bool:
        """Whether its pages are there."""
        return self.is_in_browser(group) and group.page is not None

    def is_in_browser(self, group: Group) -> bool:
        """Whether the browser is there that its pages were opened in; they may have closed themselves."""
        return self._session.is_running and group.generation == self._session.generation

    async def close(self, run: str) -> None:
        """Close the pages of a run."""
        group = self._groups.pop(run, None)
        if group is not None:
            self._session.guard.visits.pop(run, None)
            self._places.left(run)
            await _close(group)

    async def sweep(self) -> bool:
        """Close the pages of runs that have ended where nobody sees them; whether a run that has not ended has any."""
        waiting = False
        for run, group in list(self._groups.items()):
            if not await self._is_over(run):
                waiting = waiting or self.is_alive(group)
            elif self._session.headless or self._session.is_attached or not self.is_alive(group):
                await self.close(run)
            else:
                self._session.guard.visits.pop(run, None)
        return waiting

    # --- making ---

    async def _enter(self, group: Group, visit: Visit) -> None:
        group.touched, group.language = time.monotonic(), visit.language
        if visit.rules != SiteRules():
            group.rules = visit.rules
        self._session.guard.visits[visit.run] = group.rules
        if group.rules != SiteRules():
            # Its pages may have been opened before it had any.
            for session in list(group.sessions.values()):
                await self._watch.begin(group, session)

    async def _make(self, visit: Visit, context: BrowserContext) -> Group:
        while len(self._groups) >= MAX_GROUPS:
            await self.close(min(self._groups.values(), key=lambda group: group.touched).run)
        if self._session.is_attached:
            await self.doors.stand(self._session.endpoint, self._session.generation)
        else:
            await self.doors.leave()
        group = Group(visit.run, self._session.generation, visit.language, visit.rules)
        self._groups[visit.run] = group
        page = await self._empty_page(context)
        await self._adopt(group, page)
        return group

    def _with_page(self, name: str) -> Group | None:
        """The pages of a run of which one has this name of the debugger's."""
        return next((group for group in self._groups.values() if name in group.frames.values()), None)

    async def _empty_page(self, context: BrowserContext) -> Page:
        """The first, empty tab of a new browser, else a new one."""
        taken = {page for group in self._groups.values() for page in group.pages}
        if not self._session.is_attached and len(context.pages) == 1:
            for page in context.pages:
                if page not in taken and rules.is_empty(page.url):
                    return page
        return await context.new_page()

    async def _adopt(self, group: Group, page: Page) -> None:
        group.pages.append(page)
        page.on("close", lambda _page: _left(group, page))
        page.on("crash", lambda _page: _crashed(group, page))
        page.on("dialog", lambda dialog: _answer(group, dialog))
        page.on("download", lambda download: _save(group, download, self._session.downloads))
        page.on("popup", lambda popup: self._opened(group, popup))
        page.on("request", lambda request: _leaving(group, page, request, begun=True))
        page.on("requestfailed", lambda request: _leaving(group, page, request, begun=False))
        page.on("framenavigated", lambda frame: _arrived(group, page, frame))
        session = await page.context.new_cdp_session(page)
        group.sessions[page] = session
        session.on("Page.windowOpen", lambda _opened: _opening(group))
        session.on("Page.frameRequestedNavigation", lambda asked: _setting_out(group, page, session, asked))
        session.on("Page.frameStoppedLoading", lambda stopped: _standing(group, page, session, stopped))
        session.on("Page.frameNavigated", lambda told: self._arrived(group, page, told["frame"], anew=True))
        session.on(
            "Page.navigatedWithinDocument", lambda told: self._arrived(group, page, {"id": told["frameId"], **told}, anew=False)
        )
        _enabled, tree = await asyncio.gather(session.send("Page.enable"), session.send("Page.getFrameTree"))
        group.frames[session] = tree["frameTree"]["frame"]["id"]
        if self._session.is_attached or group.rules != SiteRules():
            await self._watch.begin(group, session)

    def _arrived(self, group: Group, page: Page, frame: dict[str, Any], *, anew: bool) -> None:
        session = group.sessions.get(page)
        if page is group.page and session is not None and frame["id"] == group.frames.get(session):
            group.shows_secret = group.shows_secret and not anew
            self._places.arrived(group.run, str(frame["url"]), anew=anew, posted=anew and group.posted)

    async def _opened(self, group: Group, popup: Page) -> None:
        try:
            if len(group.pages) >= MAX_PAGES:
                await popup.close()
            else:
                popup.on("framenavigated", lambda _frame: self._watch.keep_out(group, popup))
                await self._adopt(group, popup)
                await self._watch.keep_out(group, popup)
        except _error():
            logger.info("a window closed as soon as it had opened")
        finally:
            group.opening = max(0, group.opening - 1)
            group.moved()


def _left(group: Group, page: Page) -> None:
    if page in group.pages:
        group.pages.remove(page)
    if (session := group.sessions.pop(page, None)) is not None:
        group.watched.discard(session)
    group.is_leaving = False
    group.moved()


async def _crashed(group: Group, page: Page) -> None:
    """What is left of it is an empty tab nobody can use."""
    _left(group, page)
    with suppress(_error()):
        await page.close()


def _opening(group: Group) -> None:
    group.opening += 1


def _setting_out(group: Group, page: Page, session: CDPSession, asked: dict[str, Any]) -> None:
    """A script or a click has sent the page on its way; the request itself may come a moment later, or never (blob:)."""
    if page is group.page and asked["frameId"] == group.frames.get(session) and asked.get("disposition") == "currentTab":
        group.is_leaving = True
        group.moved()


def _standing(group: Group, page: Page, session: CDPSession, stopped: dict[str, Any]) -> None:
    if page is group.page and stopped["frameId"] == group.frames.get(session):
        group.is_leaving = False
        group.moved()


def _leaving(group: Group, page: Page, request: Request, *, begun: bool) -> None:
    if page is group.page and request.is_navigation_request() and _is_main(page, request):
        group.is_leaving = begun
        group.heading, group.posted = request.url, request.method != "GET"
        group.moved()


def _is_main(page: Page, request: Request) -> bool:
    try:
        return request.frame == page.main_frame
    except _error():
        return True


def _arrived(group: Group, page: Page, frame: Frame) -> Awaitable[None] | None:
    if frame != page.main_frame:
        return None
    if page is group.page:
        group.is_leaving = False
        group.moved()
    if rules.is_empty(page.url) or page.url.startswith("chrome-error:") or Site.of(page.url) is not None:
        group.url = page.url if Site.of(page.url) else group.url
        return None
    group.forbidden = page.url
    return _blank(page)


async def _blank(page: Page) -> None:
    with suppress(_error()):
        await page.goto("about:blank")


async def _answer(group: Group, dialog: Dialog) -> None:
    if group.is_shown:
        return
    how, words = group.dialogs
    message = dialog.message[:300]
    accept = dialog.type in ("alert", "beforeunload") or how == "accept"
    with suppress(_error()):
        await (dialog.accept(words) if accept and dialog.type == "prompt" else dialog.accept() if accept else dialog.dismiss())
    if dialog.type == "alert":
        group.note(both("The page said: {text}", "Страница сказала: {text}", text=message))
    elif dialog.type in ("confirm", "prompt"):
        said = both("yes", "да") if accept else both("no", "нет")
        group.note(
            both("The page asked: {text} Answered: {said}.", "Страница спросила: {text} Ответ: {said}.", text=message, said=said)
        )


async def _save(group: Group, download: Download, folder: Path) -> None:
    group.saving += 1
    try:
        path = await anyio.to_thread.run_sync(_free_name, folder, download.suggested_filename)
        await download.save_as(path)
        group.downloads.append(str(path))
    except (_error(), OSError) as error:
        why = str(error).splitlines()[0][:200]
        group.note(both("A download failed: {why}", "Не удалось скачать файл: {why}", why=why))
    finally:
        group.saving -= 1
        group.is_leaving = False
        group.moved()


def _free_name(folder: Path, suggested: str) -> Path:
    """A name no file has yet, inside the folder whatever the page suggests."""
    folder.mkdir(parents=True, exist_ok=True)
    bare = suggested.replace("\\", "/").rpartition("/")[2].lstrip(".")[-120:] or "download"
    wanted = folder / "".join(letter for letter in bare if letter.isprintable() and letter not in '<>:"|?*')
    for number in range(1, 1_000):
        file = wanted if number == 1 else wanted.with_stem(f"{wanted.stem}-{number}")
        if not file.exists():
            return file
    raise OSError("too many files of that name")


async def _close(group: Group) -> None:
    for page in list(group.pages):
        with suppress(_error()):
            await page.close()


def _error() -> type[Exception]:
    import playwright.async_api

    return playwright.async_api.Error
