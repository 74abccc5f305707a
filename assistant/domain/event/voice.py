"""What the listening half hears and does."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.domain.command import LocalText
from assistant.domain.event.told import Fleeting
from assistant.domain.speech import ListenMode, Transcript, VoiceState


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
