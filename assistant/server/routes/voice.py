"""The microphone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from assistant.domain.speech import ListenMode
from assistant.server.desk import Desk
from assistant.server.rpc import Done, Method, Params, Result, RouteGroup


class ModeParams(Params):
    """How the microphone is used."""

    mode: ListenMode


class ModeResult(Result):
    """How it is used now."""

    mode: ListenMode


class Microphone(Result):
    """A microphone by its name."""

    name: str
    default: bool = False


class DevicesResult(Result):
    """Microphones, and the one that is listened to."""

    devices: Sequence[Microphone]
    current: str


class DeviceParams(Params):
    """A microphone; empty is the system's default."""

    name: str = Field(max_length=300)


async def set_mode(desk: Desk, params: ModeParams) -> Done:
    """Always listen, push-to-talk, or off; kept over a restart."""
    await desk.change_setting("voice", "mode", params.mode.value)
    return Done()


async def press(desk: Desk, params: Params) -> Done:
    """Push-to-talk begins."""
    await desk.ears.press()
    return Done()


async def release(desk: Desk, params: Params) -> Done:
    """Push-to-talk ends."""
    await desk.ears.release()
    return Done()


async def toggle(desk: Desk, params: Params) -> ModeResult:
    """What the global shortcut does; a changed mode is kept over a restart."""
    await desk.ears.toggle()
    mode = desk.ears.state.mode
    if mode is not desk.settings.voice.mode:
        await desk.change_setting("voice", "mode", mode.value)
    return ModeResult(mode=mode)


async def devices(desk: Desk, params: Params) -> DevicesResult:
    """Which microphones there are."""
    found = [Microphone(name=device.name, default=device.default) for device in await desk.ears.devices()]
    return DevicesResult(devices=found, current=desk.settings.voice.device)


async def use_device(desk: Desk, params: DeviceParams) -> Done:
    """Listen to another microphone."""
    await desk.change_setting("voice", "device", params.name)
    return Done()


class FileParams(Params):
    """A sound file on this computer."""

    path: str = Field(max_length=4_096)


class FileResult(Result):
    """How many utterances were heard in it."""

    utterances: int


async def hear_file(desk: Desk, params: FileParams) -> FileResult:
    """Hear a sound file as if it were spoken now; answers when all of it has been taken."""
    await desk.ears.model_known()
    return FileResult(utterances=await desk.ears.listen_file(Path(params.path)))


async def stream_start(desk: Desk, params: Params) -> Done:
    """Sound will come as binary frames of this connection: s16le, 16 kHz, mono."""
    await desk.ears.start_stream()
    return Done()


async def stream_stop(desk: Desk, params: Params) -> Done:
    """No more sound comes from this connection."""
    await desk.ears.stop_stream()
    return Done()


class VoiceRoutes(RouteGroup):
    """`voice.*`"""

    methods = {
        "set_mode": Method(ModeParams, Done, set_mode),
        "press": Method(Params, Done, press),
        "release": Method(Params, Done, release),
        "toggle": Method(Params, ModeResult, toggle),
        "devices": Method(Params, DevicesResult, devices),
        "use_device": Method(DeviceParams, Done, use_device),
        "hear_file": Method(FileParams, FileResult, hear_file),
        "stream_start": Method(Params, Done, stream_start),
        "stream_stop": Method(Params, Done, stream_stop),
    }
