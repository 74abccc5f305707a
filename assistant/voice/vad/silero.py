"""Silero's voice detector, streamed through onnxruntime; the network file comes with faster-whisper (MIT)."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import onnxruntime

from assistant.domain.speech import AudioFrame
from assistant.errors import VoiceUnavailable
from assistant.extensions.voice import VoiceDetector

_CONTEXT_SAMPLES = 64
"""The network looks at this many samples of the frame before, too."""
_MEMORY = (1, 1, 128)


class Silero(VoiceDetector):
    """Finds speech in noise; about 0.07 ms a frame on one thread. Raises VoiceUnavailable when its network is missing."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        self._net = onnxruntime.InferenceSession(str(_network_file()), options, providers=["CPUExecutionProvider"])
        self.reset()

    def reset(self) -> None:
        """Forget what was heard."""
        self._hidden = np.zeros(_MEMORY, np.float32)
        self._cell = np.zeros(_MEMORY, np.float32)
        self._context = np.zeros(_CONTEXT_SAMPLES, np.float32)

    def probability(self, frame: AudioFrame) -> float:
        """How likely this frame is speech, given all frames since the last reset."""
        sound = np.frombuffer(frame.pcm, np.int16).astype(np.float32) / np.float32(32768)
        window = np.concatenate([self._context, sound])[None]
        output, self._hidden, self._cell = self._net.run(None, {"input": window, "h": self._hidden, "c": self._cell})
        self._context = sound[-_CONTEXT_SAMPLES:]
        return float(output.ravel()[0])


def _network_file() -> Path:
    # found, not imported: importing faster_whisper would cost 60 MB before there is anything to recognise
    package = importlib.util.find_spec("faster_whisper")
    folder = Path(package.origin).parent / "assets" if package and package.origin else Path()
    networks = sorted(folder.glob("silero_vad_v*.onnx"))
    if not networks:
        raise VoiceUnavailable(
            "The voice detector's network is missing: install faster-whisper again.",
            ru="Не хватает сети детектора речи: установите faster-whisper заново.",
        )
    return networks[-1]
