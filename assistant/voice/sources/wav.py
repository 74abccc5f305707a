"""A sound file of any format and rate, at the pace of time or as fast as it can be read."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import anyio
import anyio.to_thread
import av
from av.error import FFmpegError

from assistant.domain.speech import FRAME_SECONDS, SAMPLE_RATE, AudioFrame
from assistant.errors import VoiceUnavailable
from assistant.extensions.voice import AudioSource
from assistant.voice.frames import Framer


class Wav(AudioSource):
    """Plays the file named by `options.name` once. `at` counts from the moment it was begun, whatever the pace."""

    @property
    def label(self) -> str:
        """The file's name."""
        return Path(self.options.name).name

    async def frames(self) -> AsyncGenerator[AudioFrame, None]:
        """Frames of the file, the last one filled up with silence. Raises VoiceUnavailable when it cannot be read."""
        pieces = _decoded(Path(self.options.name))
        framer, started, count = Framer(), time.monotonic(), 0
        with contextlib.closing(pieces):
            while True:
                piece = await anyio.to_thread.run_sync(next, pieces, None)
                for frame in framer.push(piece, 0.0) if piece is not None else framer.flush(0.0):
                    count += 1
                    at = started + count * FRAME_SECONDS
                    if self.options.realtime:
                        await anyio.sleep(max(0.0, at - time.monotonic()))
                    yield AudioFrame(frame.pcm, at)
                if piece is None:
                    return


def _decoded(file: Path) -> Generator[bytes, None, None]:
    """16 kHz mono s16le sound, piece by piece. Blocking."""
    try:
        with av.open(str(file), metadata_errors="ignore") as container:
            if not container.streams.audio:
                raise VoiceUnavailable(f"There is no sound in {file}.", ru=f"В файле {file} нет звука.")
            resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
            for block in container.decode(audio=0):
                for resampled in resampler.resample(block):
                    yield resampled.to_ndarray().tobytes()
            for resampled in resampler.resample(None):
                yield resampled.to_ndarray().tobytes()
    except (FFmpegError, OSError) as error:
        raise VoiceUnavailable(f"{file} cannot be played: {error}", ru=f"Файл {file} не воспроизводится: {error}") from error
