"""Any event, told apart by its type, and how it crosses the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, TypeAdapter

from assistant.domain.base import Frozen
from assistant.domain.event.browsing import BrowsingChanged, PageActed, ShowingChanged
from assistant.domain.event.changed import (
    CalendarChanged,
    CommandChanged,
    CommandsLoaded,
    ConnectionsChanged,
    DraftChanged,
    LlmChanged,
    RecordChanged,
    SettingsChanged,
    TableChanged,
)
from assistant.domain.event.due import ReminderFired, ReminderMissed, TriggerFired, TriggerMissed
from assistant.domain.event.run import (
    ActionUndone,
    AllowanceReached,
    AnswerStreamed,
    LoopProgressed,
    RunChanged,
    RunFinished,
    RunStarted,
    SendHeld,
    SendReleased,
    StepFinished,
    StepStarted,
)
from assistant.domain.event.said import MessageSaid, NoticeGiven, QuestionAnswered, QuestionAsked, ViewWanted
from assistant.domain.event.turn import (
    ClauseChanged,
    ClauseConsidered,
    CommandUnmatched,
    FlowDrafted,
    PlanProposed,
    ProposalKept,
    UtteranceAnswered,
    UtteranceReceived,
)
from assistant.domain.event.voice import (
    ModelChanged,
    SpeechStarted,
    SpeechStopped,
    TranscriptFinal,
    TranscriptPartial,
    VoiceChanged,
    VoiceLevel,
)

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
    | ViewWanted
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
