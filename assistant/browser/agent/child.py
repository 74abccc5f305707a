"""The child process as the sidecar holds it: started with nothing of the sidecar's environment, ended with all it has started."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import anyio
import anyio.abc
import anyio.to_thread
import psutil
from anyio.streams.buffered import BufferedByteReceiveStream
from pydantic import ValidationError

from assistant.browser.agent.lines import LONGEST, SCRATCH, from_child, line
from assistant.domain.base import Frozen

GRACE = 5.0
"""Seconds the process may take to close its browser and leave by itself."""
_KEPT = (
    *("PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR"),
    *("DBUS_SESSION_BUS_ADDRESS", "FONTCONFIG_FILE", "LD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR", "USERPROFILE", "APPDATA"),
    *("LOCALAPPDATA", "PROGRAMFILES", "PROGRAMDATA", "COMSPEC", "PATHEXT", "VIRTUAL_ENV"),
)
"""What a browser needs of the environment; keys and tokens that lie there are not among it."""


class Child:
    """A running child. One reader; anybody may send."""

    def __init__(self, process: anyio.abc.Process) -> None:
        self._process = process
        self._sending = anyio.Lock()
        self._lines = BufferedByteReceiveStream(process.stdout) if process.stdout else None

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    async def send(self, message: Frozen) -> None:
        """Say something to it; nothing when it is gone."""
        with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError):
            async with self._sending:
                if self._process.stdin:
                    await self._process.stdin.send(line(message))

    async def messages(self) -> AsyncIterator[Any]:
        """What it says, until it has gone or talks nonsense."""
        with suppress(
            anyio.EndOfStream, anyio.IncompleteRead, anyio.DelimiterNotFound, anyio.ClosedResourceError, ValidationError
        ):
            while self._lines is not None:
                yield from_child.validate_json(await self._lines.receive_until(b"\n", LONGEST))

    async def left(self) -> None:
        """Let it leave by itself, for a while."""
        with anyio.move_on_after(GRACE):
            if self._process.stdin:
                await self._process.stdin.aclose()
            await self._process.wait()


@asynccontextmanager
async def child() -> AsyncIterator[Child]:
    """A child, and a folder of its own for all it would leave behind; both are gone afterwards."""
    scratch = Path(await anyio.to_thread.run_sync(tempfile.mkdtemp, "", "symbiote-"))
    process: anyio.abc.Process | None = None
    try:
        process = await anyio.open_process(
            [sys.executable, "-m", "assistant.browser.agent"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(scratch, os.environ),
            cwd=scratch,
            start_new_session=True,
        )
        yield Child(process)
    finally:
        with anyio.CancelScope(shield=True):
            if process is not None:
                await anyio.to_thread.run_sync(end, process.pid)
                await process.aclose()
            await anyio.to_thread.run_sync(lambda: shutil.rmtree(scratch, ignore_errors=True))


def environment(scratch: Path, ours: Mapping[str, str]) -> dict[str, str]:
    """What the child is given: nothing of the library's is sent anywhere or kept anywhere but in its own folder."""
    source = str(Path(__file__).resolve().parents[3])
    return {
        **{name: ours[name] for name in _KEPT if name in ours},
        "PYTHONPATH": source,
        SCRATCH: str(scratch),
        "PYTHONUTF8": "1",
        "TMPDIR": str(scratch),
        "TEMP": str(scratch),
        "TMP": str(scratch),
        "XDG_CACHE_HOME": str(scratch / "cache"),
        "XDG_CONFIG_HOME": str(scratch / "config"),
        "BROWSER_USE_CONFIG_DIR": str(scratch / "browseruse"),
        "ANONYMIZED_TELEMETRY": "false",
        "BROWSER_USE_CLOUD_SYNC": "false",
        "BROWSER_USE_VERSION_CHECK": "false",
        "BROWSER_USE_CLOUD_HINTS": "false",
        "BROWSER_USE_DISABLE_EXTENSIONS": "true",
        "BROWSER_USE_ACTION_TIMEOUT_S": "60",
        "TIMEOUT_AgentEventBusStop": "0.3",
        "SKIP_LLM_API_KEY_VERIFICATION": "true",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }


def end(pid: int) -> None:
    """End the process and what it has started, by their numbers and at once."""
    started: list[psutil.Process] = []
    with suppress(psutil.Error):
        started = psutil.Process(pid).children(recursive=True)
    if hasattr(os, "killpg"):
        # It leads a group of its own, in which its browser stays also after it has died itself.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    for process in started:
        with suppress(psutil.Error):
            process.kill()
    with suppress(psutil.Error):
        psutil.Process(pid).kill()
    psutil.wait_procs(started, timeout=GRACE)
