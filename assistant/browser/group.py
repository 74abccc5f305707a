"""The pages of one run, and how it stands with the one in use."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import anyio

from assistant.domain.base import Language, LocalText
from assistant.domain.both import both, in_language
from assistant.domain.page import ElementPrint, SiteRules, Target
from assistant.errors import CutShort

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page

GONE = both(
    "The page was closed, or the browser has ended.",
    "Страница закрыта, или браузер завершился.",
)


@dataclass(slots=True)
class Group:
    """The pages of one run, the one in use last. `url` is where it was last, also when the page is gone."""

    run: str
    generation: int
    language: Language = "en"
    rules: SiteRules = field(default_factory=SiteRules)
    pages: list[Page] = field(default_factory=list)
    sessions: dict[Page, CDPSession] = field(default_factory=dict)
    frames: dict[CDPSession, str] = field(default_factory=dict)
    """The debugger's name of each page's own frame."""
    watched: set[CDPSession] = field(default_factory=set)
    """Whose every request is checked by itself."""
    url: str = ""
    notes: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    dialogs: tuple[str, str] = ("", "")
    """What is answered to the page's dialogs: "", "accept" or "dismiss", and the words for one that asks for some."""
    is_shown: bool = False
    """The owner works on these pages himself: what they ask is asked of him."""
    chosen: dict[str, tuple[Target, ElementPrint]] = field(default_factory=dict)
    """What the owner chose in place of an element that was shown to us, by the step's key."""
    forbidden: str = ""
    """An address that is no site, where the page tried to go."""
    refused: LocalText = field(default_factory=dict)
    """Why a page of this group was last kept from somewhere by its own rules."""
    heading: str = ""
    """Where the page in use last set out for."""
    posted: bool = False
    """Whether it sends a form there."""
    is_leaving: bool = False
    """Whether the page in use is on its way to another address."""
    shows_secret: bool = False
    """Whether a secret was typed into a field that does not hide it."""
    opening: int = 0
    """Windows that were asked for and are not there yet."""
    saving: int = 0
    """Downloads under way."""
    touched: float = field(default_factory=time.monotonic)
    changed: anyio.Event = field(default_factory=anyio.Event)

    @property
    def page(self) -> Page | None:
        """The page in use, None when all are gone."""
        return self.pages[-1] if self.pages else None

    def there(self) -> Page:
        """The page in use. Raises CutShort when all are gone."""
        if not self.pages:
            raise CutShort.saying(GONE)
        return self.pages[-1]

    def not_gone(self) -> None:
        """Surely there is a page to wait for. Raises CutShort."""
        if not self.pages and self.opening <= 0:
            raise CutShort.saying(GONE)

    def note(self, text: LocalText) -> None:
        """Tell the owner with the next step."""
        if len(self.notes) < 20:
            self.notes.append(in_language(text, self.language))

    def moved(self) -> None:
        """Let those who wait look again."""
        self.changed.set()
        self.changed = anyio.Event()

    @property
    def is_settled(self) -> bool:
        """Whether nothing that was begun is under way."""
        return not (self.is_leaving or self.opening > 0 or self.saving > 0)

    async def settled(self, seconds: float) -> None:
        """Wait until nothing that was begun is under way, or the time is over."""
        with anyio.move_on_after(seconds):
            while not self.is_settled:
                await self.changed.wait()
        self.is_leaving, self.opening = False, 0
