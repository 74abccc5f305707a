"""Whisper through faster-whisper and CTranslate2: local, one 30 s window, Russian and English, never translating.

faster-whisper is imported where it is used: it costs 40 MB, and without a model there is nothing to recognise with.
"""

from __future__ import annotations

import functools
import math
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from assistant.domain.base import Language
from assistant.domain.speech import SAMPLE_RATE, Transcript, Word
from assistant.errors import ModelUnavailable
from assistant.extensions.voice import EngineOptions, Hardware, SpeechEngine
from assistant.voice.frames import samples
from assistant.voice.guards import Score, doubt, language_of

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.tokenizer import Tokenizer

_GIGABYTE = 1 << 30
_SHORTEST_WINDOW_S = 1.0
_TOKENS_A_SECOND = 12
"""More than anybody says; bounds a decoder that runs in circles."""
_SPARE_TOKENS = 32


class Whisper(SpeechEngine):
    """Greedy decoding at temperature 0, without what was said before; the language is Russian or English, decided per piece.

    With `short_window` only as much sound is encoded as there is, in models trained on 30 s too: several times faster,
    and an accuracy trade to be tried with one's own voice.
    """

    models: ClassVar[Mapping[str, str]] = {
        "tiny": "Systran/faster-whisper-tiny",
        "base": "Systran/faster-whisper-base",
        "small": "Systran/faster-whisper-small",
        "medium": "Systran/faster-whisper-medium",
        "large-v3": "Systran/faster-whisper-large-v3",
        "turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
    }
    files: ClassVar[tuple[str, ...]] = ("model.bin", "config.json", "tokenizer.json", "vocabulary.*")

    def __init__(self, options: EngineOptions) -> None:
        super().__init__(options)
        self._model: WhisperModel | None = None

    @classmethod
    def suits(cls, hardware: Hardware) -> str:
        """The largest model that recognises a short command in about a second."""
        if hardware.gpu:
            return "turbo"
        if hardware.cores >= 8 and hardware.memory >= 8 * _GIGABYTE:
            return "small"
        return "base" if hardware.cores >= 4 and hardware.memory >= 4 * _GIGABYTE else "tiny"

    def load(self) -> None:
        """Read the model from its folder; never touches the network. Raises ModelUnavailable."""
        from faster_whisper import WhisperModel

        folder = Path(self.options.folder)
        try:
            self._model = WhisperModel(
                str(folder),
                device="auto",
                compute_type="int8" if not _has_gpu() else "default",
                cpu_threads=self.options.threads or min(4, os.cpu_count() or 1),
                num_workers=1,
                local_files_only=True,
            )
        # what a damaged file makes of the readers beneath: CTranslate2 raises these, the tokenizers a bare Exception
        except Exception as error:
            raise ModelUnavailable(
                f"The speech model in {folder} is damaged ({error}). Delete that folder, or choose another model in the settings.",
                ru=f"Модель речи в папке {folder} повреждена ({error}). Удалите эту папку или выберите в настройках другую модель.",
            ) from error

    def transcribe(self, pcm: bytes, *, words: bool = False) -> Transcript:
        """The words in the sound; `reason` says why a doubtful text was thrown away."""
        started = time.monotonic()
        model = self._ready()
        sound = samples(pcm)
        try:
            encoded = model.encode(self._features(model, sound))
            language = self._language(model, encoded)
            text, score = self._decode(model, encoded, language, len(sound) / SAMPLE_RATE)
            spoken = _timed(model, sound, language) if words and text else ()
        except (RuntimeError, ValueError) as error:
            raise ModelUnavailable(
                f"The speech model in {self.options.folder} fails: {error}",
                ru=f"Модель речи в папке {self.options.folder} не работает: {error}",
            ) from error
        reason = doubt(text, score, self.options)
        return Transcript(
            text="" if reason else text,
            language=language_of(text, language),
            confidence=min(1.0, math.exp(min(0.0, score.logprob))),
            no_speech=score.no_speech,
            seconds=len(sound) / SAMPLE_RATE,
            decode_ms=(time.monotonic() - started) * 1000,
            words=() if reason else spoken,
            reason=reason,
        )

    def _ready(self) -> WhisperModel:
        if self._model is None:
            raise ModelUnavailable("The speech model is not loaded.", ru="Модель речи не загружена.")
        return self._model

    def _features(self, model: WhisperModel, sound: np.ndarray[tuple[int], np.dtype[np.float32]]) -> np.ndarray[Any, Any]:
        """Log-mel frames, filled up to the window the model was made for or, opted in, to the length of the sound."""
        features: np.ndarray[Any, Any] = model.feature_extractor(sound)
        window = model.feature_extractor.nb_max_frames
        if self.options.short_window:
            shortest = int(_SHORTEST_WINDOW_S * model.frames_per_second)
            window = min(window, max(shortest, features.shape[-1] + features.shape[-1] % 2))
        features = features[:, :window]
        return np.pad(features, ((0, 0), (0, window - features.shape[-1])))

    def _language(self, model: WhisperModel, encoded: object) -> Language:
        """Russian or English: the setting, else the likelier of the two by the model; encoded sound is used again."""
        if self.options.language != "auto":
            return self.options.language
        if not model.model.is_multilingual:
            return "en"
        likely = dict(model.model.detect_language(encoded)[0])
        return "ru" if likely.get("<|ru|>", 0.0) > likely.get("<|en|>", 0.0) else "en"

    def _decode(self, model: WhisperModel, encoded: object, language: Language, seconds: float) -> tuple[str, Score]:
        from faster_whisper.transcribe import get_compression_ratio, get_suppressed_tokens

        tokenizer = _tokenizer(model, language)
        prompt = model.get_prompt(tokenizer, [], without_timestamps=True)
        result = model.model.generate(
            encoded,
            [prompt],
            beam_size=1,
            sampling_temperature=0.0,
            max_length=min(model.max_length, len(prompt) + _SPARE_TOKENS + int(seconds * _TOKENS_A_SECOND)),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
        )[0]
        tokens = result.sequences_ids[0]
        text = tokenizer.decode(tokens).strip()
        logprob = result.scores[0] * len(tokens) / (len(tokens) + 1)
        return text, Score(logprob, result.no_speech_prob, get_compression_ratio(text) if text else 0.0)


def _timed(model: WhisperModel, sound: np.ndarray[tuple[int], np.dtype[np.float32]], language: Language) -> tuple[Word, ...]:
    """When each word was said: a second pass with the alignment heads, only where somebody asked for it."""
    pieces, _info = model.transcribe(
        sound,
        language=language,
        task="transcribe",
        beam_size=1,
        temperature=0.0,
        condition_on_previous_text=False,
        word_timestamps=True,
    )
    return tuple(
        Word(text=word.word.strip(), start=word.start, end=word.end, probability=word.probability)
        for piece in pieces
        for word in piece.words or ()
    )


@functools.lru_cache(maxsize=4)
def _tokenizer(model: WhisperModel, language: Language) -> Tokenizer:
    from faster_whisper.tokenizer import Tokenizer

    return Tokenizer(model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language)


def _has_gpu() -> bool:
    import ctranslate2

    return bool(ctranslate2.get_cuda_device_count())
