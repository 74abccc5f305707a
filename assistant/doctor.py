"""What works on this computer, and what to do about the rest."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import anyio.to_thread

from assistant import plugins, settings_file
from assistant.browser import program
from assistant.domain.command import LocalText
from assistant.errors import AssistantError, StepRefused, VoiceUnavailable
from assistant.extensions.voice import SpeechEngine
from assistant.voice.devices import microphones
from assistant.voice.model import SpeechModel

LITTLE = 500_000_000
"""Bytes of free disk below which the owner is warned."""
BROWSERS = ("xdg-open", "chromium", "google-chrome", "firefox", "chromium-browser")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: how it is, and what to do when it is not well. `name` stays the same, `title` is for the owner."""

    name: str
    title: LocalText
    state: Literal["ok", "warn", "fail"]
    detail: LocalText
    fix: LocalText = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Thing:
    """What is looked at, and its verdicts."""

    name: str
    title: LocalText

    def ok(self, detail: LocalText) -> Check:
        return Check(self.name, self.title, "ok", detail)

    def warn(self, detail: LocalText, fix: LocalText) -> Check:
        return Check(self.name, self.title, "warn", detail, fix)

    def fail(self, detail: LocalText, fix: LocalText) -> Check:
        return Check(self.name, self.title, "fail", detail, fix)


async def examine(data: Path) -> list[Check]:
    """Look at everything; takes a second or two."""
    checks = [await anyio.to_thread.run_sync(look, data) for look in CHECKS]
    return [*checks, await _model(data)]


def _both(en: str, ru: str) -> LocalText:
    return {"en": en, "ru": ru}


def _as_is(text: str) -> LocalText:
    """A name or a path: the same in every language."""
    return _both(text, text)


def _python(_data: Path) -> Check:
    return _Thing("python", _as_is("Python")).ok(_as_is(".".join(map(str, sys.version_info[:3]))))


def _folder(data: Path) -> Check:
    thing = _Thing("data folder", _both("Data folder", "Папка данных"))
    place = data if data.exists() else data.parent
    if not os.access(place, os.W_OK):
        return thing.fail(
            _both(f"{data} cannot be written", f"в {data} нельзя записать"),
            _both("Allow it, or choose another with --data.", "Разрешите это или укажите другую через --data."),
        )
    free = shutil.disk_usage(place).free
    if free < LITTLE:
        left = free // 1_000_000
        return thing.warn(
            _both(f"{data}, only {left} MB free", f"{data}, свободно всего {left} МБ"),
            _both("Free some disk space.", "Освободите место на диске."),
        )
    left = free // 1_000_000_000
    return thing.ok(_both(f"{data}, {left} GB free", f"{data}, свободно {left} ГБ"))


def _settings(data: Path) -> Check:
    thing, file = _Thing("settings", _both("Settings", "Настройки")), data / settings_file.FILE
    try:
        settings_file.read(data)
    except AssistantError as error:
        return thing.fail(error.both, _both(f"Correct {file}.", f"Исправьте {file}."))
    return thing.ok(_both("all keys are known", "все ключи известны"))


def _microphone(_data: Path) -> Check:
    thing = _Thing("microphone", _both("Microphone", "Микрофон"))
    try:
        found = microphones()
    except VoiceUnavailable as error:
        return thing.warn(error.both, _both("Typing works without one.", "Печатать можно и без него."))
    if not found:
        return thing.warn(
            _both("none is connected", "не подключён"),
            _both("Connect one; typing works without.", "Подключите его; печатать можно и без него."),
        )
    return thing.ok(_as_is("; ".join(microphone.name for microphone in found[:5])))


async def _model(data: Path) -> Check:
    thing, typing = (
        _Thing("speech model", _both("Speech model", "Модель речи")),
        _both("Typing works without it.", "Печатать можно и без неё."),
    )
    try:
        chosen = await anyio.to_thread.run_sync(settings_file.read, data)
        kind = plugins.load("voice.stt", chosen.speech.engine, SpeechEngine)
        name, folder = await SpeechModel(chosen.speech, data, lambda _event: None).place(kind)
    except AssistantError as error:
        return thing.warn(error.both, typing)
    if folder is None:
        return thing.warn(
            _both(f"{name} is not here yet", f"{name} ещё не загружена"),
            _both(
                "It is fetched at the first start that is online; typing works without it.",
                "Она загрузится при первом запуске с интернетом; печатать можно и без неё.",
            ),
        )
    return thing.ok(_as_is(str(folder)))


def _browser(_data: Path) -> Check:
    thing = _Thing("browser", _both("Browser", "Браузер"))
    found = [name for name in BROWSERS if shutil.which(name)]
    if sys.platform != "linux" or found:
        return thing.ok(_as_is(found[0]) if found else _SYSTEMS)
    return thing.warn(
        _both("none was found", "не найден"),
        _both("Install a browser, so that sites can be opened.", "Установите браузер, чтобы открывались сайты."),
    )


def _pages(data: Path) -> Check:
    thing = _Thing("browser for commands", _both("Browser for commands", "Браузер для команд"))
    try:
        return thing.ok(_as_is(program.find(settings_file.read(data).browser.path)))
    except StepRefused as error:
        return thing.warn(
            error.both,
            _both(
                "Everything but commands that work on pages works without it.",
                "Без него не работают только команды со страницами.",
            ),
        )
    except AssistantError as error:
        return thing.warn(error.both, _both("Correct the settings.", "Исправьте настройки."))


def _display(_data: Path) -> Check:
    thing = _Thing("display", _both("Display", "Экран"))
    named = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    if sys.platform != "linux" or named:
        return thing.ok(_as_is(named) if named else _SYSTEMS)
    return thing.warn(
        _both("there is none", "его нет"),
        _both(
            "Open the printed address in a browser on this computer.",
            "Откройте напечатанный адрес в браузере на этом компьютере.",
        ),
    )


_SYSTEMS = _both("the system's", "системный")
CHECKS: tuple[Callable[[Path], Check], ...] = (_python, _folder, _settings, _microphone, _browser, _pages, _display)
