"""Records what the owner does in the browser, over CDP: a script in a world of its own, in every frame and every tab that opens.

Pages cannot see the script, call it or make it believe that the owner did something: its binding exists in that world only, and
events that a page dispatches itself are not trusted. Secrets are left out by the script, and refused again by whoever keeps them.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import anyio
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from assistant.browser import deeds, element, faults, finding, going, rows
from assistant.browser.group import Group
from assistant.browser.pages import Pages
from assistant.browser.rows import ToldRow
from assistant.browser.session import Session
from assistant.domain.base import Language, LocalText, new_id
from assistant.domain.both import both
from assistant.domain.page import Deed, DeedKind, ElementPrint, Target, Visit
from assistant.domain.showing import LeftPage, SecretKind, ShownAction
from assistant.errors import StepError

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Frame, Page

logger = logging.getLogger(__name__)
WORLD, BINDING = "symbiote-shows", "__symbioteShown"
MOST_PAGES = 30
"""Tabs and frames of other sites that are followed at once."""
_BACKLOG = 100
_AGAIN_S = 5.0
"""Seconds a page that is opened again has for each field that is filled in as it was."""
_URL = 8_000
Heard = Callable[[ShownAction], None]
_UNSEEN = both(
    "The browser works without a window here, so you cannot show anything in it: set show under [browser], or begin on a computer "
    "with a display.",
    "Браузер здесь работает без окна, показать в нём ничего нельзя: включите show в разделе [browser] или начните на компьютере с "
    "экраном.",
)
_Line = Annotated[str, StringConstraints(max_length=500)]


class _Told(BaseModel):
    """What the script tells: what was done to which element."""

    model_config = ConfigDict(extra="ignore")
    kind: Literal["click", "fill", "select", "check", "press", "upload"]
    element: ElementPrint
    row: ToldRow | None = None
    frame: _Line = ""
    title: Annotated[str, StringConstraints(max_length=2_000)] = ""
    value: Annotated[str, StringConstraints(max_length=4_000)] = ""
    secret: SecretKind = ""
    options: list[_Line] = []
    files: list[_Line] = []
    """Names only."""
    checked: bool = False
    key: Annotated[str, StringConstraints(max_length=20)] = ""


class Recorder:
    """Records in one run's pages at a time. `run` serves it; all calls on the event loop."""

    def __init__(self, session: Session, pages: Pages) -> None:
        self._browser, self._pages = session, pages
        self._use: AsyncExitStack | None = None
        self._group: Group | None = None
        self._opened_since: deque[tuple[Page, Frame | None]] = deque(maxlen=_BACKLOG)
        self._news = anyio.Event()
        self._sessions: dict[Page | Frame, CDPSession] = {}
        self._requested: set[Page] = set()
        self._tell: Heard | None = None
        self._lost: Callable[[], None] = lambda: None

    async def run(self) -> None:
        """Follow tabs and frames that open while something is recorded, until cancelled."""
        while True:
            await self._news.wait()
            self._news = anyio.Event()
            while self._opened_since:
                page, frame = self._opened_since.popleft()
                if self._tell is not None and not page.is_closed():
                    await self._follow(page, frame)

    async def start(self, run: str, language: Language, tell: Heard, lost: Callable[[], None], left: LeftPage) -> LocalText:
        """Open a page for a run, or go on in the ones it has, and record; what the owner should know about it, if anything. When
        those it had are gone, the one that was `left` is opened again and filled in as it was, which is not recorded.

        Raises StepError, StepRefused.
        """
        await self.stop()
        use = AsyncExitStack()
        context = await use.enter_async_context(self._browser.used())
        self._use = use
        self._pages.drop_dead(run)
        visit = Visit(run=run, key=f"{run}:shown", language=language, seconds=_AGAIN_S)
        is_back = bool(left.url) and self._pages.known(run) is None
        async with faults.said():
            group = self._group = await self._pages.fresh(visit, context)
        group.is_shown = True
        lacks = await self._bring_back(group, left, visit) if is_back else []
        self._tell, self._lost = tell, lost
        for page in list(group.pages):
            await self._follow(page, None)
        if group.page is not None:
            await group.page.bring_to_front()
            if not is_back:
                self._opened(group.page.url)
        return _UNSEEN if self._browser.headless and not is_back else _back(left.url, lacks) if is_back else {}

    async def stop(self) -> None:
        """Record no more; the pages stay."""
        self._tell, self._lost = None, lambda: None
        sessions, self._sessions = dict(self._sessions), {}
        self._requested.clear()
        if self._group is not None:
            self._group.is_shown, self._group = False, None
        for session in sessions.values():
            with suppress(_playwright().Error):
                await session.send("Runtime.removeBinding", {"name": BINDING})
                await session.detach()
        if self._use is not None:
            use, self._use = self._use, None
            await use.aclose()

    async def _bring_back(self, group: Group, left: LeftPage, visit: Visit) -> list[str]:
        """Open the page again and fill it in; the names of the fields that have not taken it."""
        lacks: list[str] = []
        try:
            async with faults.said():
                await going.go(group, left.url, self._browser.guard, visit.seconds)
        except StepError:
            return [action.label for action in left.put]
        for action in left.put:
            try:
                async with faults.said():
                    await _put(group, action, visit)
            except StepError:
                lacks.append(action.label)
        return lacks

    # --- following ---

    async def _follow(self, page: Page, frame: Frame | None) -> None:
        place = frame or page
        if place in self._sessions or len(self._sessions) >= MOST_PAGES:
            return
        try:
            session = await page.context.new_cdp_session(place)
        except _playwright().Error:
            return  # a frame of the page's own process: the page's session has it
        self._sessions[place] = session
        session.on("Runtime.bindingCalled", lambda told: self._called(page, told))
        if frame is None:
            self._watch(page, session)
        for method, params in (
            ("Runtime.enable", {}),
            ("Page.enable", {}),
            ("Runtime.addBinding", {"name": BINDING, "executionContextName": WORLD}),
            (
                "Page.addScriptToEvaluateOnNewDocument",
                {"source": script(), "worldName": WORLD, "runImmediately": True},
            ),
        ):
            await session.send(method, params)

    def _watch(self, page: Page, session: CDPSession) -> None:
        """Where the page goes, and what opens from it."""
        session.on("Page.frameRequestedNavigation", lambda told: self._asked(page, told))
        session.on("Page.frameNavigated", lambda told: self._navigated(page, told))
        page.on("popup", lambda opened: self._queue(opened, None))
        page.on("framenavigated", lambda frame: self._queue(page, frame) if frame.parent_frame else None)
        page.on("close", lambda _page: self._closed(page))

    def _queue(self, page: Page, frame: Frame | None) -> None:
        self._opened_since.append((page, frame))
        self._news.set()

    def _closed(self, page: Page) -> None:
        self._sessions.pop(page, None)
        if self._group is not None and not [one for one in self._group.pages if one is not page]:
            self._lost()

    # --- hearing ---

    def _asked(self, page: Page, told: dict[str, Any]) -> None:
        """A page goes somewhere itself: a link, a form, a script. In a new tab it is that tab's affair."""
        if told.get("disposition") == "currentTab":
            self._requested.add(page)

    def _navigated(self, page: Page, told: dict[str, Any]) -> None:
        """An address that no page asked for was chosen by the owner."""
        frame = told["frame"]
        if frame.get("parentId"):
            return
        asked = page in self._requested
        self._requested.discard(page)
        if not asked:
            self._opened(frame["url"])
        elif self._tell is not None:
            self._tell(ShownAction(id=new_id("act"), kind="arrive", url=frame["url"][:_URL]))

    def _opened(self, url: str) -> None:
        if self._tell is not None and url.startswith(("http://", "https://")):
            self._tell(ShownAction(id=new_id("act"), kind="open", url=url[:_URL]))

    def _called(self, page: Page, told: dict[str, Any]) -> None:
        if self._tell is None or told.get("name") != BINDING:
            return
        try:
            done = _Told.model_validate_json(told["payload"])
        except ValidationError:
            logger.warning("the recorder's script told something that cannot be read")
            return
        self._tell(_action(done, page.url))


async def _put(group: Group, action: ShownAction, visit: Visit) -> None:
    kind: DeedKind = "fill" if action.kind == "fill" else "select"
    if action.kind == "check":
        kind = "check" if action.value else "uncheck"
    value = tuple(action.value.split("\n")) if action.kind == "select" else action.value
    if action.target is not None:
        found = await finding.locate(group, action.target, visit)
        await deeds.carry_out(group.there(), found, Deed(kind=kind, target=action.target, value=value), None, visit.seconds)


def _back(url: str, lacks: Sequence[str]) -> LocalText:
    """What the owner is told when his page was opened again."""
    named = ", ".join(f"“{name[:60]}”" for name in lacks[:5])
    return both(
        "{url} was opened again and filled in as before{but}. Passwords and files are yours to give again.",
        "{url} снова открыт и заполнен, как было{but}. Пароли и файлы укажите снова сами.",
        url=url[:200],
        but=both(" except {names}", ", кроме {names}", names=named) if lacks else both("", ""),
    )


def script() -> str:
    """What is put into every frame."""
    return element.library() + rows.library() + Path(__file__).with_name("recorder.js").read_text(encoding="utf-8")


def _playwright() -> Any:
    """The library; it was imported when the browser was started."""
    import playwright.async_api

    return playwright.async_api


def _action(done: _Told, url: str) -> ShownAction:
    kept = done.element
    label = kept.name or kept.label or kept.placeholder or kept.text or kept.field
    return ShownAction(
        id=new_id("act"),
        kind=done.kind,
        target=_target(kept, done.frame),
        label=label[:120],
        value=_value(done),
        secret=done.secret,
        url=url,
        page=done.title,
        row=done.row.shown if done.row else None,
    )


def _target(kept: ElementPrint, frame: str) -> Target:
    """By role and name where it has both, and beside what it stands where it is not alone; what was kept of it decides the rest."""
    near = "" if kept.alone else kept.near
    if kept.name:
        return Target(role=kept.role, name=kept.name, near=near, frame=frame, print=kept)
    if kept.placeholder:
        return Target(label=kept.placeholder, near=near, frame=frame, print=kept)
    return Target(frame=frame, near=near, print=kept)


def _value(done: _Told) -> str:
    match done.kind:
        case "select":
            return "\n".join(done.options)
        case "upload":
            return "\n".join(done.files)
        case "check":
            return "yes" if done.checked else ""
        case "press":
            return done.key
        case _:
            return done.value
