"""Speech through a real sound server: capture, detection, recognition, and everything that can happen to a microphone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.domain.event.voice import SpeechStarted, VoiceChanged
from assistant.domain.speech import ListenMode, VoiceState
from tests.device.conftest import SPEECH, listening
from tests.fixtures.microphone import HEADSET, VirtualMicrophone

pytestmark = [pytest.mark.device, pytest.mark.anyio]
SAID: dict[str, str] = json.loads((SPEECH / "heldout" / "heldout.json").read_text(encoding="utf-8"))


async def test_sentences_of_both_languages_become_utterances(virtual_microphone: VirtualMicrophone, data: Path) -> None:
    names = ["01_en_command.wav", "21_ru_command.wav", "14_en_compound.wav", "34_ru_compound.wav"]
    async with listening(virtual_microphone, data) as heard:
        for count, name in enumerate(names, 1):
            await heard.speak(name)
            await heard.until_heard(count)
    assert [utterance.text for utterance in heard.utterances] == [SAID[name] for name in names]
    assert [utterance.language for utterance in heard.utterances] == ["en", "ru", "en", "ru"]
    assert {utterance.source for utterance in heard.utterances} == {"voice"}


async def test_noise_starts_nothing_and_the_next_sentence_is_heard(virtual_microphone: VirtualMicrophone, data: Path) -> None:
    async with listening(virtual_microphone, data) as heard:
        for noise in ("silence.wav", "fan.wav", "clicks.wav"):
            await heard.play_noise(noise)
        assert not any(isinstance(event, SpeechStarted) for event in heard.events)
        await heard.speak("01_en_command.wav")
        await heard.until_heard(1)
    assert [utterance.text for utterance in heard.utterances] == [SAID["01_en_command.wav"]]


async def test_a_muted_microphone_is_said_to_be_muted_and_heard_again_afterwards(
    virtual_microphone: VirtualMicrophone, data: Path
) -> None:
    async with listening(virtual_microphone, data, muted_after_s=1) as heard:
        await heard.to(virtual_microphone.mute, True)
        await heard.until_state(VoiceState.MUTED)
        assert "muted" in heard.listener.state.detail["en"]
        await heard.to(virtual_microphone.mute, False)
        await heard.speak("01_en_command.wav")
        await heard.until_heard(1)
        await heard.until_state(VoiceState.LISTENING, VoiceState.MUTED)


async def test_listening_goes_on_after_the_microphone_was_unplugged_and_plugged_in(
    virtual_microphone: VirtualMicrophone, data: Path
) -> None:
    async with listening(virtual_microphone, data) as heard:
        await heard.to(virtual_microphone.unplug)
        await heard.to(virtual_microphone.plug_in)
        await heard.speak("21_ru_command.wav")
        await heard.until_heard(1)
    assert heard.utterances[0].text == SAID["21_ru_command.wav"]


async def test_listening_goes_on_with_the_new_default_when_the_default_microphone_is_changed(
    virtual_microphone: VirtualMicrophone, data: Path
) -> None:
    async with listening(virtual_microphone, data) as heard:
        await heard.speak("01_en_command.wav")
        await heard.until_heard(1)
        await heard.to(virtual_microphone.plug_in_headset)
        await heard.speak("03_en_command.wav")
        await heard.speak("21_ru_command.wav", HEADSET)
        await heard.until_heard(2)
    assert [utterance.text for utterance in heard.utterances] == [SAID["01_en_command.wav"], SAID["21_ru_command.wav"]]


async def test_the_former_default_is_heard_again_when_it_is_the_default_once_more(
    virtual_microphone: VirtualMicrophone, data: Path
) -> None:
    async with listening(virtual_microphone, data) as heard:
        await heard.to(virtual_microphone.plug_in_headset)
        await heard.to(virtual_microphone.control, "set-default-source", "microphone")
        await heard.speak("03_en_command.wav", HEADSET)
        await heard.speak("21_ru_command.wav")
        await heard.until_heard(1)
    assert [utterance.text for utterance in heard.utterances] == [SAID["21_ru_command.wav"]]


async def test_listening_goes_on_after_the_sound_server_was_killed(virtual_microphone: VirtualMicrophone, data: Path) -> None:
    async with listening(virtual_microphone, data) as heard:
        await heard.to(virtual_microphone.stop)
        await heard.until_state(VoiceState.UNAVAILABLE)
        assert set(heard.listener.state.detail) == {"en", "ru"}
        await heard.to(virtual_microphone.start)
        await heard.until_state(VoiceState.LISTENING, VoiceState.MUTED)
        await heard.speak("01_en_command.wav")
        await heard.until_heard(1)
    assert heard.utterances[0].text == SAID["01_en_command.wav"]


async def test_half_a_sentence_before_the_sound_server_died_is_not_acted_on(
    virtual_microphone: VirtualMicrophone, data: Path
) -> None:
    async with listening(virtual_microphone, data) as heard:
        player = virtual_microphone.begin_to_speak(SPEECH / "heldout" / "14_en_compound.wav")
        await heard.until_state(VoiceState.HEARING)
        await heard.to(virtual_microphone.stop)
        player.kill()
        player.wait()
        await heard.until_state(VoiceState.UNAVAILABLE)
        await heard.to(virtual_microphone.start)
        await heard.until_state(VoiceState.LISTENING, VoiceState.MUTED)
    assert heard.utterances == []


async def test_a_microphone_is_found_by_its_name(virtual_microphone: VirtualMicrophone, data: Path) -> None:
    async with listening(virtual_microphone, data) as heard:
        names = [device.name for device in await heard.listener.devices()]
        assert "pulse, ALSA" in names
        await heard.listener.use_device("pulse, ALSA")
        await heard.until(
            lambda: heard.listener.state.device == "pulse, ALSA" and heard.listener.state.state is not VoiceState.ARMING
        )
        await heard.speak("01_en_command.wav")
        await heard.until_heard(1)


async def test_a_microphone_that_is_not_there_is_named_and_can_be_changed_for_one_that_is(
    virtual_microphone: VirtualMicrophone, data: Path
) -> None:
    async with listening(virtual_microphone, data) as heard:
        await heard.listener.use_device("Headset of yesterday")
        await heard.until_state(VoiceState.UNAVAILABLE)
        assert all("Headset of yesterday" in heard.listener.state.detail[language] for language in ("en", "ru"))
        await heard.listener.use_device("")
        await heard.until_state(VoiceState.LISTENING, VoiceState.MUTED)


async def test_push_to_talk_hears_what_is_said_while_the_key_is_down_and_nothing_else(
    virtual_microphone: VirtualMicrophone, data: Path
) -> None:
    async with listening(virtual_microphone, data, mode="push") as heard:
        await heard.speak("01_en_command.wav")
        await heard.listener.press()
        await heard.until_state(VoiceState.LISTENING, VoiceState.MUTED)
        await heard.speak("21_ru_command.wav")
        await heard.listener.release()
        await heard.until_heard(1)
        await heard.until_state(VoiceState.OFF)
        await heard.speak("03_en_command.wav")
    assert [utterance.text for utterance in heard.utterances] == [SAID["21_ru_command.wav"]]


async def test_a_held_key_lets_go_by_itself(virtual_microphone: VirtualMicrophone, data: Path) -> None:
    async with listening(virtual_microphone, data, mode="push", hold_seconds=1) as heard:
        await heard.listener.press()
        await heard.until(lambda: heard.listener.state.state is not VoiceState.OFF)
        await heard.until_state(VoiceState.OFF)


async def test_switched_off_it_hears_nothing_and_switched_on_it_hears_again(
    virtual_microphone: VirtualMicrophone, data: Path
) -> None:
    async with listening(virtual_microphone, data) as heard:
        await heard.listener.set_mode(ListenMode.OFF)
        await heard.until_state(VoiceState.OFF)
        await heard.speak("01_en_command.wav")
        await heard.listener.toggle()
        await heard.until_state(VoiceState.LISTENING, VoiceState.MUTED)
        await heard.speak("21_ru_command.wav")
        await heard.until_heard(1)
    assert [utterance.text for utterance in heard.utterances] == [SAID["21_ru_command.wav"]]
    assert VoiceChanged in {type(event) for event in heard.events}
