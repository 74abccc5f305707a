"""Where speech begins, pauses and ends; nothing lost, nothing twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.speech import AudioFrame, SpeechSegment
from assistant.settings import VoiceSettings
from assistant.voice.frames import FRAME_BYTES, FRAME_MS
from assistant.voice.segment import Segmenter
from tests.voice.doubles import FakeDetector, Tape

pytestmark = pytest.mark.unit


def heard(frames: list[AudioFrame], settings: VoiceSettings | None = None, end_ms: float = 320) -> list[SpeechSegment]:
    segmenter, detector, found = Segmenter(settings or VoiceSettings()), FakeDetector(), []
    for frame in frames:
        found.append(segmenter.push(frame, detector.probability(frame)))
        if segmenter.pause_ms >= end_ms:
            found.append(segmenter.close())
    found.append(segmenter.close())
    return [segment for segment in found if segment]


def test_speech_keeps_at_least_320_ms_of_what_came_before_it() -> None:
    tape = Tape()
    before, speech = tape.quiet(40), tape.loud(20)
    (segment,) = heard(before + speech + tape.quiet(20))
    early = segment.pcm.index(speech[0].pcm) / FRAME_BYTES * FRAME_MS
    assert early >= 320


def test_the_end_is_the_last_frame_of_speech_not_the_end_of_the_silence() -> None:
    tape = Tape()
    speech = tape.quiet(10) + tape.loud(20)
    (segment,) = heard(speech + tape.quiet(20))
    assert segment.ended == speech[-1].at


def test_a_short_pause_does_not_end_speech() -> None:
    tape = Tape()
    assert len(heard(tape.loud(20) + tape.quiet(5) + tape.loud(20) + tape.quiet(20))) == 1


def test_words_spoken_after_an_end_are_in_one_segment_only() -> None:
    tape = Tape()
    first, second = tape.loud(15), tape.loud(15)
    one, two = heard(first + tape.quiet(10) + second + tape.quiet(20))
    assert first[-1].pcm in one.pcm
    assert first[-1].pcm not in two.pcm
    assert second[0].pcm in two.pcm


def test_a_click_is_no_speech() -> None:
    tape = Tape()
    assert heard(tape.quiet(20) + tape.loud(3) + tape.quiet(20)) == []


def test_sound_below_the_level_gate_starts_nothing_however_much_it_sounds_like_speech() -> None:
    segmenter = Segmenter(VoiceSettings(min_level=0.01))
    for frame in Tape().quiet(50):
        segmenter.push(frame, 0.99)
    assert not segmenter.open


@settings(deadline=None)
@given(lengths=st.lists(st.tuples(st.integers(1, 200), st.integers(1, 12)), min_size=1, max_size=12))
def test_long_speech_is_cut_without_losing_or_repeating_a_sample(lengths: list[tuple[int, int]]) -> None:
    tape, frames = Tape(), []
    for loud, quiet in lengths:
        frames += tape.loud(loud) + tape.quiet(quiet)
    frames += tape.loud(10)
    segments = heard(frames, VoiceSettings(max_segment_s=3), end_ms=10_000)
    assert b"".join(segment.pcm for segment in segments) == b"".join(frame.pcm for frame in frames)
    assert all(segment.cut for segment in segments[:-1])
    assert all(segment.seconds <= 3.1 for segment in segments)


def test_long_speech_is_cut_in_a_pause_where_there_is_one() -> None:
    tape = Tape()
    speech, pause = tape.loud(80), tape.quiet(4)
    first, _second = heard(speech + pause + tape.loud(60), VoiceSettings(max_segment_s=3), end_ms=10_000)
    assert first.pcm.endswith((pause[0].pcm, pause[1].pcm, pause[2].pcm, pause[3].pcm))
