"""The speech engine over voices it was not trained on, noises, and both windows."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant import plugins
from assistant.domain.speech import SAMPLE_RATE
from assistant.errors import ModelUnavailable
from assistant.extensions.voice import EngineOptions, SpeechEngine

pytestmark = pytest.mark.models


def pcm(file: Path) -> bytes:
    with wave.open(str(file), "rb") as sound:
        return sound.readframes(sound.getnframes())


@pytest.fixture(scope="module")
def make(speech: Path) -> Callable[..., SpeechEngine]:
    def made(**options: object) -> SpeechEngine:
        kind = plugins.load("voice.stt", "whisper", SpeechEngine)
        engine = kind(EngineOptions(folder=str(speech / "model"), **options))  # type: ignore[arg-type]
        engine.load()
        return engine

    return made


@pytest.fixture(scope="module")
def whisper(make: Callable[..., SpeechEngine]) -> SpeechEngine:
    return make()


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kind", ["command", "compound", "other"])
def test_held_out_voices_are_recognised(
    whisper: SpeechEngine, speech: Path, sentences: dict[str, str], language: str, kind: str
) -> None:
    chosen = {name: text for name, text in sentences.items() if name.endswith(f"{language}_{kind}.wav")}
    heard = {name: whisper.transcribe(pcm(speech / "heldout" / name)) for name in chosen}
    right = sum(heard[name].text == text for name, text in chosen.items())
    assert right >= len(chosen) - (kind == "command")
    assert {transcript.language for transcript in heard.values()} == {language}
    assert all(0.5 < transcript.confidence <= 1 for transcript in heard.values())


@pytest.mark.parametrize("noise", ["silence", "fan", "clicks", "white", "beep"])
def test_noise_gives_no_words(whisper: SpeechEngine, speech: Path, noise: str) -> None:
    transcript = whisper.transcribe(pcm(speech / "noise" / f"{noise}.wav"))
    assert transcript.text == ""
    assert transcript.reason


def test_russian_is_never_translated(make: Callable[..., SpeechEngine], speech: Path, sentences: dict[str, str]) -> None:
    for language in ("auto", "ru", "en"):
        engine = make(language=language)
        assert engine.transcribe(pcm(speech / "heldout" / "21_ru_command.wav")).text == sentences["21_ru_command.wav"]


def test_words_are_timed_only_when_asked_for(whisper: SpeechEngine, speech: Path, sentences: dict[str, str]) -> None:
    sound = pcm(speech / "heldout" / "01_en_command.wav")
    assert whisper.transcribe(sound).words == ()
    timed = whisper.transcribe(sound, words=True).words
    assert " ".join(word.text for word in timed) == sentences["01_en_command.wav"]
    assert all(0 <= word.start <= word.end <= len(sound) / 2 / SAMPLE_RATE + 1 for word in timed)


def test_a_short_window_encodes_only_the_sound_there_is(make: Callable[..., SpeechEngine], speech: Path) -> None:
    sound = pcm(speech / "heldout" / "01_en_command.wav")
    short, whole = make(short_window=True), make()
    shapes = [engine._features(engine._model, np.zeros(len(sound) // 2, np.float32)).shape[1] for engine in (short, whole)]  # type: ignore[attr-defined]
    assert shapes[0] < 300
    assert shapes[1] == 3000
    assert short.transcribe(sound).seconds == pytest.approx(len(sound) / 2 / SAMPLE_RATE)


@pytest.mark.parametrize("samples", [0, 1, 160, 511])
def test_next_to_no_sound_is_no_words_and_no_error(whisper: SpeechEngine, samples: int) -> None:
    assert whisper.transcribe(bytes(2 * samples)).text == ""


def test_an_engine_that_was_not_loaded_says_so(speech: Path) -> None:
    kind = plugins.load("voice.stt", "whisper", SpeechEngine)
    with pytest.raises(ModelUnavailable):
        kind(EngineOptions(folder=str(speech / "model"))).transcribe(bytes(32_000))
