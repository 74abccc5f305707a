"""Cuts a stream of frames into speech: where it begins (with what came just before), pauses and ends."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from assistant.domain.speech import FRAME_SECONDS, AudioFrame, SpeechSegment
from assistant.settings import VoiceSettings
from assistant.voice.frames import FRAME_MS, loudness


@dataclass(frozen=True, slots=True)
class _Heard:
    frame: AudioFrame
    probability: float


class Segmenter:
    """Tells where speech is. It never ends speech by itself: whoever reads `pause_ms` decides and calls `close`.

    Hysteresis: speech begins with a frame likelier than `start_probability` and louder than `min_level`, and a frame below
    `keep_probability` is a pause. No frame is ever in two segments, and none between a start and a close is lost.
    """

    def __init__(self, settings: VoiceSettings) -> None:
        self._settings = settings
        self._longest = int(settings.max_segment_s * 1000 / FRAME_MS)
        self._before: deque[AudioFrame] = deque(maxlen=max(1, round(settings.pre_roll_ms / FRAME_MS)))
        self._heard: list[_Heard] = []
        self._continued = False
        self._pause = 0
        self._speech = 0

    @property
    def open(self) -> bool:
        """Whether speech has begun and was not closed."""
        return bool(self._heard)

    @property
    def pause_ms(self) -> float:
        """How long it has been quiet since the last frame of speech."""
        return self._pause * FRAME_MS

    @property
    def speech_ms(self) -> float:
        """How much of the open segment is speech."""
        return self._speech * FRAME_MS

    def push(self, frame: AudioFrame, probability: float) -> SpeechSegment | None:
        """Take the next frame. When the open segment has become too long, its first part, cut where it is least speech."""
        if not self._heard:
            if probability > self._settings.start_probability and loudness(frame.pcm) >= self._settings.min_level:
                self._begin(frame, probability)
            else:
                self._before.append(frame)
            return None
        self._heard.append(_Heard(frame, probability))
        if probability > self._settings.keep_probability:
            self._speech += 1
            self._pause = 0
        else:
            self._pause += 1
        return self._cut() if len(self._heard) > self._longest else None

    def so_far(self) -> bytes:
        """The sound of the open segment."""
        return b"".join(heard.frame.pcm for heard in self._heard)

    @property
    def is_short(self) -> bool:
        """Whether there is too little speech in the open segment to be a command."""
        return self._speech == 0 if self._continued else self.speech_ms < self._settings.min_speech_ms

    @property
    def is_answer(self) -> bool:
        """Whether there is enough speech in it for a yes."""
        return self._speech > 0 and self.speech_ms >= self._settings.min_answer_ms

    def close(self, *, answers: bool = False) -> SpeechSegment | None:
        """End the open segment. None when there was too little speech in it to be a command, or (`answers`) a yes."""
        heard, pause = self._heard, self._pause
        enough = not self.is_short or (answers and self.is_answer)
        self._forget()
        # the silence after the last word may hold the onset of the next one, and no word twice
        self._before.extend(item.frame for item in heard[len(heard) - pause :])
        if not heard or not enough:
            return None
        return _segment(heard, heard[len(heard) - pause - 1].frame.at, cut=False)

    def reset(self) -> None:
        """Forget everything heard."""
        self._forget()
        self._before.clear()

    def _begin(self, frame: AudioFrame, probability: float) -> None:
        self._heard = [_Heard(early, 0.0) for early in self._before] + [_Heard(frame, probability)]
        self._before.clear()
        self._speech, self._pause = 1, 0

    def _cut(self) -> SpeechSegment:
        last_third = range(len(self._heard) * 2 // 3, len(self._heard) - 1)
        gap = min(last_third, key=lambda at: (self._heard[at].probability + self._heard[at + 1].probability, -at))
        piece, self._heard = self._heard[: gap + 1], self._heard[gap + 1 :]
        self._speech = sum(heard.probability > self._settings.keep_probability for heard in self._heard)
        self._pause = min(self._pause, len(self._heard))
        self._continued = True
        return _segment(piece, piece[-1].frame.at, cut=True)

    def _forget(self) -> None:
        self._heard, self._speech, self._pause, self._continued = [], 0, 0, False


def _segment(heard: list[_Heard], ended: float, *, cut: bool) -> SpeechSegment:
    pcm = b"".join(item.frame.pcm for item in heard)
    return SpeechSegment(pcm=pcm, started=heard[0].frame.at - FRAME_SECONDS, ended=ended, cut=cut)
