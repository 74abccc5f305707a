"""What was done on pages, by the owner who shows it or by a task that succeeded: the raw material of a command's steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from assistant.domain.base import Frozen, Language
from assistant.domain.page import Reading, Target

ShownKind = Literal["open", "click", "fill", "select", "check", "press", "upload", "arrive"]
"""`arrive`: the page has gone to an address because of what was done just before."""
SecretKind = Literal["", "password", "code", "card"]
"""Why a value was not recorded; empty when it was."""
ShowingState = Literal["off", "opening", "recording", "paused", "lost", "ended"]


class ShownRow(Frozen):
    """The row of a list or table that an element stands in. `rows` reads all of them; `text` tells this one from the others;
    `number` counts from one, `count` is how many there are."""

    rows: Reading
    text: str
    number: int
    count: int
    cells: tuple[str, ...] = ()


class ShownAction(Frozen):
    """One thing that was done, to an element (`target`, which `label` names for the owner) or to a whole page.

    `value` is what was typed, chosen (one line an option) or pressed, and for `check` whether it is checked ("yes" or ""). A
    secret's value is never known. `url` is the page it was done on, for `open` the one that was opened.
    """

    id: str
    kind: ShownKind
    target: Target | None = None
    label: str = ""
    value: str = ""
    secret: SecretKind = ""
    url: str = ""
    page: str = ""
    row: ShownRow | None = None
    left_out: tuple[str, ...] = ()
    """What was in the address and is not kept, by its names: keys, passwords, sessions."""
    leads: str = ""
    """A part of the address the page had afterwards, when it went there because of this."""


class LeftPage(Frozen):
    """The page something was shown on, as it was left: its address, and what was put into its fields since it was opened."""

    url: str = ""
    put: tuple[ShownAction, ...] = ()


class ShownLine(Frozen):
    """One recorded thing in the owner's words. `state`: it becomes a step, or it is `refused` and why stands in the text."""

    id: str
    text: str
    state: Literal["kept", "refused"] = "kept"


class Showing(Frozen):
    """What is being shown: whose run waits for it, what was recorded so far. `each`: the owner said "the same for every row"."""

    run: str = ""
    turn: str = ""
    language: Language = "en"
    words: str = ""
    state: ShowingState = "off"
    actions: tuple[ShownAction, ...] = ()
    at: str = ""
    """The address of the page it was last done on, or has led to."""
    each: bool = False
    detail: Mapping[Language, str] = Field(default_factory=dict)
    """What is wrong and what to do, when something is."""
