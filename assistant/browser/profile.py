"""Symbiote's own browser profile in the data folder: private, and free of the locks of a browser that was killed."""

from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path

_LOCKS = ("SingletonLock", "SingletonCookie", "SingletonSocket", "DevToolsActivePort")
_PATIENCE_S = 5.0


def prepare(data: Path) -> Path:
    """The profile's folder, made and unlocked. Blocking; only while this process holds the data folder."""
    folder = data / "browser" / "profile"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _end_leftover(folder)
    for name in _LOCKS:
        with suppress(OSError):
            (folder / name).unlink(missing_ok=True)
    return folder


def endpoint(folder: Path) -> str:
    """The address under which the browser of this profile takes a debugger, empty while there is none."""
    try:
        port, path = (folder / "DevToolsActivePort").read_text(encoding="ascii").split("\n")[:2]
    except (OSError, ValueError):
        return ""
    return f"ws://127.0.0.1:{int(port)}{path}"


def _end_leftover(folder: Path) -> None:
    """A browser of this very profile that has outlived its assistant is ended; nobody else's is touched."""
    try:
        host, _, pid = (folder / "SingletonLock").readlink().name.rpartition("-")
    except OSError:
        return
    if host != socket.gethostname() or not pid.isdigit() or not _is_ours(int(pid), folder):
        return
    with suppress(OSError):
        os.kill(int(pid), signal.SIGTERM)
        until = time.monotonic() + _PATIENCE_S
        while _is_ours(int(pid), folder) and time.monotonic() < until:
            time.sleep(0.05)
        if _is_ours(int(pid), folder):
            os.kill(int(pid), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


def _is_ours(pid: int, folder: Path) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"--user-data-dir={folder}".encode() in words
