"""What works on this computer, and what to do about the rest."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import anyio.to_thread

from assistant import plugins, settings
from assistant.errors import AssistantError, VoiceUnavailable
from assistant.extensions import SpeechEngine
from assistant.voice.devices import microphones
from assistant.voice.model import SpeechModel

LITTLE = 500_000_000
"""Bytes of free disk below which the owner is warned."""
BROWSERS = ("xdg-open", "chromium", "google-chrome", "firefox", "chromium-browser")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: how it is, and what to do when it is not well."""

    name: str
    state: Literal["ok", "warn", "fail"]
    detail: str
    fix: str = ""


async def examine(data: Path) -> list[Check]:
    """Look at everything; takes a second or two."""
    checks = [await anyio.to_thread.run_sync(look, data) for look in CHECKS]
    return [*checks, await _model(data)]


def _python(_data: Path) -> Check:
    return Check("python", "ok", ".".join(map(str, sys.version_info[:3])))


def _folder(data: Path) -> Check:
    place = data if data.exists() else data.parent
    if not os.access(place, os.W_OK):
        return Check("data folder", "fail", f"{data} cannot be written", "Allow it, or choose another with --data.")
    free = shutil.disk_usage(place).free
    if free < LITTLE:
        return Check("data folder", "warn", f"{data}, only {free // 1_000_000} MB free", "Free some disk space.")
    return Check("data folder", "ok", f"{data}, {free // 1_000_000_000} GB free")


def _settings(data: Path) -> Check:
    try:
        settings.read(data)
    except AssistantError as error:
        return Check("settings", "fail", str(error), f"Correct {data / settings.FILE}.")
    return Check("settings", "ok", "all keys are known")


def _microphone(_data: Path) -> Check:
    try:
        found = microphones()
    except VoiceUnavailable as error:
        return Check("microphone", "warn", str(error), "Typing works without one.")
    if not found:
        return Check("microphone", "warn", "none is connected", "Connect one; typing works without.")
    return Check("microphone", "ok", "; ".join(microphone.name for microphone in found[:5]))


async def _model(data: Path) -> Check:
    try:
        chosen = await anyio.to_thread.run_sync(settings.read, data)
        kind = plugins.load("voice.stt", chosen.speech.engine, SpeechEngine)
        name, folder = await SpeechModel(chosen.speech, data, lambda _event: None).place(kind)
    except AssistantError as error:
        return Check("speech model", "warn", str(error), "Typing works without it.")
    if folder is None:
        return Check(
            "speech model",
            "warn",
            f"{name} is not here yet",
            "It is fetched at the first start that is online; typing works without it.",
        )
    return Check("speech model", "ok", str(folder))


def _browser(_data: Path) -> Check:
    found = [name for name in BROWSERS if shutil.which(name)]
    if sys.platform != "linux" or found:
        return Check("browser", "ok", found[0] if found else "the system's")
    return Check("browser", "warn", "none was found", "Install a browser, so that sites can be opened.")


def _display(_data: Path) -> Check:
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return Check("display", "ok", os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or "the system's")
    return Check("display", "warn", "there is none", "Open the printed address in a browser on this computer.")


CHECKS: tuple[Callable[[Path], Check], ...] = (_python, _folder, _settings, _microphone, _browser, _display)
