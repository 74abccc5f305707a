"""What every source, detector and speech engine must do, run over whatever is found."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from assistant import plugins
from assistant.domain.speech import FRAME_SAMPLES, AudioFrame
from assistant.errors import ModelUnavailable
from assistant.extensions.voice import AudioSource, EngineOptions, Hardware, SourceOptions, SpeechEngine, VoiceDetector

SPEECH = Path(__file__).parent.parent / "fixtures" / "speech"
SPOKEN = SPEECH / "heldout" / "21_ru_command.wav"


def frames(file: Path) -> list[AudioFrame]:
    with wave.open(str(file), "rb") as sound:
        pcm = sound.readframes(sound.getnframes())
    size = FRAME_SAMPLES * 2
    return [AudioFrame(pcm[at : at + size], at / 32_000) for at in range(0, len(pcm) - size, size)]


@pytest.mark.unit
@pytest.mark.parametrize("name", plugins.names("voice.vad"))
class TestVoiceDetector:
    """One that tells speech from silence, the same each time."""

    def test_speech_is_likelier_than_silence(self, name: str) -> None:
        detector = plugins.load("voice.vad", name, VoiceDetector)()
        spoken = [detector.probability(frame) for frame in frames(SPOKEN)]
        detector.reset()
        silent = [detector.probability(frame) for frame in frames(SPEECH / "noise" / "silence.wav")]
        assert all(0 <= value <= 1 for value in spoken + silent)
        assert max(spoken) > 0.9
        assert max(silent) < 0.1

    def test_after_a_reset_it_hears_as_if_for_the_first_time(self, name: str) -> None:
        detector = plugins.load("voice.vad", name, VoiceDetector)()
        first = [detector.probability(frame) for frame in frames(SPOKEN)]
        detector.reset()
        again = [detector.probability(frame) for frame in frames(SPOKEN)]
        assert np.allclose(first, again, atol=1e-5)

    def test_two_of_them_do_not_disturb_each_other(self, name: str) -> None:
        kind = plugins.load("voice.vad", name, VoiceDetector)
        alone, one, other = kind(), kind(), kind()
        noise = frames(SPEECH / "noise" / "white.wav")
        for index, frame in enumerate(frames(SPOKEN)):
            other.probability(noise[index % len(noise)])
            assert one.probability(frame) == pytest.approx(alone.probability(frame), abs=1e-5)


@pytest.mark.unit
@pytest.mark.parametrize("name", plugins.names("voice.sources"))
class TestAudioSource:
    """One that can be made without touching a device."""

    def test_it_is_made_without_sound_and_has_a_label(self, name: str) -> None:
        source = plugins.load("voice.sources", name, AudioSource)(SourceOptions(name="somewhere/of-that-name"))
        assert "of-that-name" in source.label


@pytest.mark.models
@pytest.mark.parametrize("name", plugins.names("voice.stt"))
class TestSpeechEngine:
    """One that gives a plain answer to any sound, and a clear one when its model is not there."""

    def test_speech_gives_words_and_silence_gives_none(self, name: str) -> None:
        engine = plugins.load("voice.stt", name, SpeechEngine)(EngineOptions(folder=str(SPEECH / "model")))
        engine.load()
        with wave.open(str(SPOKEN), "rb") as sound:
            heard = engine.transcribe(sound.readframes(sound.getnframes()))
        assert heard.text
        assert heard.language == "ru"
        assert 0 < heard.confidence <= 1
        silent = engine.transcribe(bytes(64_000))
        assert silent.text == ""
        assert silent.reason

    def test_a_model_that_is_not_there_is_named(self, name: str, tmp_path: Path) -> None:
        engine = plugins.load("voice.stt", name, SpeechEngine)(EngineOptions(folder=str(tmp_path / "nowhere")))
        with pytest.raises(ModelUnavailable, match="nowhere"):
            engine.load()

    def test_any_hardware_gets_a_model_it_can_fetch(self, name: str) -> None:
        kind = plugins.load("voice.stt", name, SpeechEngine)
        for cores, gigabytes, gpu in ((1, 1, False), (4, 8, False), (64, 512, True)):
            size = kind.suits(Hardware(cores, gigabytes << 30, gpu))
            assert not kind.models or size in kind.models
