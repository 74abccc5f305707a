"""Sound and words: what the microphone gives, what was recognised, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from assistant.domain.base import Frozen, Language

SAMPLE_RATE = 16_000
"""Samples a second in every AudioFrame."""
FRAME_SAMPLES = 512
"""Samples in one AudioFrame: 32 ms, the block Silero was trained on."""
FRAME_SECONDS = FRAME_SAMPLES / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class AudioFrame:
    """32 ms of sound: 512 samples, 16 kHz, mono, signed 16-bit little-endian; `at` is time.monotonic() at its end."""

    pcm: bytes
    at: float


@dataclass(frozen=True, slots=True)
class SpeechSegment:
    """Speech from start (with pre-roll) to end: 16 kHz mono s16le. Times are time.monotonic() seconds.

    `ended` is the end of the last speech frame, before the silence that proved it. `cut` is true when the segment was
    closed by its maximum length and the next one goes on without a gap.
    """

    pcm: bytes
    started: float
    ended: float
    cut: bool = False

    @property
    def seconds(self) -> float:
        """Length of the sound, in seconds."""
        return len(self.pcm) / 2 / SAMPLE_RATE


class Word(Frozen):
    """One recognised word; times in seconds from the start of the segment."""

    text: str
    start: float
    end: float
    probability: float


class Transcript(Frozen):
    """Words recognised in one segment. `confidence` is 0..1; `reason` says why a text was thrown away, else empty."""

    text: str
    language: Language
    confidence: float
    no_speech: float = 0.0
    seconds: float = 0.0
    decode_ms: float = 0.0
    words: tuple[Word, ...] = ()
    reason: str = ""


class ListenMode(StrEnum):
    """How the microphone is used."""

    ALWAYS = "always"
    PUSH = "push"
    OFF = "off"


class VoiceState(StrEnum):
    """What the listening half is doing; `arming` until the first real samples have come."""

    OFF = "off"
    ARMING = "arming"
    LISTENING = "listening"
    HEARING = "hearing"
    UNDERSTANDING = "understanding"
    MUTED = "muted"
    UNAVAILABLE = "unavailable"


UtteranceSource = Literal["voice", "keyboard", "cli", "file", "button", "trigger"]
"""`trigger`: nobody said it; a schedule, a file or another trigger started it."""


class Utterance(Frozen):
    """One thing the owner said or typed; where it came from makes no difference after this point.

    `key` makes a repeated delivery one turn. `replaces` is the id of an utterance whose transcript the owner corrected.
    """

    id: str
    key: str
    text: str
    source: UtteranceSource
    language: Language
    at: datetime
    confidence: float = 1.0
    ended: float | None = None
    """time.monotonic() at the end of speech, for measuring; None when typed."""
    replaces: str | None = None
