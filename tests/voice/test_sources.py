"""Files of any format, and sound that is sent in."""

from __future__ import annotations

import wave
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import anyio
import numpy as np
import pytest

from assistant import plugins
from assistant.domain.speech import FRAME_SECONDS, SAMPLE_RATE, AudioFrame
from assistant.errors import VoiceUnavailable
from assistant.extensions.voice import AudioSource, FedSource, SourceOptions
from assistant.voice.frames import FRAME_BYTES, Framer, loudness, meter, samples
from assistant.voice.resample import Resampler

pytestmark = pytest.mark.unit


async def gather(frames: AsyncGenerator[AudioFrame, None]) -> list[AudioFrame]:
    async with aclosing(frames):
        return [frame async for frame in frames]


def tone(file: Path, *, rate: int, channels: int, width: int, seconds: float = 1.0, hertz: float = 440.0) -> None:
    wave_form = np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate) * 0.5
    whole = {1: wave_form * 127 + 128, 2: wave_form * 32767, 4: wave_form * (2**31 - 1)}[width]
    sound = np.repeat(whole.astype({1: "u1", 2: "<i2", 4: "<i4"}[width]), channels)
    with wave.open(str(file), "wb") as output:
        output.setnchannels(channels)
        output.setsampwidth(width)
        output.setframerate(rate)
        output.writeframes(sound.tobytes())


def pitch(pcm: bytes) -> float:
    sound = samples(pcm)
    return float(np.argmax(np.abs(np.fft.rfft(sound)))) * SAMPLE_RATE / len(sound)


def file_source(file: Path) -> AudioSource:
    return plugins.load("voice.sources", "wav", AudioSource)(SourceOptions(name=str(file), realtime=False))


def stream_source() -> FedSource:
    return plugins.load("voice.sources", "stream", FedSource)(SourceOptions())


@pytest.mark.anyio
@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("width", [1, 2, 4])
async def test_a_file_of_any_rate_width_and_channel_count_comes_out_as_16_khz_mono(
    tmp_path: Path, rate: int, channels: int, width: int
) -> None:
    file = tmp_path / "tone.wav"
    tone(file, rate=rate, channels=channels, width=width)
    frames = await gather(file_source(file).frames())
    sound = b"".join(frame.pcm for frame in frames)
    assert all(len(frame.pcm) == FRAME_BYTES for frame in frames)
    assert abs(len(sound) / 2 - SAMPLE_RATE) <= 1024
    assert pitch(sound) == pytest.approx(440, abs=3)
    assert loudness(sound) == pytest.approx(0.35, abs=0.02)


@pytest.mark.anyio
async def test_a_16_khz_file_is_given_sample_by_sample(speech: Path) -> None:
    file = speech / "heldout" / "21_ru_command.wav"
    with wave.open(str(file), "rb") as original:
        wanted = original.readframes(original.getnframes())
    given = b"".join(frame.pcm for frame in await gather(file_source(file).frames()))
    assert given[: len(wanted)] == wanted
    assert not any(given[len(wanted) :])


@pytest.mark.anyio
@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all" * 100])
async def test_a_file_that_is_no_sound_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.wav").write_bytes(content)
    with pytest.raises(VoiceUnavailable, match=r"broken\.wav"):
        await gather(file_source(tmp_path / "broken.wav").frames())


@pytest.mark.anyio
async def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(VoiceUnavailable, match=r"nothing\.wav"):
        await gather(file_source(tmp_path / "nothing.wav").frames())


@pytest.mark.anyio
async def test_fed_sound_comes_out_whole_whatever_the_pieces() -> None:
    source, sound = stream_source(), np.random.default_rng(1).bytes(10_001)
    for start in range(0, len(sound), 333):
        source.feed(sound[start : start + 333])
    source.finish()
    given = b"".join(frame.pcm for frame in await gather(source.frames()))
    assert given[: len(sound)] == sound


@pytest.mark.anyio
async def test_fed_sound_is_heard_as_it_comes() -> None:
    source = stream_source()
    async with aclosing(source.frames()) as frames, anyio.create_task_group() as tasks:
        tasks.start_soon(anyio.lowlevel.checkpoint)
        source.feed(bytes(FRAME_BYTES))
        assert (await anext(frames)).pcm == bytes(FRAME_BYTES)
        source.feed(b"\1" * FRAME_BYTES)
        assert (await anext(frames)).pcm == b"\1" * FRAME_BYTES


@pytest.mark.anyio
async def test_more_than_eight_seconds_nobody_heard_lose_the_oldest() -> None:
    source = stream_source()
    for number in range(400):
        source.feed(bytes([number % 251]) * FRAME_BYTES)
    source.finish()
    frames = await gather(source.frames())
    assert len(frames) <= 256
    assert frames[-1].pcm[0] == 399 % 251


def test_frames_carry_the_time_of_their_own_end() -> None:
    first, second = Framer().push(bytes(2 * FRAME_BYTES + 320), at=10.0)
    assert second.at - first.at == pytest.approx(FRAME_SECONDS)
    assert second.at == pytest.approx(10.0 - 0.010)


@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_device_of_another_rate_is_converted_without_seams(rate: int, channels: int) -> None:
    convert, block = Resampler(rate, channels), round(rate * FRAME_SECONDS)
    wave_form = (np.sin(2 * np.pi * 440 * np.arange(block * 60) / rate) * 16_000).astype("<i2")
    pieces = [convert(np.repeat(wave_form[at : at + block], channels).tobytes()) for at in range(0, len(wave_form), block)]
    sound = b"".join(pieces)
    assert pitch(sound) == pytest.approx(440, abs=3)
    assert np.abs(np.diff(samples(sound)[200:])).max() < 0.1


def test_the_meter_is_empty_in_silence_and_full_at_the_loudest() -> None:
    assert meter(0.0) == 0
    assert meter(1.0) == 1
    assert 0.4 < meter(0.02) < 0.6
