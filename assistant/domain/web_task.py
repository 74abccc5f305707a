"""A task a model carries out in the browser: what is done act by act, what must show that it succeeded, how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen, Language
from assistant.domain.final import Pressed
from assistant.domain.page import ElementPrint, Expectation
from assistant.domain.showing import ShownRow

ActKind = Literal["open", "back", "click", "fill", "select", "press", "scroll", "tab", "read", "wait"]
"""What is done on a page. `read` only looks."""
CHANGING: frozenset[ActKind] = frozenset({"click", "fill", "select", "press"})
"""What may change something outside."""
HIDDEN = "••••"


class ActElement(Frozen):
    """The element something is done to: what a person calls it, what finds it again, and the form that goes with it."""

    label: str = ""
    print: ElementPrint = ElementPrint()
    row: ShownRow | None = None
    """The row of a list it stands in."""
    css: str = ""
    submits: bool = False
    """Whether a click on it sends its form."""
    method: str = ""
    """How its form is sent, in small letters; empty when there is no form."""
    password: bool = False
    """Whether its form asks for a password: it is for signing in."""
    form: Mapping[str, str] = Field(default_factory=dict)
    """What its form holds now, passwords hidden."""
    shown: str = ""
    """All that the button it is, or is in, says and shows."""
    sends: str = ""
    """The same of the button that Enter in its form would press."""
    address: str = ""
    """Of the page it stands in, or of the frame in it."""


class Box(Frozen):
    """Where something is in a picture, in parts of it."""

    left: float
    top: float
    width: float
    height: float


class Act(Frozen):
    """One thing done on a page. `value` is what is typed, chosen or pressed, or the address; a secret is named, never shown."""

    number: int
    kind: ActKind
    element: ActElement | None = None
    value: str = ""
    secret: str = ""
    url: str = ""
    title: str = ""
    goal: str = ""
    """What the model says it wants with it."""
    pressed: tuple[Pressed, ...] = ()
    """Which keys that set something off are pressed, also in what is hidden or cut here."""


class Whose(Frozen):
    """For which step of which run it is done. `key` is the same when the step is carried out again after a crash."""

    run: str
    turn: str
    path: str
    key: str
    language: Language = "en"


class WebTask(Frozen):
    """What is to be done in the browser.

    `sites` are those it may open; empty: the one it starts at and those its words name, any other after a yes. `own`: where text
    from outside is in it, the words of the command itself, and only the sites they name count. `secrets` are the
    names of the owner's secrets by site. `steps`, `seconds` (without what the owner takes) and `tokens` bound it.
    """

    task: str
    own: str | None = None
    start: str = ""
    sites: tuple[str, ...] = ()
    secrets: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    expect: Expectation = Expectation()
    steps: int = 25
    seconds: float = 600.0
    tokens: int = 400_000


class PageShows(Frozen):
    """What a page shows of an Expectation: `found` says whether its selector fits something visible, `whole` is all its text."""

    url: str = ""
    title: str = ""
    found: bool = False
    text: str = ""
    value: str | None = None
    whole: str = ""


class WebTaskResult(Frozen):
    """How it ended. `said` is the model's word, `text` the page's. `met`: the page shows what was expected; None: nothing was.

    `path` is what was done and worked, in order, for a flow that repeats it without a model.
    """

    said: str = ""
    done: bool = False
    ran_out: bool = False
    """It was cut off: out of steps, or it failed too often."""
    declined: bool = False
    """The owner said no to something on the way."""
    shows: PageShows = PageShows()
    met: bool | None = None
    missing: str = ""
    path: tuple[Act, ...] = ()
    calls: int = 0
    tokens: int = 0
    picture: str = ""


def missing(expected: Expectation, shows: PageShows) -> str:
    """Which part of what was expected the page does not show, as `name: what`; empty when it shows all."""
    if expected.url_contains and expected.url_contains not in shows.url:
        return f"url_contains: {expected.url_contains}"
    if expected.selector and not shows.found:
        return f"selector: {expected.selector}"
    if expected.text and _plain(expected.text) not in _plain(shows.text if expected.selector else shows.whole):
        return f"text: {expected.text}"
    if expected.value is not None and shows.value != expected.value:
        return f"value: {expected.value}"
    if expected.gone and _plain(expected.gone) in _plain(shows.whole):
        return f"gone: {expected.gone}"
    return ""


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
