"""The WebRTC project's voice detector: almost free, but it takes steady noise for speech. For quiet rooms only."""

from __future__ import annotations

import webrtcvad

from assistant.domain.speech import SAMPLE_RATE, AudioFrame
from assistant.extensions.voice import VoiceDetector

_STRICTEST = 3
_STEP_BYTES = SAMPLE_RATE // 100 * 2
"""It takes 10, 20 or 30 ms at a time; a frame of 32 ms holds three steps of 10 ms and 2 ms that wait for the next."""


class WebRtc(VoiceDetector):
    """The share of the last 10 ms steps that held speech, smoothed a little."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget what was heard."""
        self._vad = webrtcvad.Vad(_STRICTEST)
        self._rest = b""
        self._smooth = 0.0

    def probability(self, frame: AudioFrame) -> float:
        """How likely this frame is speech: a running mean over about three frames."""
        sound = self._rest + frame.pcm
        steps = len(sound) // _STEP_BYTES
        self._rest = sound[steps * _STEP_BYTES :]
        voiced = sum(
            self._vad.is_speech(sound[step * _STEP_BYTES : (step + 1) * _STEP_BYTES], SAMPLE_RATE) for step in range(steps)
        )
        self._smooth = 0.4 * self._smooth + 0.6 * voiced / steps
        return self._smooth
