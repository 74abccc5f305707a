"""What a walk through a flow needs of whoever carries it out: the engine, or a dry run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from assistant.domain.base import Json, Language
from assistant.domain.event.envelope import AnyEvent
from assistant.domain.flow import Step
from assistant.domain.run import Question, Rule, Source


@dataclass(frozen=True, slots=True)
class Course:
    """Which run this is: what every step of it shares. `watched`: what acts with text from outside is asked about first."""

    run: str
    turn: str
    language: Language
    command: str = ""
    watched: bool = False


@dataclass(frozen=True, slots=True)
class Errand:
    """A step of a found kind to be carried out, its parameters evaluated.

    `resend`: the owner wants it sent again, how often he has said so; `decided` and `outside` as the step's context tells them.
    """

    path: str
    step: Step
    params: Json
    resend: int = 0
    decided: Mapping[str, Json] = field(default_factory=dict)
    outside: Mapping[str, str] = field(default_factory=dict)


class Desk(Protocol):
    """Who carries out what the walk comes to; each step learns all it knows of the world here."""

    async def record(self, name: str, work: Callable[[], Awaitable[Json]]) -> Json:
        """Do `work` and record what it gives; on a resumed run give the record instead."""

    async def act(self, course: Course, errand: Errand) -> dict[str, Json]:
        """Carry out a step of a found kind, unrecorded."""

    async def allowed(self, rule: Rule) -> bool:
        """Whether the owner has allowed this for good, unrecorded."""

    async def hold(self, course: Course, path: str, kind: str, params: Json) -> bool:
        """Wait before something is sent, unrecorded; False when the owner has taken it back. Raises RunCancelled."""

    async def proceed(self, course: Course) -> None:
        """Wait while the run is paused. Raises RunCancelled."""

    async def tell(self, event: AnyEvent, key: str) -> None:
        """Record and tell an event once."""

    async def tell_outcome(self, course: Course, path: str, kind: str, outcome: Mapping[str, Json]) -> None:
        """Tell once, in a moment, what came of a step; what has not ended is not told."""

    async def keep_sources(self, course: Course, path: str, sources: Sequence[Source]) -> None:
        """What a step kept for later runs holds text from these sources, unrecorded and once."""

    async def ask(self, course: Course, question: Mapping[str, Json], question_id: str, path: str) -> Json:
        """Put a question to the owner and wait for the answer's value, unrecorded. Raises RunCancelled, StepError on expiry."""

    async def wait(self, course: Course, until: datetime) -> None:
        """Wait until then, unrecorded. Raises RunCancelled."""

    async def now(self) -> datetime:
        """The time."""

    async def command(self, name: str) -> Mapping[str, Json]:
        """`{steps, result, title}` of a command as it is now, unrecorded. Raises StepRefused."""

    async def branches(self, course: Course, docs: Mapping[str, Mapping[str, Json]], limit: int) -> dict[str, dict[str, Json]]:
        """Carry out documents `{steps, names, path, depth, marks}` as durable runs of their own, side by side.

        Each gives the `names` it has changed, or `error` or `cancelled`, and its `marks`.
        """


def question_of(
    course: Course, fields: Mapping[str, Json], question_id: str, path: str, asked: datetime, expires: datetime | None
) -> Question:
    """The Question an owner sees, of the fields a step gave."""
    known = {key: value for key, value in fields.items() if key in Question.model_fields}
    return Question.model_validate(
        {**known, "id": question_id, "run": course.run, "turn": course.turn, "path": path, "asked": asked, "expires": expires}
    )
