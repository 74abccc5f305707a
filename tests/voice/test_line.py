"""Frames in, words out: speculation, endpoints, order, long speech and errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio
import pytest

from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.voice import SpeechStopped, TranscriptFinal, TranscriptPartial, VoiceLevel
from assistant.domain.speech import AudioFrame
from assistant.errors import ModelUnavailable
from assistant.settings import VoiceSettings
from assistant.voice.line import Line, Said
from assistant.voice.recognise import Recogniser
from tests.voice.doubles import FakeDetector, FakeEngine, Tape

pytestmark = [pytest.mark.unit, pytest.mark.anyio]


@dataclass
class Rig:
    """A line with everything that came out of it."""

    line: Line
    recogniser: Recogniser
    events: list[AnyEvent] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    async def hear(self, frames: Iterable[AudioFrame]) -> None:
        """Frames at the pace of recognition."""
        for frame in frames:
            self.line.hear(frame)
            await self.line.caught_up()

    def texts(self) -> list[str]:
        return [said.transcript.text for said in self.said]

    def of(self, kind: type[AnyEvent]) -> list[AnyEvent]:
        return [event for event in self.events if isinstance(event, kind)]


@asynccontextmanager
async def rig(
    engine: FakeEngine | None,
    complete: Callable[[str], bool] = lambda _text: True,
    answer: Callable[[str], bool] = lambda _text: False,
    **settings: object,
) -> AsyncIterator[Rig]:
    events: list[AnyEvent] = []
    said: list[Said] = []
    recogniser = Recogniser(engine)
    line = Line(
        VoiceSettings.model_validate(settings),
        FakeDetector(),
        recogniser,
        is_complete=complete,
        tell=events.append,
        said=said.append,
        changed=lambda: None,
        is_answer=answer,
    )
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(recogniser.run)
        yield Rig(line, recogniser, events, said)
        tasks.cancel_scope.cancel()


async def test_a_sentence_is_said_once_with_the_moment_its_last_word_ended() -> None:
    tape = Tape()
    speech = tape.quiet(20) + tape.loud(30)
    async with rig(FakeEngine("what can you do"), partials=False) as made:
        await made.hear(speech + tape.quiet(60))
    assert made.texts() == ["what can you do"]
    assert made.said[0].ended == speech[-1].at


async def test_a_complete_command_is_decoded_once_while_the_silence_runs() -> None:
    engine, tape = FakeEngine("what can you do"), Tape()
    async with rig(engine, partials=False) as made:
        await made.hear(tape.loud(30) + tape.quiet(9))
        assert made.texts() == ["what can you do"]
    assert len(engine.heard) == 1


async def test_incomplete_words_wait_for_the_rest_of_the_sentence() -> None:
    engine, tape = FakeEngine("поставь встречу с", "поставь встречу с Анной"), Tape()
    async with rig(engine, lambda text: text.endswith("Анной"), partials=False) as made:
        await made.hear(tape.loud(30) + tape.quiet(18))
        assert made.texts() == []
        await made.hear(tape.loud(10) + tape.quiet(10))
        assert made.texts() == ["поставь встречу с Анной"]


async def test_a_decode_that_comes_late_ends_the_sentence_as_soon_as_it_is_there() -> None:
    engine, tape = FakeEngine("yes", open_gate=False), Tape()
    async with rig(engine, partials=False) as made:
        for frame in tape.loud(30) + tape.quiet(12):
            made.line.hear(frame)
        assert made.texts() == []
        engine.gate.set()
        await made.line.caught_up()
        assert made.texts() == ["yes"]


@pytest.mark.parametrize(
    ("frames", "word", "texts"),
    [(4, "да", ["да"]), (4, "да-да", []), (2, "да", [])],
    ids=["a quick yes", "a quick word that answers nothing", "a click heard as a yes"],
)
async def test_speech_too_short_for_a_command_is_said_when_it_answers_a_question(
    frames: int, word: str, texts: list[str]
) -> None:
    engine, tape = FakeEngine(word), Tape()
    async with rig(engine, lambda text: text == "да", lambda text: text == "да", partials=False) as made:
        await made.hear(tape.quiet(20) + tape.loud(frames) + tape.quiet(60))
        assert made.texts() == texts


async def test_a_quick_yes_that_is_still_being_recognised_at_its_end_is_waited_for() -> None:
    engine, tape = FakeEngine("да", open_gate=False), Tape()
    async with rig(engine, lambda text: text == "да", lambda text: text == "да", partials=False) as made:
        for frame in tape.quiet(20) + tape.loud(4) + tape.quiet(30):
            made.line.hear(frame)
        assert made.of(SpeechStopped) == []
        engine.gate.set()
        await made.line.caught_up()
        assert made.texts() == ["да"]


async def test_sentences_come_out_in_the_order_they_were_spoken() -> None:
    engine, tape = FakeEngine("first", "second", open_gate=False), Tape()
    async with rig(engine, partials=False) as made:
        for frame in tape.loud(30) + tape.quiet(40) + tape.loud(30) + tape.quiet(40):
            made.line.hear(frame)
        assert made.line.understanding
        engine.gate.set()
        await made.line.caught_up()
        assert made.texts() == ["first", "second"]
        assert not made.line.understanding


async def test_speech_longer_than_a_segment_is_said_as_one() -> None:
    engine, tape = FakeEngine("one", "two", "three"), Tape()
    async with rig(engine, lambda text: text == "three", partials=False, max_segment_s=3) as made:
        await made.hear(tape.loud(220) + tape.quiet(30))
    assert made.texts() == ["one two three"]
    assert sum(map(len, engine.heard)) >= 220 * 1024


async def test_while_the_key_is_held_a_pause_ends_nothing() -> None:
    engine, tape = FakeEngine("note buy milk"), Tape()
    async with rig(engine, partials=False) as made:
        made.line.held = True
        await made.hear(tape.loud(20) + tape.quiet(60) + tape.loud(20) + tape.quiet(2))
        assert made.texts() == []
        made.line.finish()
        await made.line.caught_up()
        assert made.texts() == ["note buy milk"]


async def test_words_are_shown_while_they_are_spoken() -> None:
    tape = Tape()
    async with rig(FakeEngine("remind", "remind me", "remind me tomorrow")) as made:
        for frame in tape.loud(60):
            made.line.hear(frame)
            await anyio.wait_all_tasks_blocked()
            await made.recogniser.rest()
    shown = [event.tentative for event in made.events if isinstance(event, TranscriptPartial)]
    assert shown == ["remind", "remind me", "remind me tomorrow"]


async def test_noise_that_gives_no_words_is_said_to_be_none() -> None:
    tape = Tape()
    async with rig(FakeEngine("")) as made:
        await made.hear(tape.loud(30) + tape.quiet(40))
    (final,) = made.of(TranscriptFinal)
    assert isinstance(final, TranscriptFinal)
    assert final.transcript.reason == "no words"
    assert made.said == []


async def test_a_click_is_told_as_too_short_and_never_recognised() -> None:
    engine, tape = FakeEngine("yes"), Tape()
    async with rig(engine) as made:
        for frame in tape.loud(3) + tape.quiet(4):
            made.line.hear(frame)
        made.line.finish()
    assert [event for event in made.events if isinstance(event, SpeechStopped)] == [SpeechStopped(kept=False, reason="too short")]
    assert made.said == []


@pytest.mark.parametrize("failure", [ModelUnavailable("The model is broken."), RuntimeError("something inside")])
async def test_an_engine_that_fails_once_recognises_the_next_sentence(failure: Exception) -> None:
    tape = Tape()
    async with rig(FakeEngine(failure, "stop"), partials=False) as made:
        await made.hear(tape.loud(20) + tape.quiet(40) + tape.loud(20) + tape.quiet(40))
    assert made.texts() == ["stop"]


async def test_speech_waits_for_a_model_that_is_still_loading() -> None:
    tape = Tape()
    async with rig(None, partials=False) as made:
        for frame in tape.loud(30) + tape.quiet(40):
            made.line.hear(frame)
        await anyio.wait_all_tasks_blocked()
        assert made.line.understanding
        made.recogniser.use(FakeEngine("stop"))
        await made.line.caught_up()
        assert made.texts() == ["stop"]


async def test_speech_without_a_model_says_why_nothing_comes_of_it() -> None:
    tape = Tape()
    async with rig(None, partials=False) as made:
        made.recogniser.use(None, "There is no speech model.")
        await made.hear(tape.loud(30) + tape.quiet(40))
    (final,) = made.of(TranscriptFinal)
    assert isinstance(final, TranscriptFinal)
    assert final.transcript.reason == "There is no speech model."


async def test_what_is_being_said_when_the_microphone_goes_away_is_dropped() -> None:
    engine, tape = FakeEngine("delete everything"), Tape()
    async with rig(engine, partials=False) as made:
        for frame in tape.loud(30):
            made.line.hear(frame)
        made.line.drop("the microphone went away")
        await made.hear(tape.quiet(40))
    assert made.said == []
    assert SpeechStopped(kept=False, reason="the microphone went away") in made.events


async def test_the_level_is_told_fifteen_times_a_second_at_most_and_not_while_it_stays_the_same() -> None:
    tape = Tape()
    async with rig(FakeEngine()) as made:
        for frame in tape.quiet(312):
            made.line.hear(frame)
        quiet = len(made.of(VoiceLevel))
        for frame in tape.loud(62):
            made.line.hear(frame)
    assert quiet == 0
    assert 1 <= len(made.of(VoiceLevel)) <= 40
