"""The bases of what listening is extended by: sources of sound, detectors of speech, speech engines."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from assistant.domain.command import LocalText
from assistant.domain.speech import AudioFrame, Transcript


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
