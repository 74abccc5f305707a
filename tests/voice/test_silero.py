"""The streamed detector agrees with the same network run over the whole sound at once."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from faster_whisper.vad import get_vad_model

from assistant import plugins
from assistant.domain.speech import FRAME_SAMPLES, AudioFrame
from assistant.extensions.voice import VoiceDetector

pytestmark = pytest.mark.models


@pytest.mark.parametrize("name", ["01_en_command.wav", "34_ru_compound.wav"])
def test_frame_by_frame_it_says_what_it_says_about_the_whole(speech: Path, name: str) -> None:
    with wave.open(str(speech / "heldout" / name), "rb") as sound:
        pcm = sound.readframes(sound.getnframes() // FRAME_SAMPLES * FRAME_SAMPLES)
    whole = get_vad_model()(np.frombuffer(pcm, np.int16).astype(np.float32) / 32768).ravel()
    detector, size = plugins.load("voice.vad", "silero", VoiceDetector)(), FRAME_SAMPLES * 2
    streamed = [detector.probability(AudioFrame(pcm[at : at + size], 0.0)) for at in range(0, len(pcm), size)]
    assert np.allclose(streamed, whole, atol=1e-3)
