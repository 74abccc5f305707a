"""Microphones by name, through PortAudio: listing them, finding one again, opening it. Everything here blocks.

PortAudio sees only the devices there were when it was initialised, and its indexes change when one is plugged in. So a
device is remembered as `name, host API`, and everything is looked up anew after `refresh`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.domain.speech import FRAME_SECONDS, SAMPLE_RATE
from assistant.errors import VoiceUnavailable

_one_at_a_time = threading.RLock()
"""PortAudio may not be initialised, listed and opened at the same time."""
_open_streams: set[int] = set()

Callback = Callable[[Any, int, Any, Any], None]


@dataclass(frozen=True, slots=True)
class Microphone:
    """One input device. `name` is how it is chosen: `name, host API`."""

    name: str
    channels: int
    rate: int
    default: bool


@dataclass(slots=True)
class OpenStream:
    """A running input stream: `rate` and `channels` are what it really gives, blocks of 32 ms of s16le."""

    stream: Any
    name: str
    rate: int
    channels: int

    def close(self) -> None:
        """Stop and close; never raises, however dead the device is."""
        sounddevice = _sounddevice()
        with _one_at_a_time:
            _open_streams.discard(id(self.stream))
            try:
                self.stream.close(ignore_errors=True)
            except sounddevice.PortAudioError:
                return


def microphones() -> list[Microphone]:
    """All input devices, the default one first. Raises VoiceUnavailable when there is no sound system at all."""
    sounddevice = _sounddevice()
    with _one_at_a_time:
        if not _open_streams:
            refresh()
        systems, devices = sounddevice.query_hostapis(), sounddevice.query_devices()
        chosen = _default(sounddevice)
    found = [
        Microphone(
            name=f"{device['name']}, {systems[device['hostapi']]['name']}",
            channels=device["max_input_channels"],
            rate=int(device["default_samplerate"]),
            default=index == chosen,
        )
        for index, device in enumerate(devices)
        if device["max_input_channels"] > 0
    ]
    return sorted(found, key=lambda device: not device.default)


def refresh() -> None:
    """Look for devices anew. Does nothing while a stream is open: it would kill it."""
    sounddevice = _sounddevice()
    with _one_at_a_time:
        if _open_streams:
            return
        try:
            sounddevice._terminate()
            sounddevice._initialize()
        except sounddevice.PortAudioError as error:
            raise VoiceUnavailable(
                f"The sound system cannot be reached: {error}", ru=f"Звуковая система недоступна: {error}"
            ) from error


def open_stream(name: str, callback: Callback, finished: Callable[[], None]) -> OpenStream:
    """Start capturing from the device of that name (empty: the default), at 16 kHz mono if it can, else as it can.

    `callback` is sounddevice's, in its audio thread. Raises VoiceUnavailable when there is no such device now.
    """
    sounddevice = _sounddevice()
    with _one_at_a_time:
        if not _open_streams:
            refresh()
        try:
            device = _find(sounddevice, name)
            info = sounddevice.query_devices(device, "input")
            return _first_that_opens(sounddevice, device, info, callback, finished)
        # sounddevice raises ValueError, not its own error, when a device has vanished
        except (sounddevice.PortAudioError, ValueError) as error:
            why = _short(error)
            raise VoiceUnavailable(
                f"{name or 'The default microphone'} cannot be opened: {why}",
                ru=f"{name or 'Микрофон по умолчанию'} не открывается: {why}",
            ) from error


def _first_that_opens(sounddevice: Any, device: int, info: Any, callback: Callback, finished: Callable[[], None]) -> OpenStream:
    native, channels = int(info["default_samplerate"]), min(2, info["max_input_channels"])
    wishes = dict.fromkeys([(SAMPLE_RATE, 1), (native, 1), (native, channels)])
    refused: Exception | None = None
    for rate, width in wishes:
        try:
            stream = sounddevice.RawInputStream(
                samplerate=rate,
                blocksize=round(rate * FRAME_SECONDS),
                device=device,
                channels=width,
                dtype="int16",
                callback=callback,
                finished_callback=finished,
                extra_settings=_extra(sounddevice, info),
            )
        except (sounddevice.PortAudioError, ValueError) as error:
            refused = error
            continue
        _open_streams.add(id(stream))
        opened = OpenStream(stream, str(info["name"]), rate, width)
        try:
            stream.start()
        except sounddevice.PortAudioError:
            opened.close()
            raise
        return opened
    raise refused or ValueError("it offers no format")


def _find(sounddevice: Any, name: str) -> int:
    if not name:
        index = _default(sounddevice)
        if index < 0:
            raise VoiceUnavailable(
                "There is no microphone. Plug one in; typing works meanwhile.",
                ru="Микрофона нет. Подключите его; печатать можно и без него.",
            )
        return index
    systems = sounddevice.query_hostapis()
    for index, device in enumerate(sounddevice.query_devices()):
        full = f"{device['name']}, {systems[device['hostapi']]['name']}"
        if device["max_input_channels"] > 0 and name in (device["name"], full):
            return index
    raise VoiceUnavailable(
        f"The microphone {name!r} is not there. Plug it in, or choose another in the settings.",
        ru=f"Микрофона «{name}» нет. Подключите его или выберите другой в настройках.",
    )


def _default(sounddevice: Any) -> int:
    return int(sounddevice.default.device[0])


def _extra(sounddevice: Any, info: Any) -> Any:
    """Windows' shared mode refuses 16 kHz unless it is told to convert."""
    system = sounddevice.query_hostapis(info["hostapi"])["name"]
    return sounddevice.WasapiSettings(auto_convert=True) if system == "Windows WASAPI" else None


def _sounddevice() -> Any:
    try:
        import sounddevice  # fails where PortAudio is not installed, which must not keep the assistant from starting
    except OSError as error:
        raise VoiceUnavailable(
            "PortAudio, which reads the microphone, is not installed (on Debian and Ubuntu: apt install libportaudio2).",
            ru="Не установлена PortAudio, которая читает микрофон (в Debian и Ubuntu: apt install libportaudio2).",
        ) from error
    return sounddevice


def _short(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
