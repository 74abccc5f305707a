"""What is done in the browser, by a task or by the owner who shows it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.domain.command import LocalText
from assistant.domain.event.told import Fleeting, Told
from assistant.domain.showing import ShowingState, ShownLine
from assistant.domain.web_task import ActKind, Box

ActState = Literal["asked", "doing", "done", "failed"]
BrowsingState = Literal["started", "going", "paused", "taken", "offline", "ended"]


class PageActed(Told):
    """Something is about to be done on a page by a task in the browser, or was: the newest with a `number` counts.

    `label` is what its element is called, `value` what is typed, chosen or opened (a secret only by its name), `goal` what the
    model says it wants. `picture` was taken before, `box` is where the element is in it.
    """

    type: Literal["page.acted"] = "page.acted"
    path: str
    number: int
    kind: ActKind
    label: str = ""
    value: str = ""
    secret: str = ""
    url: str = ""
    title: str = ""
    goal: str = ""
    state: ActState
    picture: str = ""
    box: Box | None = None
    error: str = ""


class BrowsingChanged(Told):
    """A task in the browser was started, was paused or taken over by the owner, waits for the
    model's server, goes on, or has ended: then with the page it
    ended on and a picture of it. `unseen`: the browser has no window, so nothing can be taken over."""

    type: Literal["browsing.changed"] = "browsing.changed"
    path: str
    state: BrowsingState
    unseen: bool = False
    url: str = ""
    picture: str = ""


class ShowingChanged(Fleeting):
    """The owner shows something in the browser: whether it is being recorded, and what was, as `run` waits for it. `each`: the same
    is meant for every row. `detail` says what is wrong and what to do, when something is, in each language."""

    type: Literal["showing.changed"] = "showing.changed"
    state: ShowingState = "off"
    lines: tuple[ShownLine, ...] = ()
    each: bool = False
    detail: LocalText = Field(default_factory=dict)
