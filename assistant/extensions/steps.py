"""The bases of steps: kinds that act, control steps that decide which act; and how both are called."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Generic, Protocol, TypeVar

from pydantic import BaseModel
from pydantic.config import JsonDict

from assistant.domain.base import Json, Language
from assistant.domain.command import LocalText
from assistant.domain.event.said import ItemAction
from assistant.domain.flow import Step
from assistant.domain.run import Effect, Receipt, StepResult

P = TypeVar("P", bound=BaseModel)
Port = TypeVar("Port")


def local(en: str, ru: str) -> LocalText:
    """The same text in both languages."""
    return {"en": en, "ru": ru}


def in_russian(title: str, description: str = "") -> JsonDict:
    """The Russian side of a parameter's `title` and `description`, for `Field(title=..., json_schema_extra=...)`."""
    return {"ru": {"title": title, "description": description}}


class StepContext(Protocol):
    """What a running step knows."""

    @property
    def run(self) -> str:
        """The run's id."""

    @property
    def turn(self) -> str:
        """The turn the run belongs to."""

    @property
    def path(self) -> str:
        """Where the step stands in its flow, such as `each[2].verdict`."""

    @property
    def key(self) -> str:
        """Unique to this step of this run, the same when it is tried again."""

    @property
    def language(self) -> Language:
        """The language the owner spoke."""

    @property
    def now(self) -> datetime:
        """The owner's local time, with zone, when the step began."""

    @property
    def decided(self) -> Mapping[str, Json]:
        """What the owner answered when this step raised Undecided, by its key."""

    @property
    def outside(self) -> Mapping[str, str]:
        """The parameters that text from outside went into, each with the words in it that stand in the command itself."""

    def use(self, port: type[Port]) -> Port:
        """The real thing behind a protocol of `assistant.ports`. Raises StepError when it is not connected."""

    async def say(self, text: str, *, items: Sequence[Json] = (), link: str = "", actions: Sequence[ItemAction] = ()) -> None:
        """Show something in the conversation; the actions are offered beside every item."""


class StepKind(ABC, Generic[P]):
    """One kind of step. The class docstring is its documentation: first line what it does, then what it gives.

    `Params` describes its parameters (extra keys are errors), each called by its `title` and, `in_russian`, by another. A step
    that `writes` implements `undo`; one that `writes` or `sends` returns a Receipt, or it is shown as unconfirmed. Called on the application's event loop;
    blocking work goes to a worker thread. Raises StepError (may be retried), StepRefused, or Undecided before anything is done.
    """

    title: ClassVar[LocalText] = {}
    """What it is called on the screen, short, as an owner says it: "Add a note". Empty: its name."""
    about: ClassVar[LocalText] = {}
    """What it does, in one line without a full stop. Empty: the first sentence of its documentation."""
    effect: ClassVar[Effect] = Effect.READS
    Params: ClassVar[type[BaseModel]]
    shorthand: ClassVar[str] = ""
    """The parameter that a bare value stands for: with "text", `say: hello` is `say: {text: hello}`."""
    untrusted: ClassVar[bool] = False
    """True when what it gives was written outside the house (a letter, a page, a file): what uses it acts only with a yes."""
    targets: ClassVar[tuple[str, ...]] = ()
    """Parameters that say whom or what it acts upon: an "always" of the owner counts for just these values, and none is
    offered where they are empty."""
    tells: ClassVar[tuple[str, ...]] = ()
    """Parameters that a stranger is told even where it only reads: text from outside in them goes out only with a yes."""
    marked: ClassVar[tuple[str, ...]] = ()
    """Parameters for a language model: what their {{ }} give comes apart from the command's own words, as `domain.marked.Marked`."""

    asks: ClassVar[bool] = False
    """True when it asks the owner itself (`Undecided`) before what cannot be taken back: it is then not held back once more."""

    bounded: ClassVar[bool] = False
    """True when it bounds its own time, in which the owner's does not count: only a `timeout` of the step itself ends it."""

    pure: ClassVar[bool] = False
    """True when what it gives follows from its parameters alone, at once: the engine then keeps no record of it, and a resumed run
    works it out again."""

    @classmethod
    def effect_of(cls, params: Mapping[str, Json]) -> Effect:
        """What a step with these parameters does, never more than `effect`; they may hold templates not yet evaluated."""
        return cls.effect

    @classmethod
    def tells_of(cls, params: Mapping[str, Json]) -> tuple[str, ...]:
        """What is to be taken for `tells` of a step with these parameters."""
        return cls.tells

    @classmethod
    def secrets_of(cls, params: Mapping[str, Json]) -> frozenset[str]:
        """The names of the owner's secrets a step with these parameters uses."""
        return frozenset()

    @classmethod
    def is_undoable(cls) -> bool:
        """Whether what it writes can be taken back."""
        return cls.effect is Effect.WRITES and cls.undo is not StepKind.undo

    @abstractmethod
    async def run(self, params: P, context: StepContext) -> StepResult:
        """Do the work once. May be called again with the same `context.key` after a crash: then it must not do it twice."""

    async def imagine(self, params: P, context: StepContext) -> Json:
        """What `run` would give, nothing done, for a dry run; only asked of a step that writes or sends.

        The ports of `context` look but do not act; records are changed in imagination. The default is `run` itself: when it
        comes to something that would really act, its parameters stand for what it would have given.
        """
        return (await self.run(params, context)).value

    async def trace(self, params: P, context: StepContext) -> Receipt | StepResult | None:
        """For a step that `sends`, begun before a crash and not proven: ask outside by `context.key` whether it was done.

        The receipt when it was, or all that `run` would have given with it; None when it surely was not; NotImplementedError when that cannot be known (the owner is asked).
        """
        raise NotImplementedError

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        """Take back what `receipt` proves; a summary for the owner. `context.key` is the key of the original step."""
        raise NotImplementedError


class Walk(Protocol):
    """A run on its way through its steps, as a control step sees it."""

    @property
    def run(self) -> str:
        """The run's id."""

    @property
    def language(self) -> Language:
        """The language the owner spoke."""

    @property
    def names(self) -> Mapping[str, Json]:
        """The values steps may use here: slots and what earlier steps saved."""

    def value(self, template: Json, names: Mapping[str, Json] | None = None) -> Json:
        """`template` with every {{ }} in it evaluated. Raises ExpressionError."""

    async def steps(
        self, steps: Sequence[Step], path: str, names: Mapping[str, Json] | None = None, *, keep: bool = False
    ) -> dict[str, Json]:
        """Carry out nested steps under `path` with `names` (default: these) in sight; the names as they are afterwards,
        with `last` for the last value saved. With `keep` they stay in sight of the steps that follow this one."""

    async def one_pass(self, steps: Sequence[Step], begins: Sequence[Mapping[str, Json]], index: int) -> dict[str, Json]:
        """Carry out nested steps as the pass `index` of a loop whose passes begin with the names in `begins`; the names as they
        are afterwards. The owner can say yes to a step of all passes to come at once, where it is known what they would do."""

    async def branches(
        self, branches: Mapping[str, tuple[Sequence[Step], Mapping[str, Json]]], limit: int
    ) -> dict[str, dict[str, Json]]:
        """Carry out branches side by side, at most `limit` at once, each a durable run of its own that is cancelled with
        this one; for each path `{"names": ...}` or `{"error": "..."}`."""

    async def ask(self, question: Mapping[str, Json]) -> Json:
        """Ask the owner (fields of domain.run.Question) and wait, days if need be; the answer's value."""

    @property
    def acts_next(self) -> str:
        """The kind of the next step that acts, which a yes now counts for; empty when none does."""

    def agree(self, shown: Mapping[str, Json]) -> None:
        """The owner has said yes to exactly these values: a step that follows with just them is not asked about again."""

    async def wait(self, until: datetime) -> None:
        """Wait until then, durably."""

    async def command(self, name: str, slots: Mapping[str, Json]) -> Json:
        """Carry out another command here; what it gives. Raises StepRefused when there is none of that name."""

    async def now(self) -> datetime:
        """The time, recorded: the same again when the run is resumed."""

    async def progress(self, index: int, total: int | None, item: Json, *, collected: int, failed: int, finished: bool) -> None:
        """Tell how far a loop has come."""


class ControlStep(ABC):
    """A step that decides which steps run. The class docstring is its documentation.

    `Params` describes its main value (under its own key; `shorthand` as for StepKind), `Options` the keys beside it, and
    `blocks` names the keys that hold nested steps. It must be deterministic: all it learns comes through `walk`.
    """

    title: ClassVar[LocalText] = {}
    """As for StepKind, and so is `about`."""
    about: ClassVar[LocalText] = {}
    Params: ClassVar[type[BaseModel]]
    Options: ClassVar[type[BaseModel]]
    shorthand: ClassVar[str] = ""
    blocks: ClassVar[tuple[str, ...]] = ()
    carries: ClassVar[tuple[str, ...] | None] = None
    """The parameters whose text can be in what it gives; None: all of them. What the owner answers is his own word."""
    named_blocks: ClassVar[bool] = False
    """True for `parallel`: its main value is a mapping of names to lists of steps, which become its blocks."""

    @abstractmethod
    async def run(self, step: Step, walk: Walk) -> Json:
        """Carry the step out; what it gives is saved under its `as`."""
