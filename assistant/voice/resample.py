"""Streaming conversion of whatever a device gives to 16 kHz mono."""

from __future__ import annotations

from typing import Any

import numpy as np

from assistant.domain.speech import SAMPLE_RATE


class Resampler:
    """s16le interleaved sound of one rate and channel count to 16 kHz mono s16le, without a seam between blocks."""

    def __init__(self, rate: int, channels: int) -> None:
        self._rate, self._channels = rate, channels
        self._converter: Any = None
        if (rate, channels) != (SAMPLE_RATE, 1):
            import av  # 30 MB that a device which gives 16 kHz does not need

            self._new_frame = av.AudioFrame.from_ndarray
            self._layout = "mono" if channels == 1 else "stereo"
            self._converter = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)

    def __call__(self, pcm: bytes) -> bytes:
        """The same sound at 16 kHz; up to a few milliseconds of it come with the next block."""
        if self._converter is None:
            return pcm
        frame = self._new_frame(np.frombuffer(pcm, np.int16)[None], format="s16", layout=self._layout)
        frame.sample_rate = self._rate
        return b"".join(piece.to_ndarray().tobytes() for piece in self._converter.resample(frame))
