"""One stream of sound on its way to words: detection, segments, endpoints, recognition."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import anyio

from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.voice import SpeechStarted, SpeechStopped, TranscriptFinal, TranscriptPartial, VoiceLevel
from assistant.domain.speech import FRAME_SECONDS, AudioFrame, Transcript
from assistant.extensions.voice import VoiceDetector
from assistant.settings import VoiceSettings
from assistant.voice.endpoint import Decision, Endpointer
from assistant.voice.frames import DIGITAL_SILENCE, loudness, meter
from assistant.voice.join import joined
from assistant.voice.recognise import Job, Recogniser
from assistant.voice.segment import Segmenter

_LEVEL_EVERY = 2
"""Frames for one level event: 15 a second."""
_LEVEL_STEP = 0.02
_LEAD_FRAMES = 6
"""Frames of quiet the detector hears before the first loud one, so that it knows the room."""
_PARTIAL_EVERY = 16
"""Frames of speech between two partial transcripts."""
_FAST_S = 0.25
"""A recogniser slower than this is left free for the end of speech, which matters more than words shown early."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one stretch of speech came to; `ended` is time.monotonic() at the end of its last word."""

    transcript: Transcript
    ended: float


@dataclass(eq=False)
class _Spoken:
    jobs: list[Job] = field(default_factory=list)
    ended: float = 0.0


class Line:
    """Hears frames and says what was said. All calls on the event loop; `said` and `changed` are called there, too.

    Speech longer than a segment may be is recognised in pieces and said as one. Speech is said in the order it was spoken.
    """

    def __init__(
        self,
        settings: VoiceSettings,
        detector: VoiceDetector,
        recogniser: Recogniser,
        *,
        is_complete: Callable[[str], bool],
        tell: Callable[[AnyEvent], None],
        said: Callable[[Said], None],
        changed: Callable[[], None],
        is_answer: Callable[[str], bool] = lambda _text: False,
    ) -> None:
        self._settings, self._detector, self._recogniser = settings, detector, recogniser
        self._tell, self._said, self._changed = tell, said, changed
        self._is_answer = is_answer
        self._segmenter = Segmenter(settings)
        self._endpointer = Endpointer(settings, is_complete)
        self._spoken = _Spoken()
        self._trial: Job | None = None
        self._partial: Job | None = None
        self._leaving: deque[_Spoken] = deque()
        self._news = anyio.Event()
        self._frames = self._since_partial = self._zeros = 0
        self._shown = (0.0, False)
        self._unheard: deque[AudioFrame] = deque(maxlen=_LEAD_FRAMES)
        self.held = False
        """While true a pause ends nothing: the owner holds the key, and `finish` is called when it is let go."""

    @property
    def speaking(self) -> bool:
        """Whether speech is being heard."""
        return self._segmenter.open

    @property
    def understanding(self) -> bool:
        """Whether finished speech is still being recognised."""
        return bool(self._leaving)

    @property
    def digital_silence_s(self) -> float:
        """For how long every sample has been exactly zero."""
        return self._zeros * FRAME_SECONDS

    def hear(self, frame: AudioFrame) -> None:
        """Take the next frame."""
        self._zeros = self._zeros + 1 if frame.pcm == DIGITAL_SILENCE else 0
        was_speaking = self._segmenter.open
        level = loudness(frame.pcm)
        piece = self._segmenter.push(frame, self._probability(frame, level))
        if self._segmenter.open and not was_speaking:
            self._begin()
        if piece:
            self._forget_trial()
            self._spoken.jobs.append(self._recognise(piece.pcm, final=True))
            self._spoken.ended = piece.ended
        if self._segmenter.open:
            self._watch()
        self._show_level(level)

    def finish(self) -> None:
        """Nothing more belongs to what is being said: the key was let go, or the sound has ended."""
        if self._segmenter.open:
            self._commit()

    def drop(self, reason: str) -> None:
        """Forget what is being said; what was finished before is still recognised."""
        was_speaking = self._segmenter.open
        self._forget_trial()
        for job in self._spoken.jobs:
            job.void = True
        self._spoken = _Spoken()
        self._segmenter.reset()
        self._detector.reset()
        self._unheard.clear()
        if was_speaking:
            self._tell(SpeechStopped(kept=False, reason=reason))
            self._changed()

    async def caught_up(self) -> None:
        """Wait until everything submitted so far is recognised: the pace of a source that is faster than time."""
        while self._leaving or (self._trial and not self._trial.settled):
            await self._news.wait()

    def _begin(self) -> None:
        self._spoken = _Spoken()
        self._since_partial = 0
        self._tell(SpeechStarted())
        self._changed()

    def _watch(self) -> None:
        """Speculate, commit or wait, by the pause so far."""
        pause = self._segmenter.pause_ms
        if not pause:
            self._forget_trial()
            self._show_words()
            return
        trial = self._trial
        text = trial.transcript.text if trial and trial.transcript else None
        decision = self._endpointer.decide(pause, tried=trial is not None, text=text)
        if decision is Decision.COMMIT and not self.held and not self._may_be_an_answer(pause):
            self._commit()
        elif decision is not Decision.WAIT and trial is None:
            self._partial = None
            self._trial = self._recognise(self._segmenter.so_far(), final=False)

    def _may_be_an_answer(self, pause: float) -> bool:
        """Whether very short speech is still being recognised: only its words tell a yes from a cough."""
        short = self._segmenter.is_short and self._segmenter.is_answer
        return short and self._trial is not None and not self._trial.settled and pause < 2 * self._settings.commit_ms

    def _commit(self) -> None:
        spoken, trial = self._spoken, self._trial
        answers = bool(trial and trial.transcript and self._is_answer(trial.transcript.text))
        segment = self._segmenter.close(answers=answers)
        self._trial = self._partial = None
        self._spoken = _Spoken()
        self._detector.reset()
        if segment:
            job = trial or self._recognise(segment.pcm, final=True)
            job.final = True
            spoken.jobs.append(job)
            spoken.ended = segment.ended
        elif trial:
            trial.void = True
        if spoken.jobs:
            self._leaving.append(spoken)
        self._tell(SpeechStopped(kept=bool(spoken.jobs), reason="" if spoken.jobs else "too short"))
        self._leave()
        self._changed()

    def _recognise(self, pcm: bytes, *, final: bool) -> Job:
        job = Job(pcm, self._recognised, final=final)
        self._recogniser.submit(job)
        return job

    def _recognised(self, job: Job) -> None:
        if not job.void:
            if job in (self._trial, self._partial) and job.transcript:
                self._tell_partial(job.transcript)
            if job is self._trial:
                self._watch()
            self._leave()
        self._news.set()
        self._news = anyio.Event()

    def _leave(self) -> None:
        """Say what is recognised, in the order it was spoken."""
        while self._leaving and all(job.settled for job in self._leaving[0].jobs):
            spoken = self._leaving.popleft()
            transcript = joined(spoken.jobs)
            self._tell(TranscriptFinal(transcript=transcript))
            if transcript.text:
                self._said(Said(transcript, spoken.ended))
            self._changed()

    def _show_words(self) -> None:
        """Begin a partial transcript when it is time, nothing else waits, and recognition is fast enough for it."""
        self._since_partial += 1
        if not self._settings.partials or self._since_partial < _PARTIAL_EVERY:
            return
        if self._recogniser.idle and self._recogniser.engine and self._recogniser.last_seconds < _FAST_S:
            self._since_partial = 0
            self._partial = self._recognise(self._segmenter.so_far(), final=False)

    def _tell_partial(self, transcript: Transcript) -> None:
        if self._settings.partials and transcript.text:
            before = " ".join(job.transcript.text for job in self._spoken.jobs if job.transcript)
            self._tell(TranscriptPartial(committed=before, tentative=transcript.text))

    def _forget_trial(self) -> None:
        if self._trial:
            self._trial.void = True
            self._trial = None
            self._news.set()
            self._news = anyio.Event()

    def _probability(self, frame: AudioFrame, level: float) -> float:
        """How likely this is speech. A quiet room costs nothing: the detector hears it only once something is loud enough
        to be speech, and then a moment of what came before, too."""
        if level < self._settings.min_level and not self._segmenter.open:
            self._unheard.append(frame)
            return 0.0
        while self._unheard:
            self._detector.probability(self._unheard.popleft())
        return self._detector.probability(frame)

    def _show_level(self, loud: float) -> None:
        self._frames += 1
        if self._frames % _LEVEL_EVERY:
            return
        level, speech = round(meter(loud), 2), self._segmenter.open
        if speech != self._shown[1] or abs(level - self._shown[0]) >= _LEVEL_STEP:
            self._shown = (level, speech)
            self._tell(VoiceLevel(level=level, speech=speech))
