"""A task in the browser on its way: what is known of it while it runs."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

import anyio

from assistant.browser.agent.child import Child
from assistant.browser.agent.lines import Ended
from assistant.browser.guard import Guard
from assistant.browser.journal import Journal
from assistant.browser.sites import Sites
from assistant.domain.base import Json
from assistant.domain.event.browsing import PageActed
from assistant.domain.secret_forms import forms_of
from assistant.domain.web_task import HIDDEN, Act, WebTask, Whose
from assistant.errors import AssistantError


class RunningBrowser(Protocol):
    """The browser that tasks work in."""

    def used(self) -> AbstractAsyncContextManager[object]:
        """It is there, started if need be, as long as this is entered. Raises StepRefused, StepError."""

    async def ended(self) -> None:
        """Wait until the browser that is there now has ended."""

    @property
    def endpoint(self) -> str:
        """The address of its debugger."""

    @property
    def headless(self) -> bool:
        """Whether nobody can see it."""

    @property
    def is_attached(self) -> bool:
        """Whether it is the owner's own and reaches the network by itself."""

    @property
    def guard(self) -> Guard:
        """What it reaches the network through."""


@dataclass(slots=True)
class Running:
    """One task on its way."""

    task: WebTask
    whose: Whose
    child: Child
    journal: Journal
    sites: Sites
    secrets: tuple[str, ...]
    acts: dict[int, Act] = field(default_factory=dict)
    tabs: list[str] = field(default_factory=list)
    shown: dict[int, PageActed] = field(default_factory=dict)
    path: list[Act] = field(default_factory=list)
    asking: int = 0
    """Questions the owner has not answered yet: time stands still meanwhile."""
    one_site: anyio.Lock = field(default_factory=anyio.Lock)
    decided: dict[str, bool] = field(default_factory=dict)
    """Hosts the owner was asked about."""
    held: Literal["", "paused", "taken"] = ""
    """Stopped by the owner, who may work on the page himself."""
    agreed: bool = False
    """Whether the owner was asked about what is done now, and said yes."""
    declined: bool = False
    heard: float = 0.0
    spent: float = 0.0
    calls: int = 0
    tokens: int = 0
    ended: Ended | None = None
    why: AssistantError | None = None
    alone: anyio.Event = field(default_factory=anyio.Event)
    """Its browser has ended."""

    def clean(self, text: str) -> str:
        """A text with no secret of this task in it."""
        for value in sorted(self.secrets, key=len, reverse=True):
            for form in forms_of(value):
                text = text.replace(form, HIDDEN)
        return text

    def cleaned(self, value: Json) -> Json:
        """The same of every text in a value."""
        match value:
            case str():
                return self.clean(value)
            case list():
                return [self.cleaned(each) for each in value]
            case dict():
                return {key: self.cleaned(each) for key, each in value.items()}
        return value
