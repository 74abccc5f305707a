"""The data folder: made private, locked by one process, and the note that tells the command line where the sidecar is."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from assistant.errors import DataFolderBusy, DataFolderUnusable

SESSION = "session.json"


@dataclass(frozen=True, slots=True)
class Session:
    """A running sidecar."""

    port: int
    pid: int
    token: str


def prepare(data: Path) -> None:
    """Make the folder, readable by its owner only. Raises DataFolderUnusable."""
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        (data / "commands").mkdir(exist_ok=True)
    except OSError as error:
        raise DataFolderUnusable(
            f"The data folder {data} cannot be made: {error.strerror}. Choose another with --data.",
            ru=f"Папку данных {data} нельзя создать: {error.strerror}. Укажите другую через --data.",
        ) from error


def lock(data: Path) -> IO[str]:
    """Hold the returned file open for the life of the process. Raises DataFolderBusy, DataFolderUnusable."""
    try:
        handle = (data / "lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise DataFolderUnusable(
            f"The data folder {data} cannot be written: {error.strerror}. Allow it, or choose another with --data.",
            ru=f"В папку данных {data} нельзя записать: {error.strerror}. Разрешите это или укажите другую через --data.",
        ) from error
    try:
        if sys.platform == "win32":
            import msvcrt  # exists only there

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # exists only here

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        handle.close()
        raise DataFolderBusy(
            f"Symbiote is already running on {data}. Use that window, or start this one with another folder: --data DIR.",
            ru=f"Symbiote уже работает с {data}. Откройте то окно или запустите этот с другой папкой: --data DIR.",
        ) from error
    return handle


def write_session(data: Path, session: Session) -> None:
    """Tell the command line where the sidecar is; readable by the owner only."""
    partial = data / f"{SESSION}.new"
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump({"port": session.port, "pid": session.pid, "token": session.token}, out)
    partial.replace(data / SESSION)


def read_session(data: Path) -> Session | None:
    """The sidecar that last wrote its note here, running or not."""
    try:
        note = json.loads((data / SESSION).read_text(encoding="utf-8"))
        return Session(port=int(note["port"]), pid=int(note["pid"]), token=str(note["token"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
