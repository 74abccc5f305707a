"""Every way to extend the assistant, on one page.

An extension is one file in one folder, found by its place, named by its file, named nowhere else. It holds exactly one
public class that subclasses the base named here; the contract tests run over whatever is found.

    folder                          base               named by
    assistant/steps/                StepKind           the path: steps/note/add.py is `note.add`
    assistant/flows/control/        ControlStep        the file: control/for_each.py is `for_each`
    assistant/understanding/matchers/  Matcher         the file; ordered by `rank`
    assistant/understanding/slots/  SlotType           the file: slots/moment.py reads slots of type `moment`
    assistant/voice/sources/        AudioSource        the file
    assistant/voice/vad/            VoiceDetector      the file
    assistant/voice/stt/            SpeechEngine       the file
    assistant/server/routes/        RouteGroup         the file (see server/rpc.py)
    assistant/mail/backends/        MailBackend        the file; an account names its own
    assistant/calendar/backends/    CalendarBackend    the file; ids of its calendars and events begin with it
    assistant/store/migrations/     NNNN_what.sql      applied in order of their numbers
    assistant/flows/n8n/nodes/      NodeReader         the file: n8n's node type in lower case (see flows/n8n/reading.py)
    assistant/channels/             Channel            (a later part; the place is kept)

Third parties use entry points in the group `symbiote.<folder>` with the same names.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel
from pydantic.config import JsonDict

from assistant.domain.base import Json, Language
from assistant.domain.calendar import Calendar, Wish
from assistant.domain.command import Command, LocalText, Slot
from assistant.domain.event import ItemAction
from assistant.domain.flow import Step
from assistant.domain.letter import LetterChange, MailAccount, Role
from assistant.domain.record import Attendance, Change, Event, Record
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.speech import AudioFrame, Transcript

P = TypeVar("P", bound=BaseModel)
Port = TypeVar("Port")


# --- words for the owner ---------------------------------------------------------------------------------------------


def local(en: str, ru: str) -> LocalText:
    """The same text in both languages."""
    return {"en": en, "ru": ru}


def in_russian(title: str, description: str = "") -> JsonDict:
    """The Russian side of a parameter's `title` and `description`, for `Field(title=..., json_schema_extra=...)`."""
    return {"ru": {"title": title, "description": description}}


# --- steps -----------------------------------------------------------------------------------------------------------


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

    async def branches(
        self, branches: Mapping[str, tuple[Sequence[Step], Mapping[str, Json]]], limit: int
    ) -> dict[str, dict[str, Json]]:
        """Carry out branches side by side, at most `limit` at once, each a durable run of its own that is cancelled with
        this one; for each path `{"names": ...}` or `{"error": "..."}`."""

    async def ask(self, question: Mapping[str, Json]) -> Json:
        """Ask the owner (fields of domain.run.Question) and wait, days if need be; the answer's value."""

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


# --- understanding ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlotContext:
    """What reading a slot may depend on. `now` has the owner's time zone."""

    now: datetime
    language: Language
    slot: Slot


@dataclass(frozen=True, slots=True)
class Found:
    """A value read from text[start:end]. `value` is JSON (a dumped domain.value type); `certainty` 0..1."""

    start: int
    end: int
    value: Json
    certainty: float = 1.0


class SlotType(ABC):
    """Reads typed values out of words, Russian and English, in any capitals, with ё or е, numbers as words or digits."""

    scattered: ClassVar[bool] = False
    """True when parts of one value may stand apart: "завтра напомни в девять". They are then read joined."""
    free: ClassVar[bool] = False
    """True when any words are a value: such a slot takes what the other slots leave."""

    @abstractmethod
    def find(self, text: str, context: SlotContext) -> Iterable[Found]:
        """Every value of this type in the text, best first. Spans may overlap."""

    def read(self, text: str, context: SlotContext) -> Json | None:
        """The value the whole text stands for, or None. The default takes a find() that covers all but punctuation."""
        for found in self.find(text, context):
            outside = text[: found.start] + text[found.end :]
            if not any(letter.isalnum() for letter in outside):
                return found.value
        return None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One matcher's opinion: `score` is its own measure in 0..1, made comparable by match.py.

    `slots` maps slot names to the words that fill them, not yet read; a matcher that finds none leaves it empty.
    """

    command: str
    score: float
    slots: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


class Matcher(ABC):
    """Finds commands for one clause. `rank` orders matchers, cheapest and most precise first."""

    rank: ClassVar[int]

    @abstractmethod
    def fit(self, commands: Sequence[Command]) -> None:
        """Learn these commands, forgetting all others. Called in a worker thread; `match` may run meanwhile."""

    @abstractmethod
    def match(self, text: str, language: Language) -> Sequence[Candidate]:
        """The best candidates for the whole text, best first, at most ten."""

    def sentences(self) -> Sequence[str]:
        """Sentences whose meaning, as vectors of an embeddings model, would help this matcher; called after `fit`."""
        return ()

    def mean(self, vectors: Mapping[str, Sequence[float]]) -> None:
        """Learn what vectors there are by now, of one length. Called in a worker thread; `match` may run meanwhile."""
        return None

    def match_meaning(self, text: str, language: Language, vector: Sequence[float]) -> Sequence[Candidate] | None:
        """As `match`, with the vector of the text; None: it does not help."""
        return None


# --- voice -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """What a source is told. `name` says which one (a device, a file; empty: the default); `realtime` is for sources that
    could be faster than time. `trouble` is called on the event loop with what is wrong and what to do, in each language it is known
    in, and with nothing when sound flows again."""

    name: str = ""
    realtime: bool = True
    trouble: Callable[[LocalText], None] = lambda _text: None


class AudioSource(ABC):
    """Gives sound. `frames()` runs until the source ends or is cancelled; a live source survives its device going away."""

    def __init__(self, options: SourceOptions) -> None:
        self.options = options

    @property
    def label(self) -> str:
        """What is being listened to, for the screen."""
        return self.options.name

    @abstractmethod
    def frames(self) -> AsyncGenerator[AudioFrame, None]:
        """512-sample frames of 16 kHz mono, in order. Raises VoiceUnavailable when it can give no sound at all."""


class FedSource(AudioSource):
    """A source whose sound is handed in from elsewhere in the program. All calls on the event loop."""

    @abstractmethod
    def feed(self, pcm: bytes) -> None:
        """Some more 16 kHz mono s16le sound, in pieces of any length; never waits, the oldest is dropped when too much."""

    @abstractmethod
    def finish(self) -> None:
        """Nothing more will come: `frames()` ends after what was fed."""


class VoiceDetector(ABC):
    """Tells speech from other sound, frame by frame. Not thread-safe; one object per stream; made in a worker thread."""

    @abstractmethod
    def probability(self, frame: AudioFrame) -> float:
        """How likely this frame is speech, 0..1. Takes well under a millisecond."""

    @abstractmethod
    def reset(self) -> None:
        """Forget what was heard: between utterances and after a device change."""


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What a speech engine is told; the fields mean what the settings of the same names say. `folder` holds its model."""

    folder: str = ""
    language: Literal["auto", "ru", "en"] = "auto"
    threads: int = 0
    short_window: bool = False
    no_speech: float = 0.6
    min_logprob: float = -1.0
    max_compression: float = 2.4


@dataclass(frozen=True, slots=True)
class Hardware:
    """What recognition can count on: processor cores, memory in bytes, whether there is a usable graphics card."""

    cores: int
    memory: int
    gpu: bool


class SpeechEngine(ABC):
    """Turns sound into words. Blocking: called in one worker thread, one call at a time."""

    models: ClassVar[Mapping[str, str]] = {}
    """Models that can be fetched: size -> Hugging Face repository. Empty: it needs no model."""
    files: ClassVar[tuple[str, ...]] = ()
    """Name patterns of the files of a model; every one must be there."""

    def __init__(self, options: EngineOptions) -> None:
        self.options = options

    @classmethod
    def suits(cls, hardware: Hardware) -> str:
        """The size of model this hardware runs fast enough to talk to."""
        return next(iter(cls.models), "")

    @abstractmethod
    def load(self) -> None:
        """Make ready to transcribe. Raises ModelUnavailable with what the owner can do."""

    @abstractmethod
    def transcribe(self, pcm: bytes, *, words: bool = False) -> Transcript:
        """The words in at most 30 s of 16 kHz mono s16le sound, in the language spoken, never translated; empty text for
        no speech. With `words` also when each was said. Raises ModelUnavailable when the model fails."""


# --- mail ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlacedLetter:
    """A letter as it lies in a mailbox. `place` says where, in the backend's own words; `raw` may be its beginning only."""

    place: str
    folder: str
    role: Role
    raw: bytes
    received: datetime
    size: int
    marks: Marks


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked on a letter; `answered` is None where the mailbox does not know, then it stays as it was."""

    unread: bool = False
    flagged: bool = False
    answered: bool | None = False


@dataclass(frozen=True, slots=True)
class MailNews:
    """What is new in a mailbox. Apply all of it, then keep `cursor`.

    `left`: for each folder that lost letters, the places that are still there; `gone`: places that are there no more. `more`:
    older letters are still to be fetched. `only`: every place there is, when the mailbox could not tell what has gone.
    """

    cursor: str
    letters: Sequence[PlacedLetter] = ()
    marked: Mapping[str, Marks] = field(default_factory=dict)
    left: Mapping[str, frozenset[str]] = field(default_factory=dict)
    more: bool = False
    gone: Sequence[str] = ()
    only: frozenset[str] | None = None


class MailBackend(ABC):
    """One mailbox, over one protocol. Blocking: called in worker threads, one call at a time; it connects when first needed.

    Every method raises Unreachable when the mailbox cannot be reached (worth waiting for), StepRefused when it says no.
    """

    def __init__(self, account: MailAccount, secret: str) -> None:
        self.account = account
        self._secret = secret

    @abstractmethod
    def check(self) -> None:
        """Reach everything the account needs, for reading and for sending."""

    @abstractmethod
    def news(self, cursor: str, since: datetime, limit: int) -> MailNews:
        """What came, changed and went since this cursor (empty: from the start), newest first, about `limit` letters, none
        from before `since`."""

    @abstractmethod
    def raw(self, place: str, largest: int) -> bytes:
        """A whole letter. Raises StepRefused when it is larger or not there any more."""

    @abstractmethod
    def change(self, place: str, change: LetterChange) -> tuple[str, str]:
        """Mark, label, move; the place and the folder where the letter is then."""

    @abstractmethod
    def find(self, message_id: str, roles: Sequence[Role]) -> tuple[str, str] | None:
        """Place and folder of a letter with this Message-ID in the folders for these, None when there is surely none."""

    @abstractmethod
    def keep(self, raw: bytes, role: Role) -> tuple[str, str]:
        """Keep a letter of the owner's own, a draft or one that was sent; its place and folder."""

    @abstractmethod
    def remove(self, place: str) -> None:
        """Remove a draft for good."""

    @abstractmethod
    def send(self, raw: bytes, sender: str, recipients: Sequence[str], begun: Callable[[], None]) -> str:
        """Send a letter; what the server said when it took it. `begun` is called right before it can first be taken.

        Raises Unreachable also when it broke off after that; then nobody knows.
        """

    def wait(self, seconds: float) -> bool:
        """Wait until something happens in the inbox, at most so long; whether it did. Called beside the other methods.

        Raises Unreachable, and NotImplementedError where a mailbox does not tell: then it is looked at now and then.
        """
        raise NotImplementedError

    @abstractmethod
    def close(self) -> None:
        """Let go of every connection. Never raises."""


# --- calendars -------------------------------------------------------------------------------------------------------


class Reach(Protocol):
    """What a calendar backend may use: the one bound part of a type."""

    def __call__(self, part: type[Port]) -> Port:
        """The part. Raises KeyError."""


class CalendarBackend(ABC):
    """The calendars kept in one way. On the event loop; blocking work goes to a worker thread.

    Methods promise what those of the port `Calendars` do; `calendar` is an id this backend gave.
    """

    needs: ClassVar[tuple[type, ...]] = ()
    """Parts without which it is left out."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.changed: Callable[[], None] = lambda: None
        """Called after something was found changed elsewhere."""

    async def refresh(self, calendar: str) -> None:
        """Fetch what is new in a calendar that is kept elsewhere. Raises Unreachable."""
        return None

    @abstractmethod
    async def calendars(self, *, fresh: bool) -> Sequence[Calendar]:
        """Those there are; none while nothing is connected. Only with `fresh` somebody outside is asked, when nothing is known yet."""

    @abstractmethod
    async def between(self, calendar: str, start: datetime, end: datetime, *, fresh: bool) -> Sequence[Record]:
        """Events within [start, end); what recurs comes once for each time."""

    @abstractmethod
    async def get(self, event: str) -> Record:
        """One event as it is now."""

    @abstractmethod
    async def add(self, calendar: str, event: Event, wish: Wish, *, key: str) -> Record:
        """Put an event into a calendar, once for a key."""

    @abstractmethod
    async def change(self, event: str, body: Event, *, tell: bool, key: str) -> Record:
        """Change an event, or one time of it."""

    @abstractmethod
    async def remove(self, event: str, *, tell: bool, key: str) -> Record:
        """Take an event, or one time of it, out."""

    @abstractmethod
    async def answer(self, event: str, answer: Attendance, *, key: str) -> Record:
        """Answer an invitation."""

    @abstractmethod
    async def made(self, key: str) -> Record | None:
        """The event done under a key, None when surely none was. Raises NotImplementedError when nobody can know."""

    @abstractmethod
    async def revert(self, key: str) -> Sequence[Change]:
        """Put back what was done under a key."""
