"""Pages in a browser: which element is meant, what shall be done with it, what a page must show, what was read from one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen, Json, Language


class ElementPrint(Frozen):
    """What is kept of an element so that it is found again on a page that has changed (see `browser/element.py`)."""

    role: str = ""
    name: str = ""
    """What a screen reader calls it."""
    label: str = ""
    placeholder: str = ""
    text: str = ""
    tag: str = ""
    type: str = ""
    id: str = ""
    test_id: str = ""
    field: str = ""
    """Its `name` attribute."""
    href: str = ""
    classes: tuple[str, ...] = ()
    near: str = ""
    """The text of the row, item or card it stands in, without its own."""
    heading: str = ""
    """The heading, form or region it stands under."""
    path: str = ""
    """Tags and positions from the page's body down to it."""
    alone: bool = True
    """Whether no other element had its role and name: if not, it must be found beside the same text."""


class Target(Frozen):
    """Which element is meant: by role and name; else by label or text; else by what was kept of it. Several narrow one another.

    `near` is a text in the same row, item or card; `number` counts from one among those that fit; `css` is a selector.
    `frame` is a part of the name or address of the frame it is in.
    """

    role: str = Field(default="", max_length=40)
    name: str = Field(default="", max_length=500)
    label: str = Field(default="", max_length=500)
    text: str = Field(default="", max_length=500)
    near: str = Field(default="", max_length=500)
    css: str = Field(default="", max_length=1_000)
    number: int = Field(default=0, ge=0, le=10_000)
    frame: str = Field(default="", max_length=500)
    print: ElementPrint | None = None

    def __str__(self) -> str:
        said = self.name or self.label or self.text or (self.print.name or self.print.label if self.print else "") or self.css
        return said or self.role or "?"


class SiteRules(Frozen):
    """Sites a step may reach, on top of the owner's: patterns as in `[browser]`; empty allows any."""

    allow: tuple[str, ...] = Field(default=(), max_length=100)
    deny: tuple[str, ...] = Field(default=(), max_length=100)


class Expectation(Frozen):
    """What a page must show, all of it. `value` is that of the field `selector` names."""

    url_contains: str = Field(default="", max_length=2_000)
    selector: str = Field(default="", max_length=1_000)
    text: str = Field(default="", max_length=2_000)
    value: str | None = Field(default=None, max_length=10_000)
    gone: str = Field(default="", max_length=2_000)
    """A text that must not be there (any more)."""

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return self == Expectation()


class Visit(Frozen):
    """On whose behalf a page is touched: the run whose page it is, the step's key, and how long it may take."""

    run: str
    key: str
    language: Language = "en"
    rules: SiteRules = SiteRules()
    expected: Expectation = Expectation()
    seconds: float = Field(default=15.0, gt=0, le=600)
    agreed: Mapping[str, Json] = Field(default_factory=dict)
    """Decisions of the owner about what this step asked, by the questions' keys."""


DeedKind = Literal["click", "double", "hover", "fill", "select", "press", "check", "uncheck", "drag", "upload"]


class Deed(Frozen):
    """Something done to an element. `value` is the text typed, the options chosen, or the keys pressed; `to` is where it is dragged.

    `dialog` is what is answered when the page asks something meanwhile (no, unless said), `words` what is typed there.
    """

    kind: DeedKind
    target: Target | None = None
    value: str | tuple[str, ...] = ""
    to: Target | None = None
    dialog: Literal["", "accept", "dismiss"] = ""
    words: str = ""
    secret: bool = False
    """The value must not be shown anywhere."""
    named: str = ""
    """The name of the secret that the value is."""
    final: bool = False
    """It cannot be taken back: it pays, sends, orders or deletes."""


class PageFile(Frozen):
    """A file that is given to a page."""

    name: str
    content: bytes = Field(repr=False)
    digest: str
    """Its SHA-256."""


class Evidence(Frozen):
    """A page as it was read after a step: only what is `checked` was looked at. `picture` names a small picture of it."""

    url: str
    title: str = ""
    checked: Mapping[str, Json] = Field(default_factory=dict)
    picture: str = ""
    notes: tuple[str, ...] = ()
    """What happened on the way, for the owner."""


class Seen(Frozen):
    """An element before something is done to it: what it is called, the page it is on, and the form it would send.

    `form` has what stands in the fields of the form, by their labels, passwords left out. `acts` are the names of what a click
    or Enter would set off: the element's own, and that of the form's button.
    """

    url: str
    title: str = ""
    name: str = ""
    role: str = ""
    form: Mapping[str, Json] = Field(default_factory=dict)
    acts: tuple[str, ...] = ()
    was: Json = None
    """The value it has now, if it has one."""


class CutOff(Frozen):
    """What became of a deed before the assistant stopped in the middle of a step.

    `unknown`: nothing is known of it; `undone`: it may be done; `done`: the page as it is now shows it; `assumed`: the owner says so.
    """

    state: Literal["unknown", "undone", "done", "assumed"]
    evidence: Evidence | None = None


class Done(Frozen):
    """What was done: the element's own name as the page has it, and the value before and after."""

    evidence: Evidence
    name: str = ""
    before: Json = None
    after: Json = None
    downloads: tuple[str, ...] = ()
    """Files that were downloaded meanwhile, whole paths."""


class Reading(Frozen):
    """What shall be read from a page: every element that fits `each`, and in it the `fields` by their selectors, or its text.

    A field is `selector`, or `selector@attribute`; `@attribute` alone is of the element itself.
    """

    target: Target | None = None
    each: str = Field(default="", max_length=1_000)
    fields: Mapping[str, str] = Field(default_factory=dict)
    limit: int = Field(default=200, ge=1, le=5_000)


class WasRead(Frozen):
    """What was read, and the page it was read from."""

    evidence: Evidence
    value: Json = None
    excerpt: str = ""


class PageSource(Frozen):
    """A page as HTML, as it is now. `status` is what its server answered, 0 when that is not known."""

    evidence: Evidence
    html: str = ""
    status: int = 0


class BrowserStatus(Frozen):
    """How the browser stands, for the screen of connections. `trouble` says what is wrong and what to do."""

    mode: Literal["own", "attached"]
    path: str = ""
    version: str = ""
    running: bool = False
    headless: bool = False
    pages: int = 0
    trouble: str = ""
    trouble_ru: str = ""
