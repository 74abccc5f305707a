"""How a clause is carried out, step by step, and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from assistant.domain.base import Json
from assistant.domain.command import LocalText
from assistant.domain.event.told import Fleeting, Told
from assistant.domain.page import Evidence
from assistant.domain.run import Receipt, RunState


class RunStarted(Told):
    """A clause is being carried out."""

    type: Literal["run.started"] = "run.started"
    plan: str
    clause: int
    command: str
    title: LocalText
    slots: Mapping[str, Json] = Field(default_factory=dict)


class RunChanged(Told):
    """A run waits for the owner or for time (`why`), was paused, or goes on."""

    type: Literal["run.changed"] = "run.changed"
    state: RunState
    why: Literal["", "question", "time", "owner", "connection", "hold"] = ""
    until: datetime | None = None


class RunFinished(Told):
    """A run reached a final state. `error` says what went wrong and what to do."""

    type: Literal["run.finished"] = "run.finished"
    state: RunState
    result: Json = None
    error: str = ""
    seconds: float = 0.0


class StepStarted(Told):
    """A step begins. `path` names it within the run, such as `each[2].verdict`."""

    type: Literal["step.started"] = "step.started"
    path: str
    kind: str
    params: Json = None
    attempt: int = 1


class StepFinished(Told):
    """A step ended: `state` done, failed, or unconfirmed when it changed something and could not prove it."""

    type: Literal["step.finished"] = "step.finished"
    path: str
    kind: str
    state: Literal["done", "failed", "skipped", "unconfirmed", "retrying"]
    value: Json = None
    receipt: Receipt | None = None
    error: str = ""
    seconds: float = 0.0
    undoable: bool = False
    evidence: Evidence | None = None
    """The page it was done on, as it was afterwards."""


MOST_EARLIER = 100
"""Earlier passes whose items are told with a later one; with so many it is told at once."""


class LoopProgressed(Told):
    """A loop begins its pass number `index` (from 0) of `total` (None when unknown) over `item`, or ended (`finished`).

    `collected` counts what has been collected so far. Quick passes are told together: `earlier` are the items of the passes
    just before this one.
    """

    type: Literal["loop.progressed"] = "loop.progressed"
    path: str
    index: int
    total: int | None
    item: Json = None
    earlier: tuple[Json, ...] = ()
    collected: int = 0
    failed: int = 0
    finished: bool = False


class AnswerStreamed(Fleeting):
    """What a language model has said so far to the question of a step; its whole answer comes with `step.finished`."""

    type: Literal["answer.streamed"] = "answer.streamed"
    path: str
    text: str


class AllowanceReached(Told):
    """A call was not made because it would cost more than the owner allows: for one call, one run or one day.

    `detail` says which limit it was and what to do, `detail_ru` the same in Russian. `cheaper` names the smaller model that was
    asked instead, empty when none was.
    """

    type: Literal["allowance.reached"] = "allowance.reached"
    detail: str
    detail_ru: str = ""
    model: str
    cheaper: str = ""


class SendHeld(Told):
    """A step is about to send something and waits until then, so that it can still be taken back. `params` is what it sends,
    `named` what the ids in it stand for."""

    type: Literal["send.held"] = "send.held"
    path: str
    kind: str
    until: datetime
    params: Json = None
    named: Mapping[str, str] = Field(default_factory=dict)


class SendReleased(Told):
    """A held send is on its way (`sent`), or the owner has taken it back."""

    type: Literal["send.released"] = "send.released"
    path: str
    sent: bool


class ActionUndone(Told):
    """Something the assistant did was taken back."""

    type: Literal["action.undone"] = "action.undone"
    undone_run: str
    summary: str
