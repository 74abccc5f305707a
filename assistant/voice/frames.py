"""Sound in frames: cutting a stream of samples into frames and measuring how loud they are."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from assistant.domain.speech import FRAME_SAMPLES, SAMPLE_RATE, AudioFrame

FRAME_BYTES = FRAME_SAMPLES * 2
FRAME_MS = FRAME_SAMPLES * 1000 / SAMPLE_RATE
DIGITAL_SILENCE = bytes(FRAME_BYTES)
"""What a muted microphone gives: not quiet sound, but exactly nothing."""
_QUIETEST_DB = 60.0


class Framer:
    """Cuts 16 kHz mono s16le sound that comes in pieces of any length into frames, without losing a sample."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def push(self, pcm: bytes, at: float) -> Iterator[AudioFrame]:
        """The frames that are complete now; `at` is time.monotonic() at the end of `pcm`."""
        self._rest += pcm
        while len(self._rest) >= FRAME_BYTES:
            frame = bytes(self._rest[:FRAME_BYTES])
            del self._rest[:FRAME_BYTES]
            yield AudioFrame(frame, at - len(self._rest) / 2 / SAMPLE_RATE)

    def flush(self, at: float) -> Iterator[AudioFrame]:
        """What is left over, made a whole frame with silence."""
        if self._rest:
            yield AudioFrame(bytes(self._rest).ljust(FRAME_BYTES, b"\0"), at)
            self._rest.clear()


def samples(pcm: bytes) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """s16le sound as float32 in -1..1."""
    return np.frombuffer(pcm, np.int16).astype(np.float32) / np.float32(32768)


def loudness(pcm: bytes) -> float:
    """Root-mean-square level of s16le sound, 0..1."""
    if not pcm:
        return 0.0
    values = samples(pcm)
    return math.sqrt(float(np.dot(values, values)) / len(values))


def meter(level: float) -> float:
    """A root-mean-square level on the decibel scale of a level meter: 0 at -60 dB and below, 1 at full scale."""
    return min(1.0, max(0.0, 1 + 20 * math.log10(max(level, 1e-9)) / _QUIETEST_DB))
