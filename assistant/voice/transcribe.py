"""The words of a whole sound file, with times: no endpoints, no speculation, just segments one after the other."""

from __future__ import annotations

from contextlib import aclosing
from functools import partial
from pathlib import Path

import anyio.to_thread

from assistant import plugins
from assistant.domain.speech import FRAME_SECONDS, AudioFrame, SpeechSegment, Transcript, Word
from assistant.extensions.voice import AudioSource, SourceOptions, SpeechEngine, VoiceDetector
from assistant.settings import VoiceSettings
from assistant.voice.guards import language_of
from assistant.voice.segment import Segmenter


async def transcribe_file(file: Path, engine: SpeechEngine, settings: VoiceSettings) -> Transcript:
    """One transcript of the file, word times from its start. Raises VoiceUnavailable when it cannot be read."""
    source = plugins.load("voice.sources", "wav", AudioSource)(SourceOptions(name=str(file), realtime=False))
    frames: list[AudioFrame] = []
    async with aclosing(source.frames()) as heard:
        async for frame in heard:
            frames.append(frame)
    return await anyio.to_thread.run_sync(partial(_transcribe, frames, engine, settings))


def _transcribe(frames: list[AudioFrame], engine: SpeechEngine, settings: VoiceSettings) -> Transcript:
    began = frames[0].at - FRAME_SECONDS if frames else 0.0
    detector = plugins.load("voice.vad", settings.detector, VoiceDetector)()
    pieces = [
        (segment.started - began, engine.transcribe(segment.pcm, words=True)) for segment in _segments(frames, detector, settings)
    ]
    kept = [piece for _start, piece in pieces if piece.text]
    text = " ".join(piece.text for piece in kept)
    words = tuple(_shifted(word, start) for start, piece in pieces for word in piece.words)
    return Transcript(
        text=text,
        language=language_of(text, kept[0].language if kept else "en"),
        confidence=min((piece.confidence for piece in kept), default=0.0),
        no_speech=max((piece.no_speech for piece in kept), default=0.0),
        seconds=len(frames) * FRAME_SECONDS,
        decode_ms=sum(piece.decode_ms for _start, piece in pieces),
        words=words,
        reason="" if text else next((piece.reason for _start, piece in pieces), "no speech"),
    )


def _segments(frames: list[AudioFrame], detector: VoiceDetector, settings: VoiceSettings) -> list[SpeechSegment]:
    segmenter, found = Segmenter(settings), []
    for frame in frames:
        found.append(segmenter.push(frame, detector.probability(frame)))
        if segmenter.pause_ms >= settings.commit_ms:
            found.append(segmenter.close())
    found.append(segmenter.close())
    return [segment for segment in found if segment]


def _shifted(word: Word, seconds: float) -> Word:
    return word.model_copy(update={"start": word.start + seconds, "end": word.end + seconds})
