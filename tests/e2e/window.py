"""The window in Chromium: what the owner sees and does, by role and name."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect

from tests.e2e.sidecar import Sidecar

_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
    " --disable-sync --force-color-profile=srgb"
)
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
Language = Literal["en", "ru"]
Theme = Literal["light", "dark"]
_COMPOSER = {"en": "Message to the assistant", "ru": "Сообщение помощнику"}


def launched(playwright: Playwright) -> Browser:
    """Chromium, which can reach this computer only."""
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*_FLAGS.split(), NO_NETWORK])


class Window:
    """One page. `complaints` are the errors its console has shown."""

    def __init__(self, page: Page, language: Language) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.composer = page.get_by_role("textbox", name=_COMPOSER[language])
        self.log = page.get_by_role("log")
        self.turns = self.log.locator("article.turn")
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, sidecar: Sidecar) -> None:
        """Go to the sidecar's page and wait until it knows everything."""
        self.page.goto(sidecar.url)
        self.greeted()

    def greeted(self) -> None:
        """Wait until the page has a connection again."""
        expect(self.page.locator(".doing")).not_to_have_attribute("data-doing", "offline")
        expect(self.composer).to_be_visible()

    def say(self, text: str) -> Locator:
        """Type a sentence and send it; the turn it becomes."""
        self.composer.fill(text)
        self.composer.press("Enter")
        return self.turn(text)

    def turn(self, text: str) -> Locator:
        """The turn of a sentence, once the sidecar has taken it."""
        return self.log.get_by_role("article", name=re.compile(rf"^(You|Вы): {re.escape(text)}$")).last

    def clause(self, turn: Locator, title: str) -> Locator:
        """The line of a command in a turn."""
        return turn.locator("li.clause", has=self.page.get_by_role("heading", name=re.compile(rf"\d*{re.escape(title)}")))

    def states(self, turn: Locator) -> Locator:
        """The state of each clause of a turn, in the plan's order."""
        return turn.locator(".clause-state")


@contextmanager
def opened(
    browser: Browser,
    sidecar: Sidecar,
    language: Language = "en",
    theme: Theme = "light",
    size: tuple[int, int] = (1100, 760),
    *,
    bypass_csp: bool = False,
) -> Iterator[Window]:
    """A window of its own browser context, greeted by the sidecar."""
    context: BrowserContext = browser.new_context(
        locale={"en": "en-GB", "ru": "ru-RU"}[language],
        color_scheme=theme,
        viewport={"width": size[0], "height": size[1]},
        reduced_motion="reduce",
        bypass_csp=bypass_csp,
    )
    context.set_default_timeout(15_000)
    try:
        window = Window(context.new_page(), language)
        window.open(sidecar)
        yield window
    finally:
        context.close()
