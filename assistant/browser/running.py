"""A task in the browser on its way: what is known of it while it runs."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

import anyio

from assistant.browser import words
from assistant.browser.agent.child import Child
from assistant.browser.agent.lines import Ended
from assistant.browser.guard import Guard
from assistant.browser.journal import Journal
from assistant.browser.sites import Sites
from assistant.domain.base import Json
from assistant.domain.event.browsing import ActState, PageActed
from assistant.domain.secret_forms import forms_of
from assistant.domain.web_task import HIDDEN, Act, Box, PageShows, WebTask, WebTaskResult, Whose, missing
from assistant.errors import AssistantError, StepError


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

    def tells(self, act: Act, state: ActState, *, picture: str, box: Box | None, error: str) -> PageActed:
        """What the owner is told of an act; a picture that was shown with it before stays with it."""
        whose, before = self.whose, self.shown.get(act.number)
        told = self.shown[act.number] = PageActed(
            turn=whose.turn,
            run=whose.run,
            path=whose.path,
            number=act.number,
            kind=act.kind,
            label=act.element.label if act.element else "",
            value=self.clean(act.value)[:300],
            secret=act.secret,
            url=self.clean(act.url)[:500],
            title=self.clean(act.title)[:200],
            goal=self.clean(act.goal),
            state=state,
            picture=picture or (before.picture if before else ""),
            box=box or (before.box if before else None),
            error=error[:500],
        )
        return told

    def result(self) -> WebTaskResult:
        """What came of it. Raises StepError when nothing is known of its end."""
        ended = self.ended
        if ended is None:
            raise StepError.saying(words.GONE)
        expected = self.task.expect
        lacks = missing(expected, ended.shows)
        return WebTaskResult(
            said=self.clean(ended.said),
            done=ended.done,
            ran_out=ended.ran_out,
            declined=self.declined,
            shows=PageShows.model_validate(self.cleaned(ended.shows.model_dump(mode="json"))),
            met=None if expected.is_empty else not lacks,
            missing=lacks,
            path=tuple(self.path),
            calls=self.calls,
            tokens=self.tokens,
            picture=ended.picture,
        )
