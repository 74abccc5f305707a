"""What the child process and the sidecar say to each other: one JSON object a line.

The sidecar begins with Begin. The child asks with a number (`id`) and waits for the Reply of that number; the rest only tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from assistant.domain.base import Frozen, Language
from assistant.domain.web_task import Act, Box, PageShows

SCRATCH = "SYMBIOTE_SCRATCH"
"""The variable that names the folder which is the child's alone."""
LONGEST = 32_000_000
"""Bytes of a line at most."""


class Begin(Frozen):
    """To the child: what to do, in the browser whose debugger is at `address`. `secrets` are values by site and name; `folder`
    takes the pictures."""

    say: Literal["begin"] = "begin"
    task: str
    start: str = ""
    language: Language = "en"
    address: str
    folder: str
    guarded: bool = True
    """Whether the whole browser reaches the network through the guard."""
    secrets: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    selector: str = ""
    """Of the element that what was expected is read from."""
    steps: int = 25
    patience: float = 300.0
    """Seconds one call of the model may take."""


class Reply(Frozen):
    """To the child: the answer to what it asked. `error` when there is none."""

    say: Literal["reply"] = "reply"
    id: int
    value: Any = None
    error: str = ""


class Order(Frozen):
    """To the child: what the owner wishes. `finish` ends it in good order."""

    say: Literal["order"] = "order"
    order: Literal["pause", "go_on", "finish"]
    front: bool = False
    """The owner wants to see the page."""
    changed: bool = False
    """The owner worked on the page himself meanwhile."""


class AskModel(Frozen):
    """From the child: a question to the model."""

    say: Literal["ask_model"] = "ask_model"
    id: int = 0
    rules: str
    page: str
    shape: Mapping[str, Any] | None = None


class Acting(Frozen):
    """From the child: about to do something; waits for the Reply: `go`, `allowed` after the owner was asked (then it is looked at
    again), or the error why not.

    `again`: what was allowed has changed since on the page, so it is asked anew.
    """

    say: Literal["acting"] = "acting"
    id: int = 0
    act: Act
    picture: str = ""
    box: Box | None = None
    """Where the element is in the picture."""
    again: bool = False


class Acted(Frozen):
    """From the child: it was done, or `error` says why not."""

    say: Literal["acted"] = "acted"
    number: int
    error: str = ""
    url: str = ""


class Leaving(Frozen):
    """From the child: the page is about to go to another host; waits for the Reply: whether it may."""

    say: Literal["leaving"] = "leaving"
    id: int = 0
    url: str


class Reaching(Frozen):
    """From the child: a page loads something from another host, where no guard stands; waits for the Reply: whether it may."""

    say: Literal["reaching"] = "reaching"
    id: int = 0
    url: str


class Asking(Frozen):
    """From the child: a page asks a question of its own; waits for the Reply: whether it is answered with yes."""

    say: Literal["asking"] = "asking"
    id: int = 0
    text: str
    url: str


class Standing(Frozen):
    """From the child: what it is about. It is told every few seconds also when nothing changes."""

    say: Literal["standing"] = "standing"
    state: Literal["starting", "thinking", "acting", "paused", "alive"]


class Opened(Frozen):
    """From the child: it has a tab, by the browser's id for it."""

    say: Literal["opened"] = "opened"
    tab: str


class Ended(Frozen):
    """From the child: the model is done or out of steps. What it said is its word; `shows` is read from the page."""

    say: Literal["ended"] = "ended"
    done: bool
    ran_out: bool = False
    """It was cut off: out of steps, or it failed too often."""
    said: str = ""
    shows: PageShows = PageShows()
    picture: str = ""


class Broken(Frozen):
    """From the child: it cannot go on."""

    say: Literal["broken"] = "broken"
    why: str


ToChild = Annotated[Begin | Reply | Order, Field(discriminator="say")]
FromChild = Annotated[
    AskModel | Acting | Acted | Asking | Leaving | Reaching | Standing | Opened | Ended | Broken, Field(discriminator="say")
]
to_child: TypeAdapter[Begin | Reply | Order] = TypeAdapter(ToChild)
from_child: TypeAdapter[AskModel | Acting | Acted | Asking | Leaving | Reaching | Standing | Opened | Ended | Broken] = (
    TypeAdapter(FromChild)
)


def line(message: Frozen) -> bytes:
    """A message as one line."""
    return message.model_dump_json(exclude_defaults=False).encode() + b"\n"
