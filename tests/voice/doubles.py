"""Scripted doubles for the voice tests, and sound made of loud and quiet frames."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import count

import numpy as np

from assistant.domain.speech import FRAME_SAMPLES, FRAME_SECONDS, AudioFrame, Transcript
from assistant.errors import ModelUnavailable
from assistant.extensions.voice import EngineOptions, SpeechEngine, VoiceDetector
from assistant.voice.frames import loudness

LOUD = 0.1


class FakeDetector(VoiceDetector):
    """Takes everything loud for speech."""

    def __init__(self) -> None:
        self.resets = 0

    def probability(self, frame: AudioFrame) -> float:
        """0.9 for a loud frame, else 0.05."""
        return 0.9 if loudness(frame.pcm) > LOUD / 2 else 0.05

    def reset(self) -> None:
        """Count it."""
        self.resets += 1


class FakeEngine(SpeechEngine):
    """Gives prepared texts, the last one again and again; an exception among them is raised. `gate` holds it back."""

    def __init__(self, *answers: str | Exception, open_gate: bool = True) -> None:
        super().__init__(EngineOptions())
        self.heard: list[bytes] = []
        self.gate = threading.Event()
        self._answers: Sequence[str | Exception] = answers or ("hello",)
        if open_gate:
            self.gate.set()

    def load(self) -> None:
        """Nothing to load."""

    def transcribe(self, pcm: bytes, *, words: bool = False) -> Transcript:
        """The next prepared answer."""
        if not self.gate.wait(10):
            raise ModelUnavailable("The test never opened the gate.")
        self.heard.append(pcm)
        answer = self._answers[min(len(self.heard), len(self._answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return Transcript(text=answer, language="en", confidence=0.9, reason="" if answer else "no words")


class Tape:
    """Makes consecutive frames, each sample different enough to be found again."""

    def __init__(self) -> None:
        self._number: Iterator[int] = count(1)

    def loud(self, frames: int) -> list[AudioFrame]:
        """Frames of speech."""
        return self._make(frames, LOUD)

    def quiet(self, frames: int) -> list[AudioFrame]:
        """Frames of a quiet room."""
        return self._make(frames, 0.001)

    def _make(self, frames: int, level: float) -> list[AudioFrame]:
        made = []
        for _index in range(frames):
            number = next(self._number)
            wave = np.random.default_rng(number).choice([-1.0, 1.0], FRAME_SAMPLES) * level * 32767
            made.append(AudioFrame(wave.astype("<i2").tobytes(), number * FRAME_SECONDS))
        return made
