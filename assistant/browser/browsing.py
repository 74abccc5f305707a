"""The real thing behind the port Browser: pages opened, elements touched, texts read, and evidence kept of each."""

from __future__ import annotations

import base64
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import anyio

from assistant import ports
from assistant.browser import deeds, element, faults, finding, going, reading, recovery, rules
from assistant.browser.camera import Camera
from assistant.browser.changes import Changed, Changes
from assistant.browser.finding import Found
from assistant.browser.group import GONE, Group
from assistant.browser.guard import Guard
from assistant.browser.pages import Pages
from assistant.browser.places import PUTS, Place, Places
from assistant.browser.rules import Site
from assistant.browser.session import Session
from assistant.domain.base import Json
from assistant.domain.both import both
from assistant.domain.page import (
    BrowserStatus,
    CutOff,
    Deed,
    Done,
    ElementPrint,
    Evidence,
    PageFile,
    PageSource,
    Reading,
    Seen,
    SiteRules,
    Target,
    Visit,
    WasRead,
)
from assistant.errors import Conflict, CutShort, StepError, StepRefused, Undecided
from assistant.settings import BrowserSettings

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Locator, Page

logger = logging.getLogger(__name__)
Repaired = Callable[[Visit, Target, ElementPrint], Awaitable[None]]
MAX_REMEMBERED = 500
"""Steps whose deed is remembered, not to be done again."""
_SWEEP_S = 2.0
_SETTLE_S = 10.0
_NEWS_S = 2.0
"""Seconds in which it is known that a page or the browser has gone, after it did not answer."""
_AWAY = both(
    "What was worked on has closed itself in the middle of the step; look at the page and correct the step.",
    "То, с чем шла работа, закрылось посреди шага; посмотрите на страницу и исправьте шаг.",
)


async def _nobody(visit: Visit, before: Target, chosen: ElementPrint) -> None:
    """Nobody wants to know."""


class Browsing(ports.Browser):
    """Use while `run` is running. `is_over` tells whether a run has ended: its pages are then closed where nobody sees them."""

    def __init__(self, chosen: Callable[[], BrowserSettings], data: Path, is_over: Callable[[str], Awaitable[bool]]) -> None:
        self.session = Session(chosen, data, Guard(chosen))
        self._places, self._is_over = Places(data), is_over
        self._one_return = anyio.Lock()
        self.pages = Pages(self.session, is_over, self._places)
        self._camera = Camera(chosen, data)
        self._changes = Changes()
        self._done: OrderedDict[str, Done] = OrderedDict()
        self._looked: tuple[str, Found | None] = ("", None)
        self.secret: recovery.Secret = recovery.no_secret
        """Gives a secret that a page has lost, to be typed there again."""
        self.repaired: Repaired = _nobody
        """Called when a step was carried out on what the owner chose in place of an element that was shown."""

    async def run(self) -> None:
        """Keep the browser until cancelled."""
        async with anyio.create_task_group() as tasks:
            self._camera.behind = self.pages.doors.behind = tasks
            tasks.start_soon(self.session.run)
            tasks.start_soon(self._places.run)
            try:
                while True:
                    await anyio.sleep(_SWEEP_S)
                    self.session.is_awaited = await self.pages.sweep()
                    await self._places.sweep(self._is_over)
            finally:
                with anyio.CancelScope(shield=True), anyio.move_on_after(_NEWS_S):
                    await self.pages.doors.leave()

    async def status(self) -> BrowserStatus:
        """How it stands, for the screen."""
        return await self.session.status(self.pages.count)

    async def picture(self, name: str) -> bytes:
        """A picture that an evidence names. Raises NotFound when it is not kept (any more)."""
        return await self._camera.picture(name)

    # --- the port ---

    async def open(self, url: str, visit: Visit) -> Evidence:
        """Go to an address."""
        site = Site.of(url)
        if site is None:
            raise StepRefused.saying(rules.not_a_site(url))
        async with self._seen(visit), self.session.used() as context:
            group = await self.pages.fresh(visit, context)
            if not rules.permits(group.rules, site):
                raise StepRefused.saying(rules.not_permitted(site.host))
            self._places.opened(visit.run)
            await going.go(group, url, self.session.guard, visit.seconds)
            return await self._evidence(group, visit)

    async def look(self, deed: Deed, visit: Visit) -> Seen:
        """The element something is about to be done to."""
        async with self._on_page(visit) as (group, page):
            if deed.target is None:
                found = await page.evaluate(element.look_at_focused())
            else:
                there = await finding.locate(group, deed.target, visit, acts=True, whole=True)
                self._looked = (visit.key, there)
                found = there.known
            acts = tuple(found["acts"]) + ((found["sends"],) if deeds.sends_form(deed) and found["sends"] else ())
            own = {key: found[key] for key in ("title", "name", "role", "form", "was")}
            return Seen.model_validate({**own, "url": (group.page or page).url, "acts": acts})

    async def do(self, deed: Deed, visit: Visit) -> Done:
        """Do something to an element; once for a key as long as the browser lives."""
        if (known := self._done.get(visit.key)) is not None and deed.kind in ("click", "double", "press", "drag"):
            return known
        async with self._on_page(visit) as (group, page):
            done = await self._do(group, page, deed, visit)
            return done

    async def upload(self, target: Target, files: Sequence[PageFile], visit: Visit) -> Done:
        """Give files to a field; once for a key as long as the browser lives."""
        if (known := self._done.get(visit.key)) is not None:
            return known
        deed = Deed(kind="upload", target=target, value=tuple(file.name for file in files), final=True)
        async with self._on_page(visit) as (group, page):
            found = await finding.locate(group, target, visit, acts=True)
            await self._places.begin(deed, visit, (group.page or page).url)
            held = await deeds.give(group.page or page, found, files, visit.seconds)
            self._places.ended(deed, visit, held)
            return self._kept(visit.key, Done(evidence=await self._evidence(group, visit), after=held))

    async def cut_off(self, deed: Deed, visit: Visit) -> CutOff:
        """What became of a deed before the assistant, or its browser, has ended."""
        self.pages.drop_dead(visit.run)
        await self._places.before(visit.run)
        place, begun = self._places.known(visit.run), self._places.cut_off(visit.run, visit.key)
        if place is None:
            return CutOff(state="unknown")
        if begun is None:
            return CutOff(state="undone")
        was_done = recovery.is_done(visit.agreed.get(recovery.key_of(begun)))
        if was_done is not None:
            await self._places.decided(visit.run)
            seen = Evidence(url=place.url, title=place.title, picture=place.picture)
            return CutOff(state="assumed", evidence=seen) if was_done else CutOff(state="undone")
        if begun.moved and not begun.final:
            try:
                async with self._on_page(visit) as (group, _page):
                    return CutOff(state="done", evidence=await self._evidence(group, visit))
            except (Undecided, CutShort):
                raise
            except StepError:
                logger.info("what a deed had led to could not be seen again")
        raise recovery.ask_about(begun, place, visit.language)

    async def put_back(self, key: str) -> str:
        """Put a field back as it was."""
        changed = self._changes.find(key)
        group = self.pages.known(changed.run) if changed else None
        if changed is None or group is None or group.page is None or group.page.url != changed.url:
            raise Conflict(
                "The page it was filled in on is not open any more.", ru="Страница, где это было введено, уже не открыта."
            )
        visit = Visit(run=changed.run, key=key, seconds=5.0)
        async with self._on_page(visit) as (group, page):
            found = await finding.locate(group, changed.target, visit)
            if found.known["was"] != changed.after:
                raise Conflict("The field was changed again since.", ru="Поле с тех пор изменено.")
            await deeds.carry_out(
                page, found, deeds.putting_back(changed.target, changed.before, str(found.known["tag"])), None, visit.seconds
            )
        self._changes.forget(key)
        return str(changed.before if changed.before is not None else "")

    async def wait_for(self, target: Target | None, visit: Visit) -> Evidence:
        """Wait for an element, and for what is expected."""
        async with self._on_page(visit) as (group, _page):
            if target is not None:
                await finding.locate(group, target, visit)
            return await self._evidence(group, visit)

    async def read(self, reading_: Reading, visit: Visit) -> WasRead:
        """Read texts."""
        async with self._on_page(visit) as (group, page):
            found = await finding.locate(group, reading_.target, visit) if reading_.target else None
            value = await reading.read(group.page or page, found, reading_)
            return WasRead(evidence=await self._evidence(group, visit), value=value, excerpt=str(value)[:200])

    async def table(self, target: Target | None, visit: Visit, *, limit: int) -> WasRead:
        """Read a table."""
        async with self._on_page(visit) as (group, page):
            found = await finding.locate(group, target, visit) if target else None
            rows = await reading.table(group.page or page, found, limit)
            if rows is None:
                raise StepError("There is no table on the page.", ru="На странице нет таблицы.")
            return WasRead(evidence=await self._evidence(group, visit), value=rows, excerpt=str(rows[:2])[:200])

    async def source(self, visit: Visit) -> PageSource:
        """The page as HTML."""
        async with self._on_page(visit) as (group, page):
            status = await page.evaluate(reading.STATUS)
            html = await page.content()
            return PageSource(evidence=await self._evidence(group, visit), html=html, status=int(status))

    async def screenshot(self, target: Target | None, visit: Visit, *, whole: bool) -> tuple[Evidence, bytes]:
        """A picture."""
        async with self._on_page(visit) as (group, page):
            if target is not None:
                found = await finding.locate(group, target, visit)
                content = await found.locator.screenshot(timeout=visit.seconds * 1_000)
            else:
                content = await page.screenshot(full_page=whole, timeout=visit.seconds * 1_000)
            return await self._evidence(group, visit), content

    async def pdf(self, visit: Visit) -> tuple[Evidence, bytes]:
        """The page as a PDF."""
        async with self._on_page(visit) as (group, page):
            printed = await group.sessions[page].send("Page.printToPDF", {"printBackground": True})
            return await self._evidence(group, visit), base64.b64decode(printed["data"])

    # --- within ---

    @asynccontextmanager
    async def _on_page(self, visit: Visit) -> AsyncIterator[tuple[Group, Page]]:
        async with self._seen(visit), self.session.used() as context:
            await self._return(visit, context)
            yield await self.pages.of(visit)

    @asynccontextmanager
    async def _seen(self, visit: Visit) -> AsyncIterator[None]:
        """What fails on a page, or asks about one, has a picture of it."""
        try:
            async with faults.said():
                yield
        except Undecided as asked:
            if picture := self._camera.take(self.pages.known(visit.run)):
                asked.question = {**asked.question, "picture": picture}
            raise
        except CutShort as cut:
            if not await self._is_gone(visit.run):
                raise StepError.saying(_AWAY) from cut
            raise
        except StepError as error:
            group = self.pages.known(visit.run)
            if error.evidence is None and group is not None and group.page is not None and Site.of(group.page.url):
                notes, group.notes = tuple(group.notes), []
                error.evidence = Evidence(url=group.page.url[:2_000], picture=self._camera.take(group), notes=notes)
            raise

    async def _is_gone(self, run: str) -> bool:
        """Whether a run's page is gone, or the browser: it is told so a moment after it cannot be reached."""
        with anyio.move_on_after(_NEWS_S):
            while (group := self.pages.known(run)) is not None and self.pages.is_alive(group):
                await group.changed.wait()
        return group is None or not self.pages.is_alive(group)

    async def _return(self, visit: Visit, context: BrowserContext) -> None:
        """Bring the page of a run back that had one before the assistant or its browser has ended. Raises Undecided, Declined."""

        async def open_(place: Place) -> Group:
            rules_ = place.rules if visit.rules == SiteRules() else visit.rules
            group = await self.pages.fresh(visit.model_copy(update={"rules": rules_}), context)
            await going.go(group, place.url, self.session.guard, visit.seconds)
            await group.settled(_SETTLE_S)
            return group

        async with self._one_return:
            self.pages.drop_dead(visit.run)
            place = await self._places.before(visit.run)
            if place is None:
                return
            known = self.pages.known(visit.run)
            is_open = known is not None and known.page is not None and not rules.is_empty(known.page.url)
            group = await recovery.bring_back(place, self._places, known if is_open else None, visit, open_, self.secret)
            if (url := group.there().url) != place.url:
                self._places.arrived(visit.run, url, anew=True, posted=False)

    async def _do(self, group: Group, page: Page, deed: Deed, visit: Visit) -> Done:
        found = await self._found(group, deed, visit)
        to = await finding.locate(group, deed.to, visit) if deed.to else None
        page = group.page or page
        if deed.secret and found is not None:
            deeds.may_be_told(str(found.known["address"]), visit)
        group.dialogs, group.downloads = (deed.dialog, deed.words), []
        await self._places.begin(deed, visit, page.url)
        if found is not None and deed.kind == "click" and found.known["saves"]:
            group.is_leaving = True  # its download begins a moment after the click, and nothing is seen to set out
        await self._carry_out(group, page, found, deed, to.locator if to else None, visit)
        before: Json = None
        after: Json = None
        state: dict[str, str] = {}
        if deed.kind in PUTS and found is not None and deed.target is not None:
            before = found.known["was"]
            after, state = await self._after(found, deed, visit)
            self._changes.remember(visit.key, Changed(visit.run, deed.target, before, after, page.url))
        hidden = found is not None and found.known["type"] == "password"
        group.shows_secret = group.shows_secret or (deed.secret and not hidden)
        self._places.ended(deed.model_copy(update={"secret": True}) if hidden else deed, visit, after)
        evidence = await self._evidence(group, visit, state)
        if deed.secret:
            before = after = None
        done = Done(evidence=evidence, before=before, after=after, downloads=tuple(group.downloads))
        if (replaced := group.chosen.pop(visit.key, None)) is not None:
            await self.repaired(visit, *replaced)
        return self._kept(visit.key, done)

    def _kept(self, key: str, done: Done) -> Done:
        self._done[key] = done
        while len(self._done) > MAX_REMEMBERED:
            self._done.popitem(last=False)
        return done

    async def _found(self, group: Group, deed: Deed, visit: Visit) -> Found | None:
        """The element; the one that was looked at just now for this very step is not looked for again."""
        if deed.target is None:
            return None
        (key, looked), self._looked = self._looked, ("", None)
        if key == visit.key and looked is not None and deed.kind in ("click", "double", "hover", "press"):
            return looked
        return await finding.locate(group, deed.target, visit, acts=True)

    async def _carry_out(
        self, group: Group, page: Page, found: Found | None, deed: Deed, to: Locator | None, visit: Visit
    ) -> None:
        import playwright.async_api as library

        try:
            await deeds.carry_out(page, found, deed, to, visit.seconds)
        except library.Error as error:
            # A window that closes itself when its button is clicked has done what it should.
            if not faults.is_gone(error) or not self.session.is_running or group.page is None:
                raise

    async def _after(self, found: Found, deed: Deed, visit: Visit) -> tuple[Json, dict[str, str]]:
        """The value a field has then, and where the page is."""
        import playwright.async_api as library

        try:
            state = await found.after()
            if state and state["value"] == "" and await deeds.typed_key_by_key(found, deed, visit.seconds):
                state = await found.after()
        except library.Error:
            state = None
        if state is None:
            return None, {}  # what was filled in has changed the page, and the field is gone
        value = state.pop("value")
        deeds.surely(deed, value)
        return value, state if found.frame.parent_frame is None else {}

    async def _evidence(self, group: Group, visit: Visit, state: dict[str, str] | None = None) -> Evidence:
        """The page as it is once everything that was begun has settled, and what it was checked for."""
        state = state or await reading.state(group.page, visit.seconds)
        on_its_way = not group.is_settled
        if on_its_way:
            await group.settled(min(visit.seconds, _SETTLE_S))
        if not self.pages.is_in_browser(group):
            raise CutShort.saying(GONE)
        going.not_kept_from(group, self.session.guard)
        checked: dict[str, Json] = {}
        if not visit.expected.is_empty:
            checked = await reading.until_expected(group, visit.expected, visit)
            on_its_way = True
        if on_its_way:
            state = await reading.state(group.page, visit.seconds)
        notes, group.notes = tuple(group.notes), []
        evidence = Evidence(
            url=state.get("url", group.url)[:2_000],
            title=state.get("title", "")[:300],
            checked=checked,
            picture=self._camera.take(group),
            notes=notes,
        )
        await self._places.stands(visit, evidence, group.rules, pages=len(group.pages))
        return evidence
