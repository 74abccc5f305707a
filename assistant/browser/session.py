"""The running browser: Symbiote's own profile, or the owner's browser attached to; started on first use, closed when idle."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread

from assistant.browser import element, profile, program
from assistant.browser.guard import Guard
from assistant.domain.page import BrowserStatus
from assistant.errors import AssistantError, StepError, StepRefused
from assistant.settings import BrowserSettings

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Playwright

logger = logging.getLogger(__name__)
START_S = 60.0
_SWEEP_S = 1.0
_ARGUMENTS = (
    "--remote-debugging-port=0",
    "--disable-quic",
    "--hide-crash-restore-bubble",
    "--no-first-run",
    # What does not go through the guard must not go at all.
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
_NOT_OURS = ("--enable-automation", "--disable-extensions")


class Session:
    """One browser at a time. `run` must be running; `context` gives the browser, started if need be."""

    def __init__(self, chosen: Callable[[], BrowserSettings], data: Path, guard: Guard) -> None:
        self._chosen, self._data, self._guard = chosen, data, guard
        self._one_start = anyio.Lock()
        self._guarding = anyio.Event()
        self._playwright: Playwright | None = None
        self._context: BrowserContext | None = None
        self._attached_to = ""
        self._has_engine = False
        self._endpoint, self._version, self._trouble = "", "", AssistantError("")
        self._touched, self._users = 0.0, 0
        self._ended = anyio.Event()
        self.headless = False
        self.is_awaited = False
        """Whether a run that has not ended has a page: it is then not idle."""
        self.generation = 0
        """Counts starts: pages of an earlier one are gone."""

    @property
    def guard(self) -> Guard:
        """What it reaches the network through."""
        return self._guard

    @property
    def endpoint(self) -> str:
        """The debugger's address of the running browser, empty when none runs. Never shown or logged."""
        return self._endpoint if self.is_running else ""

    @property
    def is_running(self) -> bool:
        """Whether a browser is there to be used."""
        return self._context is not None

    async def ended(self) -> None:
        """Wait until the browser that runs now has ended, by itself or not."""
        await self._ended.wait()

    @property
    def is_attached(self) -> bool:
        """Whether it is the owner's own browser, which is never closed from here and does not go through the guard."""
        return bool(self._attached_to)

    @property
    def downloads(self) -> Path:
        """Where downloads go."""
        chosen = self._chosen().downloads
        return Path(chosen).expanduser() if chosen else self._data / "downloads"

    async def run(self) -> None:
        """Guard the network and close what is idle, until cancelled; then close the browser."""
        try:
            async with anyio.create_task_group() as tasks:
                await tasks.start(self._guard.serve)
                self._guarding.set()
                while True:
                    await anyio.sleep(_SWEEP_S)
                    if self.is_running and not self._users and not self.is_awaited and self._is_idle():
                        logger.info("the browser was idle and is closed")
                        await self.stop()
        finally:
            with anyio.CancelScope(shield=True), anyio.move_on_after(10):
                await self.stop()
                await self._forget_driver()

    def _is_idle(self) -> bool:
        return time.monotonic() - self._touched > self._chosen().idle_s

    @asynccontextmanager
    async def used(self) -> AsyncIterator[BrowserContext]:
        """The browser, which is not idle meanwhile. Raises StepRefused when there is none, StepError when it does not start."""
        self._users += 1
        try:
            yield await self.context()
        finally:
            self._users -= 1
            self._touched = time.monotonic()

    async def context(self) -> BrowserContext:
        """The browser, started on first use."""
        async with self._one_start:
            wanted = self._chosen().attach
            if self._context is not None and wanted != self._attached_to:
                await self._close()
            if self._context is not None:
                return self._context
            # A start that is cut in two would leave a browser behind that nobody knows.
            with anyio.CancelScope(shield=True):
                started = await self._start(wanted)
            return started

    async def stop(self) -> None:
        """Close the browser; it is started again when it is needed."""
        async with self._one_start:
            await self._close()

    async def status(self, pages: int) -> BrowserStatus:
        """How it stands."""
        chosen = self._chosen()
        path, trouble = "", self._trouble.both if str(self._trouble) else {}
        if not chosen.attach:
            try:
                path = await anyio.to_thread.run_sync(program.find, chosen.path)
            except StepRefused as error:
                trouble = error.both
        return BrowserStatus(
            mode="attached" if chosen.attach else "own",
            path=path or chosen.attach,
            version=self._version if self.is_running else "",
            running=self.is_running,
            headless=not chosen.attach and (not chosen.show or not program.has_display()),
            pages=pages if self.is_running else 0,
            trouble=trouble.get("en", ""),
            trouble_ru=trouble.get("ru", ""),
        )

    # --- starting and ending ---

    async def _start(self, attach: str) -> BrowserContext:
        try:
            with anyio.fail_after(START_S):
                await self._guarding.wait()
                if attach:
                    await self._forget_driver()
                driver = await self._driver()
                context = await (self._attach(driver, attach) if attach else self._launch(driver))
        except TimeoutError as error:
            self._trouble = StepError(
                f"The browser did not start within {START_S:g} seconds.", ru=f"Браузер не запустился за {START_S:g} с."
            )
            raise self._trouble from error
        except AssistantError as error:
            self._trouble = error
            raise
        self._trouble = AssistantError("")
        self._touched = time.monotonic()
        self.generation += 1
        return context

    async def _driver(self) -> Playwright:
        if self._playwright is None:
            # Half a second, and never before the first use.
            api = await anyio.to_thread.run_sync(library)
            self._playwright = await api.async_playwright().start()
        return self._playwright

    async def _finds_elements(self, driver: Playwright) -> None:
        """Elements are found in our own way. What is attached to gets it only when it is there before this, once for a driver."""
        if not self._has_engine:
            self._has_engine = True
            await driver.selectors.register(element.ENGINE, script=element.engine_script(), content_script=True)

    async def _launch(self, driver: Playwright) -> BrowserContext:
        chosen = self._chosen()
        path = await anyio.to_thread.run_sync(program.find, chosen.path)
        folder = await anyio.to_thread.run_sync(profile.prepare, self._data)
        self.headless = not chosen.show or not program.has_display()
        await self._finds_elements(driver)
        try:
            context: BrowserContext = await driver.chromium.launch_persistent_context(
                folder,
                executable_path=path,
                headless=self.headless,
                chromium_sandbox=not program.needs_no_sandbox(),
                args=list(_ARGUMENTS),
                ignore_default_args=list(_NOT_OURS),
                proxy={"server": f"http://127.0.0.1:{self._guard.port}", "bypass": "<-loopback>"},
                accept_downloads=True,
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                **({"viewport": {"width": 1280, "height": 800}} if self.headless else {"no_viewport": True}),
            )
        except library().Error as error:
            why = str(error).splitlines()[0][:300]
            raise StepError(f"{path} does not start: {why}", ru=f"{path} не запускается: {why}") from error
        self._take(context, "")
        self._endpoint = await anyio.to_thread.run_sync(profile.endpoint, folder)
        return context

    async def _attach(self, driver: Playwright, address: str) -> BrowserContext:
        try:
            browser = await driver.chromium.connect_over_cdp(address, timeout=15_000)
        except library().Error as error:
            raise StepError(
                f"Your browser does not answer at {address}. Start it with --remote-debugging-port, or empty attach under [browser].",
                ru=f"Ваш браузер не отвечает по адресу {address}. Запустите его с --remote-debugging-port или очистите attach в [browser].",
            ) from error
        self.headless = False
        context = browser.contexts[0] if browser.contexts else await browser.new_context()
        await self._finds_elements(driver)
        self._take(context, address)
        self._endpoint = address
        return context

    def _take(self, context: BrowserContext, attached_to: str) -> None:
        self._context, self._attached_to, self._ended = context, attached_to, anyio.Event()
        self._version = context.browser.version if context.browser else ""
        context.on("close", self._gone)
        # Without a listener every dialog is dismissed, also those in pages of the owner's own and of tasks.
        context.on("dialog", lambda _dialog: None)
        if context.browser:
            context.browser.on("disconnected", lambda _browser: self._gone(context))

    def _gone(self, context: BrowserContext) -> None:
        """The browser has ended, by itself or not."""
        if self._context is context:
            self._context, self._endpoint = None, ""
            self._ended.set()

    async def _close(self) -> None:
        context, self._context, self._endpoint = self._context, None, ""
        self._ended.set()
        if context is None:
            return
        with anyio.CancelScope(shield=True), anyio.move_on_after(10):
            try:
                if self._attached_to and context.browser:
                    await context.browser.close()  # of what is attached to only the connection ends
                else:
                    await context.close()
            except library().Error:
                logger.info("the browser had ended already")
        self._attached_to = ""

    async def _forget_driver(self) -> None:
        if self._playwright is not None:
            driver, self._playwright, self._has_engine = self._playwright, None, False
            await driver.stop()


def library() -> Any:
    """Playwright, imported when it is first needed."""
    import playwright.async_api

    return playwright.async_api
