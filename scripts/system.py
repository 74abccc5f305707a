"""What must come from the system: its packages, its display, its rights."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import sys
from collections.abc import Sequence

from terminal import Timed, attempt


def is_root() -> bool:
    """Whether this process may install system packages (never on Windows)."""
    return sys.platform != "win32" and os.geteuid() == 0


def has_display() -> bool:
    """Whether a window can be shown: always on macOS and Windows, by the usual variables elsewhere."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_packages(packages: Sequence[str]) -> list[str]:
    """Those of the Debian `packages` that are not installed; all of them where there is no dpkg."""
    return [name for name in packages if not attempt(["dpkg-query", "-W", "-f=${db:Status-Abbrev}", name])]


def install_packages(packages: Sequence[str]) -> str:
    """Installs Debian packages as root. Empty when they are there now, else the one line to run."""
    line = f"sudo apt-get install -y {' '.join(packages)}"
    if not is_root() or shutil.which("apt-get") is None:
        return line
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    with Timed(f"Installing {' '.join(packages)}"):
        done = attempt(install, env=quiet) or (attempt(["apt-get", "update"]) and attempt(install, env=quiet))
    return "" if done else line


def portaudio_missing() -> str:
    """Empty when the microphone's library is there (installed just now if need be), else what to run to have it."""
    if sys.platform != "linux" or ctypes.util.find_library("portaudio"):
        return ""
    if shutil.which("apt-get"):
        return install_packages(["libportaudio2"])
    if shutil.which("dnf"):
        return "sudo dnf install portaudio"
    if shutil.which("pacman"):
        return "sudo pacman -S portaudio"
    return "install the PortAudio library with your system's package tool"
