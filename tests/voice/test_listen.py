"""The whole listening half over sound files and sent-in sound, with the real detector and the test model."""

from __future__ import annotations

import shutil
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import pytest
from anyio.abc import TaskGroup

from assistant.domain.event.envelope import AnyEvent
from assistant.domain.event.voice import SpeechStarted, TranscriptFinal
from assistant.domain.speech import ListenMode, Utterance, VoiceState
from assistant.errors import ModelUnavailable, VoiceUnavailable
from assistant.settings import Settings, SpeechSettings, VoiceSettings
from assistant.voice.listen import Listener

pytestmark = [pytest.mark.models, pytest.mark.anyio]


@dataclass
class Running:
    """A listener, what it told and what it handed over."""

    listener: Listener
    events: list[AnyEvent] = field(default_factory=list)
    utterances: list[Utterance] = field(default_factory=list)

    def texts(self) -> list[str]:
        return [utterance.text for utterance in self.utterances]


@asynccontextmanager
async def running(data: Path, model: Path, **voice: object) -> AsyncIterator[Running]:
    events: list[AnyEvent] = []
    utterances: list[Utterance] = []

    async def take(utterance: Utterance) -> None:
        utterances.append(utterance)

    settings = Settings(
        voice=VoiceSettings.model_validate({"mode": "off", **voice}), speech=SpeechSettings(model=str(model), download=False)
    )
    listener = Listener(settings, data, tell=events.append, take=take, is_complete=lambda _text: True)
    with anyio.fail_after(120):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(listener.run)
            yield Running(listener, events, utterances)
            tasks.cancel_scope.cancel()


@asynccontextmanager
async def waiting_to_run(settings: Settings, data: Path) -> AsyncIterator[tuple[Listener, TaskGroup]]:
    """A listener that does not run yet, and the tasks it may run in."""

    async def nobody(_utterance: Utterance) -> None: ...

    listener = Listener(settings, data, tell=lambda _event: None, take=nobody, is_complete=lambda _text: True)
    with anyio.fail_after(60):
        async with anyio.create_task_group() as tasks:
            yield listener, tasks
            tasks.cancel_scope.cancel()


async def test_nearly_all_held_out_sentences_become_the_one_utterance_they_are(
    speech: Path, sentences: dict[str, str], tmp_path: Path
) -> None:
    exact = 0
    async with running(tmp_path, speech / "model") as made:
        for name, text in sentences.items():
            made.utterances.clear()
            await made.listener.listen_file(speech / "heldout" / name)
            exact += made.texts() == [text]
    assert exact >= len(sentences) * 0.95


async def test_noise_and_silence_start_nothing(speech: Path, tmp_path: Path) -> None:
    async with running(tmp_path, speech / "model") as made:
        for noise in (speech / "noise").glob("*.wav"):
            assert await made.listener.listen_file(noise) == 0
    assert made.utterances == []
    assert not any(isinstance(event, (SpeechStarted, TranscriptFinal)) for event in made.events)


async def test_two_sentences_with_a_pause_between_are_two_utterances_in_order(
    speech: Path, sentences: dict[str, str], tmp_path: Path
) -> None:
    names = ["21_ru_command.wav", "01_en_command.wav"]
    both = tmp_path / "both.wav"
    with wave.open(str(both), "wb") as output:
        output.setparams((1, 2, 16_000, 0, "NONE", ""))
        for name in names:
            with wave.open(str(speech / "heldout" / name), "rb") as sound:
                output.writeframes(sound.readframes(sound.getnframes()) + bytes(32_000))
    async with running(tmp_path, speech / "model") as made:
        assert await made.listener.listen_file(both) == 2
    assert made.texts() == [sentences[name] for name in names]
    assert [utterance.language for utterance in made.utterances] == ["ru", "en"]
    assert {utterance.source for utterance in made.utterances} == {"file"}


async def test_sent_in_sound_becomes_an_utterance(speech: Path, sentences: dict[str, str], tmp_path: Path) -> None:
    async with running(tmp_path, speech / "model") as made:
        await anyio.wait_all_tasks_blocked()
        await made.listener.start_stream()
        with wave.open(str(speech / "heldout" / "01_en_command.wav"), "rb") as sound:
            while piece := sound.readframes(1000):
                made.listener.feed(piece)
        await made.listener.stop_stream()
        while not made.utterances:
            await anyio.lowlevel.checkpoint()
    assert made.texts() == [sentences["01_en_command.wav"]]


async def test_a_file_that_cannot_be_read_is_said_to_be_so_and_the_next_one_is_heard(speech: Path, tmp_path: Path) -> None:
    async with running(tmp_path, speech / "model") as made:
        with pytest.raises(VoiceUnavailable, match=r"nothing\.wav"):
            await made.listener.listen_file(tmp_path / "nothing.wav")
        assert await made.listener.listen_file(speech / "heldout" / "01_en_command.wav") == 1


async def test_the_webrtc_detector_can_be_chosen(speech: Path, sentences: dict[str, str], tmp_path: Path) -> None:
    async with running(tmp_path, speech / "model", detector="webrtc") as made:
        await made.listener.listen_file(speech / "heldout" / "21_ru_command.wav")
    assert made.texts() == [sentences["21_ru_command.wav"]]


async def test_with_a_broken_model_it_says_why_and_goes_on(speech: Path, tmp_path: Path) -> None:
    broken = tmp_path / "model"
    shutil.copytree(speech / "model", broken)
    (broken / "model.bin").write_bytes(b"broken")
    async with running(tmp_path, broken) as made:
        assert await made.listener.listen_file(speech / "heldout" / "01_en_command.wav") == 0
        assert str(broken) in made.listener.model_state.detail["en"]
    (final,) = [event for event in made.events if isinstance(event, TranscriptFinal)]
    assert str(broken) in final.transcript.reason


async def test_a_model_put_in_order_is_used_without_a_restart(speech: Path, sentences: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    async with running(tmp_path, folder) as made:
        await made.listener.listen_file(speech / "heldout" / "01_en_command.wav")
        shutil.copytree(speech / "model", folder, dirs_exist_ok=True)
        made.listener.retry_model()
        await made.listener.listen_file(speech / "heldout" / "01_en_command.wav")
    assert made.texts() == [sentences["01_en_command.wav"]]


@pytest.mark.parametrize("model", ["whole", "missing", "broken", "out of reach"])
async def test_whoever_comes_before_the_model_was_looked_for_is_told_once_it_is_known(
    speech: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    chosen = SpeechSettings(model="tiny" if model == "out of reach" else str(tmp_path / "model"))
    if model in ("whole", "broken"):
        shutil.copytree(speech / "model", tmp_path / "model")
    if model == "broken":
        (tmp_path / "model" / "model.bin").write_bytes(b"broken")
    told: list[str] = []

    async def ask(listener: Listener) -> None:
        try:
            await listener.model_known()
            told.append("ready")
        except ModelUnavailable as error:
            told.append(str(error))

    async with waiting_to_run(Settings(voice=VoiceSettings(mode=ListenMode.OFF), speech=chosen), tmp_path) as (listener, tasks):
        async with anyio.create_task_group() as asking:
            asking.start_soon(ask, listener)
            await anyio.wait_all_tasks_blocked()
            assert told == []
            tasks.start_soon(listener.run)
        (answer,) = told
        assert (answer == "ready") == (model == "whole")
        assert {"whole": "ready", "out of reach": "127.0.0.1:9"}.get(model, str(tmp_path)) in answer


async def test_speech_without_a_connection_to_fetch_the_model_from_is_told_why_nothing_comes_of_it(
    speech: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    settings = Settings(voice=VoiceSettings(mode=ListenMode.OFF), speech=SpeechSettings(model="tiny"))
    async with waiting_to_run(settings, tmp_path) as (listener, tasks):
        tasks.start_soon(listener.run)
        assert await listener.listen_file(speech / "heldout" / "01_en_command.wav") == 0


async def test_a_whole_file_is_transcribed_without_listening(speech: Path, sentences: dict[str, str], tmp_path: Path) -> None:
    async def nobody(_utterance: Utterance) -> None: ...

    settings = Settings(speech=SpeechSettings(model=str(speech / "model"), download=False))
    listener = Listener(settings, tmp_path, tell=lambda _event: None, take=nobody, is_complete=lambda _text: False)
    transcript = await listener.transcribe_file(speech / "heldout" / "34_ru_compound.wav")
    assert transcript.text == sentences["34_ru_compound.wav"]
    assert transcript.language == "ru"
    assert len(transcript.words) == len(transcript.text.split())


async def test_switched_off_it_says_so_and_toggles_back_to_the_mode_it_had(speech: Path, tmp_path: Path) -> None:
    async with running(tmp_path, speech / "model", mode="push") as made:
        await made.listener.set_mode(ListenMode.OFF)
        assert made.listener.state.state is VoiceState.OFF
        await made.listener.toggle()
        assert made.listener.state.mode is ListenMode.PUSH
