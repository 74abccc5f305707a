"""Everything the assistant tells. One class per event; events only tell, nobody waits for an answer.

Recorded events get a `seq` before they are told and are replayed after a reconnect; fleeting ones have none.
The JSON Schema and the window's TypeScript types are generated from this page.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field, TypeAdapter

from assistant.domain.base import Frozen, Json
from assistant.domain.command import Fault, LocalText
from assistant.domain.draft import FlowDraft
from assistant.domain.page import Evidence
from assistant.domain.plan import Plan, PlannedClause
from assistant.domain.record import Record
from assistant.domain.run import Answer, Question, Receipt, RunState
from assistant.domain.showing import ShowingState, ShownLine
from assistant.domain.speech import ListenMode, Transcript, Utterance, VoiceState
from assistant.domain.table import Table
from assistant.domain.teaching import Why
from assistant.domain.trigger import TriggerKind
from assistant.domain.web_task import ActKind, Box


class Told(Frozen):
    """What all events share. `turn` and `run` name what the event belongs to, empty when nothing."""

    recorded: ClassVar[bool] = True
    turn: str = ""
    run: str = ""


class Fleeting(Told):
    """An event nobody needs to know about later."""

    recorded: ClassVar[bool] = False


class UtteranceReceived(Told):
    """The owner said or typed something; a turn begins. `turn` is the utterance's id."""

    type: Literal["utterance.received"] = "utterance.received"
    utterance: Utterance


class UtteranceAnswered(Told):
    """What was said answered an open question instead of starting something new."""

    type: Literal["utterance.answered"] = "utterance.answered"
    question: str


class PlanProposed(Told):
    """What the sentence was understood to mean, clause by clause. `titles` names the commands in it."""

    type: Literal["plan.proposed"] = "plan.proposed"
    plan: Plan
    titles: Mapping[str, LocalText] = Field(default_factory=dict)


class ClauseChanged(Told):
    """A clause of a plan was edited or skipped by the owner, or its run was started (then `run` names it)."""

    type: Literal["clause.changed"] = "clause.changed"
    plan: str
    clause: int
    planned: PlannedClause
    skipped: bool = False


class CommandUnmatched(Told):
    """No command fits this clause; it was kept as a proposal. `closest` are titles of the nearest commands."""

    type: Literal["command.unmatched"] = "command.unmatched"
    plan: str
    clause: int
    text: str
    proposal: str
    closest: Mapping[str, LocalText] = Field(default_factory=dict)


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


class SendHeld(Told):
    """A step is about to send something and waits until then, so that it can still be taken back. `params` is what it sends."""

    type: Literal["send.held"] = "send.held"
    path: str
    kind: str
    until: datetime
    params: Json = None


class SendReleased(Told):
    """A held send is on its way (`sent`), or the owner has taken it back."""

    type: Literal["send.released"] = "send.released"
    path: str
    sent: bool


class ItemAction(Frozen):
    """What can be done with each item of a list: a command, its slots filled with the item's fields of these names."""

    title: LocalText
    command: str
    slots: Mapping[str, str] = Field(default_factory=dict)


class MessageSaid(Told):
    """Something to show the owner in the conversation. `items` is a list to show below the text, `link` opens.

    `actions` are offered beside every item; they come from the command alone, never from what the items hold.
    """

    type: Literal["message.said"] = "message.said"
    path: str = ""
    text: str
    items: tuple[Json, ...] = ()
    link: str = ""
    actions: tuple[ItemAction, ...] = ()


class QuestionAsked(Told):
    """A run, or the gate in front of it, needs the owner."""

    type: Literal["question.asked"] = "question.asked"
    question: Question


class QuestionAnswered(Told):
    """A question is closed."""

    type: Literal["question.answered"] = "question.answered"
    answer: Answer


class ReminderFired(Told):
    """A reminder or timer is due now."""

    type: Literal["reminder.fired"] = "reminder.fired"
    record: Record
    due: datetime


class ReminderMissed(Told):
    """A reminder was due while the computer slept or the assistant was off: "while you were away"."""

    type: Literal["reminder.missed"] = "reminder.missed"
    record: Record
    due: datetime
    times: int = 1


class RecordChanged(Told):
    """A note, task, reminder or event was added, changed or removed (`record` None)."""

    type: Literal["record.changed"] = "record.changed"
    id: str
    record: Record | None


class TriggerFired(Told):
    """A trigger started a command; `turn` is the turn that begins. `times` is how often it was due: more than once when the
    computer slept, or the assistant was off, and it is made up for once."""

    type: Literal["trigger.fired"] = "trigger.fired"
    trigger: str
    command: str
    title: LocalText
    kind: TriggerKind
    spec: str = ""
    due: datetime
    times: int = 1
    late: bool = False


class TriggerMissed(Told):
    """A trigger did not start its command: it was due while you were `away`, or triggers started one another in a `loop`."""

    type: Literal["trigger.missed"] = "trigger.missed"
    trigger: str
    command: str
    title: LocalText
    kind: TriggerKind
    spec: str = ""
    due: datetime
    times: int = 1
    why: Literal["away", "loop"] = "away"


class TableChanged(Told):
    """A table of the owner, or rows of it, were added, changed or removed (`table` None: it is gone)."""

    type: Literal["table.changed"] = "table.changed"
    id: str
    table: Table | None


class NoticeGiven(Told):
    """A command wants the owner to be notified by the computer, also while the window is out of sight."""

    type: Literal["notice.given"] = "notice.given"
    title: str = ""
    text: str


class ActionUndone(Told):
    """Something the assistant did was taken back."""

    type: Literal["action.undone"] = "action.undone"
    undone_run: str
    summary: str


class CommandsLoaded(Fleeting):
    """The command files were read (again). `faults` are what is wrong with them."""

    type: Literal["commands.loaded"] = "commands.loaded"
    count: int
    faults: tuple[Fault, ...] = ()


class CommandChanged(Told):
    """An owner's command was saved, disabled or removed, by the assistant or (`why` file) by another program; it can be said
    so at once. `version` is the number of the version that was made."""

    type: Literal["command.changed"] = "command.changed"
    name: str
    title: LocalText = Field(default_factory=dict)
    version: int
    why: Why
    removed: bool = False
    disabled: bool = False


class ProposalKept(Told):
    """An utterance nothing fits was kept for teaching."""

    type: Literal["proposal.kept"] = "proposal.kept"
    proposal: str
    text: str


class SettingsChanged(Fleeting):
    """A setting was changed, from any window or the command line; `settings` are the ones a window may show."""

    type: Literal["settings.changed"] = "settings.changed"
    settings: Mapping[str, Json]


class DraftChanged(Fleeting):
    """The unsent text of the composer, as last saved by one window, for the others. `client` made the change."""

    type: Literal["draft.changed"] = "draft.changed"
    text: str
    client: str


class VoiceChanged(Fleeting):
    """What the listening half is doing. `detail` says what is wrong and what to do, when something is, in each language."""

    type: Literal["voice.changed"] = "voice.changed"
    state: VoiceState
    mode: ListenMode
    device: str = ""
    detail: LocalText = Field(default_factory=dict)


class SpeechStarted(Fleeting):
    """The owner began to speak."""

    type: Literal["speech.started"] = "speech.started"


class SpeechStopped(Fleeting):
    """The owner stopped; `kept` is false when it was no command (noise, too short, silence)."""

    type: Literal["speech.stopped"] = "speech.stopped"
    kept: bool
    reason: str = ""


class TranscriptPartial(Fleeting):
    """What has been recognised so far. `committed` will not change any more; `tentative` may."""

    type: Literal["transcript.partial"] = "transcript.partial"
    committed: str
    tentative: str


class TranscriptFinal(Fleeting):
    """What was recognised in the end; the utterance follows unless `transcript.reason` says why not."""

    type: Literal["transcript.final"] = "transcript.final"
    transcript: Transcript


class VoiceLevel(Fleeting):
    """Loudness, 0..1, at most twenty times a second."""

    type: Literal["voice.level"] = "voice.level"
    level: float
    speech: bool


class ModelChanged(Fleeting):
    """The speech model: absent, being downloaded (with bytes), loading (or, without a name, still being looked for), ready,
    or failed with what to do about it."""

    type: Literal["model.changed"] = "model.changed"
    state: Literal["absent", "downloading", "loading", "ready", "failed"]
    name: str = ""
    done_bytes: int = 0
    total_bytes: int = 0
    detail: LocalText = Field(default_factory=dict)


class LlmChanged(Fleeting):
    """A language model was connected or disconnected, or cannot be reached (`detail` says why)."""

    type: Literal["llm.changed"] = "llm.changed"
    state: Literal["off", "ready", "unreachable"]
    model: str = ""
    detail: LocalText = Field(default_factory=dict)


class ConnectionsChanged(Fleeting):
    """A connection of the owner's was made, changed or let go, or signing in has come further; ask for them again."""

    type: Literal["connections.changed"] = "connections.changed"


class CalendarChanged(Fleeting):
    """Something in a calendar that is kept elsewhere was added, changed or removed; ask for it again."""

    type: Literal["calendar.changed"] = "calendar.changed"


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


class ClauseConsidered(Fleeting):
    """A language model is asked about a clause nothing fits: which command was meant (`matching`), or for a command that does
    it (`composing`). `failed` says why nothing came of it, `done` that the answer is there."""

    type: Literal["clause.considered"] = "clause.considered"
    plan: str
    clause: int
    state: Literal["matching", "composing", "done", "failed"]
    detail: str = ""


class ShowingChanged(Fleeting):
    """The owner shows something in the browser: whether it is being recorded, and what was, as `run` waits for it. `each`: the same
    is meant for every row. `detail` says what is wrong and what to do, when something is, in each language."""

    type: Literal["showing.changed"] = "showing.changed"
    state: ShowingState = "off"
    lines: tuple[ShownLine, ...] = ()
    each: bool = False
    detail: LocalText = Field(default_factory=dict)


class FlowDrafted(Told):
    """A language model composed a command for a clause nothing fits. It is not saved: the owner accepts, edits or leaves it."""

    type: Literal["flow.drafted"] = "flow.drafted"
    plan: str
    clause: int
    proposal: str
    draft: FlowDraft


AnyEvent = (
    UtteranceReceived
    | UtteranceAnswered
    | PlanProposed
    | ClauseChanged
    | CommandUnmatched
    | RunStarted
    | RunChanged
    | RunFinished
    | StepStarted
    | StepFinished
    | LoopProgressed
    | PageActed
    | BrowsingChanged
    | SendHeld
    | SendReleased
    | MessageSaid
    | QuestionAsked
    | QuestionAnswered
    | ReminderFired
    | ReminderMissed
    | RecordChanged
    | CalendarChanged
    | TriggerFired
    | TriggerMissed
    | TableChanged
    | NoticeGiven
    | ActionUndone
    | CommandsLoaded
    | CommandChanged
    | ProposalKept
    | SettingsChanged
    | DraftChanged
    | VoiceChanged
    | SpeechStarted
    | SpeechStopped
    | TranscriptPartial
    | TranscriptFinal
    | VoiceLevel
    | ModelChanged
    | LlmChanged
    | ConnectionsChanged
    | AnswerStreamed
    | AllowanceReached
    | ClauseConsidered
    | FlowDrafted
    | ShowingChanged
)

AssistantEvent = Annotated[AnyEvent, Field(discriminator="type")]
"""Any event, told apart by `type`."""

event_reader: TypeAdapter[AnyEvent] = TypeAdapter(AssistantEvent)
"""Reads an event back from JSON."""


class Envelope(Frozen):
    """An event as it crosses the wire. `seq` is None for fleeting events."""

    seq: int | None
    at: datetime
    event: AssistantEvent
