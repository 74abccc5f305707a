"""Which browser program there is on this computer, and whether there is a display to show it on."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from assistant.domain.base import LocalText
from assistant.domain.both import both
from assistant.errors import StepRefused

_LINUX = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "brave-browser",
    "vivaldi",
    "yandex-browser",
)
_MAC = ("Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser", "Vivaldi", "Yandex")
_WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
    r"Chromium\Application\chrome.exe",
    r"BraveSoftware\Brave-Browser\Application\brave.exe",
    r"Yandex\YandexBrowser\Application\browser.exe",
)


def missing(path: str = "") -> LocalText:
    """What is said when there is none."""
    if path:
        return both(
            "{path}, set as path under [browser] in assistant.toml, is no program. Correct it, or leave it empty to find an installed browser.",
            "{path} из настройки path раздела [browser] — не программа. Исправьте её или оставьте пустой, чтобы найти установленный браузер.",
            path=path,
        )
    return both(
        "No browser was found that can be worked with. Install Chromium, Chrome or Edge, or set path under [browser] in assistant.toml.",
        "Не найден браузер, с которым можно работать. Установите Chromium, Chrome или Edge или укажите path в разделе [browser] файла assistant.toml.",
    )


def find(path: str) -> str:
    """The program: the one set, else one that is installed. Raises StepRefused."""
    if path:
        chosen = shutil.which(Path(path).expanduser()) or ""
        if not chosen:
            raise StepRefused.saying(missing(path))
        return chosen
    for candidate in _candidates():
        if found := shutil.which(candidate):
            return found
    raise StepRefused.saying(missing())


def has_display() -> bool:
    """Whether a window can be shown."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"))


def needs_no_sandbox() -> bool:
    """Whether the browser's sandbox cannot work: it refuses to for root."""
    return sys.platform == "linux" and os.geteuid() == 0


def _candidates() -> list[str]:
    if sys.platform == "win32":
        roots = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        return [str(Path(root, program)) for program in _WINDOWS for root in roots if root]
    if sys.platform == "darwin":
        folders = (Path("/Applications"), Path.home() / "Applications")
        return [str(folder / f"{name}.app/Contents/MacOS/{name}") for name in _MAC for folder in folders]
    return list(_LINUX)
