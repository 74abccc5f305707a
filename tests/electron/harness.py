"""Starts the real shell in the tests' Electron: as nobody, without a network, on a display of its own.

That Electron is years old and full of holes, so it never sees anything but our own page on the loopback.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parents[2]
SHIM = ROOT / "electron-ui" / "test" / "electron" / "electron9.cjs"
NOBODY = 65534
CLONE_NEWNET = 0x40000000
PATIENCE_S = 30.0


@contextlib.contextmanager
def without_network() -> Iterator[None]:
    """This thread, and every process it starts, sees a loopback of its own and nothing else. As root only; else nothing changes."""
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    try:
        if libc.unshare(CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "no network namespace can be made")
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        yield
    finally:
        libc.setns(before, CLONE_NEWNET)
        os.close(before)


@contextlib.contextmanager
def display() -> Iterator[str]:
    """A virtual screen; gives its name for DISPLAY."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-ac"]
    server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as numbers:
        number = numbers.readline().strip()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def public_folder() -> Path:
    """A temporary folder nobody can enter (pytest's are for their owner only)."""
    folder = Path(tempfile.mkdtemp(prefix="symbiote-electron-"))
    folder.chmod(0o755)
    return folder


def build_checkout(folder: Path) -> None:
    """What the shell needs of a checkout, built for the old Chromium."""
    ui = ROOT / "electron-ui"
    env = {**os.environ, "SYMBIOTE_TARGET": "chrome83"}
    out = folder / "electron-ui"
    out.mkdir()
    vite = ["node", "node_modules/vite/bin/vite.js", "build", "--outDir", str(out / "dist"), "--logLevel", "error"]
    subprocess.run(vite, cwd=ui, env=env, check=True)
    subprocess.run(["node", "main/build.mjs", str(out / "dist-electron")], cwd=ui, env=env, check=True)
    shutil.copy(ui / "package.json", out)
    shutil.copytree(ROOT / "assistant", folder / "assistant", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "commands", folder / "commands")
    (folder / ".venv").symlink_to(ROOT / ".venv")


def _as_nobody() -> list[str]:
    """The words before a command that take all rights from it; the right to read where the interpreter lies in root's home."""
    if os.geteuid() != 0:
        return []
    plain = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    python = Path(os.path.realpath(ROOT / ".venv" / "bin" / "python"))
    reachable = all(folder.stat().st_mode & 0o001 for folder in python.parents)
    return plain if reachable else [*plain, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]


@dataclass
class Shell:
    """One started shell. `lines` is what it wrote."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    debugger: queue.Queue[str] = field(default_factory=queue.Queue)

    def __post_init__(self) -> None:
        self.heard = threading.Condition()
        self.reader = threading.Thread(target=self._listen, daemon=True)
        self.reader.start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            with self.heard:
                self.lines.append(line.rstrip())
                self.heard.notify_all()
            found = re.search(r"DevTools listening on ws://([\d.:]+)/", line)
            if found:
                self.debugger.put(found[1])

    def sidecar(self) -> psutil.Process | None:
        """The Python process it runs now."""
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self.process.pid).children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    if "assistant" in child.cmdline() and child.status() != psutil.STATUS_ZOMBIE:
                        return child
        return None

    @contextlib.contextmanager
    def page(self) -> Iterator[Page]:
        """The window, driven through the debugger's port."""
        address = self.debugger.get(timeout=PATIENCE_S)
        self.debugger.put(address)
        with urllib.request.urlopen(f"http://{address}/json") as answer:
            targets: list[dict[str, str]] = json.load(answer)
        target = next(target for target in targets if target["type"] == "page")
        with connect(target["webSocketDebuggerUrl"], max_size=None, ping_interval=None, close_timeout=0.5) as connection:
            yield Page(connection)

    def tells(self, words: str, times: int = 1) -> None:
        """Waits until it has written a line `times` times."""
        deadline = time.monotonic() + PATIENCE_S
        with self.heard:
            while self.lines.count(words) < times:
                assert self.heard.wait(deadline - time.monotonic()), f"never said {words!r} but {self.lines}"

    def ended(self) -> int:
        """Waits for its end by itself; its exit code."""
        try:
            return self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it has not ended; it wrote {self.lines}") from None

    def end(self) -> None:
        """Ends it however it is doing."""
        sidecar = self.sidecar()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.kill()
        self.process.wait()
        self.reader.join()
        if self.process.stdout:
            self.process.stdout.close()
        if sidecar is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                sidecar.kill()


@dataclass
class Desktop:
    """Where shells are started: a checkout, a screen, a home."""

    checkout: Path
    screen: str
    home: Path

    def start(self, data: Path, *switches: str, debug: bool = True) -> Shell:
        """Starts the shell on the data folder `data`; `debug` opens the port `Shell.page` needs."""
        command = [
            *_as_nobody(),
            os.environ["ELECTRON_BIN"],
            "--no-sandbox",
            "--disable-gpu",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            *(["--remote-debugging-port=0"] if debug else []),
            "-r",
            str(SHIM),
            str(self.checkout / "electron-ui"),
            f"--data={data}",
            *switches,
        ]
        env = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "ASSISTANT_", "DBUS_"))}
        env |= {"DISPLAY": self.screen, "HOME": str(self.home), "LANG": "en_GB.UTF-8", "LC_ALL": "C.UTF-8"}
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        return Shell(process)

    @contextlib.contextmanager
    def sidecar(self, data: Path) -> Iterator[psutil.Popen]:
        """A sidecar without a shell, once it is ready."""
        command = [
            *_as_nobody(),
            str(self.checkout / ".venv" / "bin" / "python"),
            "-m",
            "assistant",
            "serve",
            "--data",
            str(data),
        ]
        env = {**os.environ, "HOME": str(self.home), "ASSISTANT_LEAVE_WITH_PARENT": "1"}
        with psutil.Popen(command, cwd=self.checkout, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert b"ready" in process.stdout.readline()
            try:
                yield process
            finally:
                process.kill()

    def folder(self, name: str) -> Path:
        """A new data folder that belongs to the user the shell runs as."""
        data = self.home / name
        data.mkdir()
        if os.geteuid() == 0:
            os.chown(data, NOBODY, NOBODY)
        return data


class Page:
    """A page behind the DevTools protocol, as far as the tests need it."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._number = 0

    def call(self, method: str, **params: object) -> dict[str, Any]:
        """One request and its result; events in between are passed over."""
        self._number += 1
        self._connection.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            said = json.loads(self._connection.recv(PATIENCE_S))
            if said.get("id") == self._number:
                if "error" in said:
                    raise AssertionError(said["error"])
                result: dict[str, Any] = said["result"]
                return result

    def run(self, script: str) -> Any:
        """The value of an expression in the page, awaited if it is a promise."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def wait(self, condition: str) -> Any:
        """Waits until an expression is true in whatever page is shown; a navigation in between does no harm."""
        script = f"""(async () => {{
            for (let turn = 0; turn < 40; turn += 1) {{
                const value = (() => {{ try {{ return {condition}; }} catch (error) {{ return false; }} }})();
                if (value) return value;
                await new Promise((resolve) => setTimeout(resolve, 50));
            }}
            return false;
        }})()"""
        for _ in range(int(PATIENCE_S / 2)):
            with contextlib.suppress(AssertionError):
                value = self.run(script)
                if value:
                    return value
        raise AssertionError(f"never true: {condition}\nthe page says: {self.text()}")

    def text(self) -> str:
        """What can be read in the window."""
        return str(self.run("document.body.innerText"))

    def url(self) -> str:
        """The address of the page, without the fragment."""
        return str(self.run("location.origin + location.pathname"))

    def type(self, text: str) -> None:
        """Types into what has the focus and presses Enter."""
        self.call("Input.insertText", text=text)
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r")

    def picture(self) -> str:
        """A PNG of the window, base64."""
        return str(self.call("Page.captureScreenshot")["data"])
