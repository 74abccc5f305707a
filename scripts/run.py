"""Starts Symbiote: `python3 scripts/run.py`. The first time it sets up what is needed; nothing but Python must be there."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
import webbrowser
from pathlib import Path
from types import FrameType

import environment
import window
from system import has_display, is_root, portaudio_missing
from terminal import CACHE, ROOT, Problem, say

#: An Electron that ends this soon with an error could not start at all.
START_S = 15.0
LEAVE_S = 10.0


def main() -> int:
    """Sets up, starts, stays until it ends."""
    options = read_options()
    signal.signal(signal.SIGTERM, _interrupt)
    started = time.monotonic()
    try:
        environment.ensure([environment.PRODUCT_LOCK])
        build_window()
        line = portaudio_missing()
        if line:
            say(f"No microphone yet: the PortAudio library is missing. To have it, run: {line}")
        say(f"Ready to start after {time.monotonic() - started:.1f} s.")
        return start(options)
    except Problem as problem:
        say(f"\n{problem}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Starts Symbiote; the first time it sets up what is needed.")
    parser.add_argument("--headless", action="store_true", help="show no window, only print the address of the page")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder with your data")
    parser.add_argument(
        "--commands",
        type=Path,
        metavar="DIR",
        nargs="+",
        action="extend",
        default=[],
        help="use these commands, not the built-in ones",
    )
    parser.add_argument("--hidden", action="store_true", help="start in the tray, without showing the window")
    parser.add_argument("--toggle-listen", action="store_true", help="toggle listening in the Symbiote that runs already")
    return parser.parse_args()


def build_window() -> None:
    """Without node the assistant still runs and its command line works; the page then says that it is not built."""
    try:
        window.ensure_built()
    except Problem as problem:
        say(f"\n{problem}\nStarting without the window; `symbiote say` and the rest of the command line work.\n")


def start(options: argparse.Namespace) -> int:
    """In Electron if it can be shown, else in the browser, else by address."""
    if options.headless or not has_display():
        return serve(options, show=False)
    program = _electron()
    if program is None:
        return serve(options, show=True)
    code = run_electron(program, options)
    return serve(options, show=True) if code is None else code


def _electron() -> Path | None:
    if not (window.UI / "dist-electron" / "main.cjs").exists():
        return None
    if sys.platform == "linux" and is_root() and "ELECTRON_BIN" not in os.environ:
        say("Electron does not run as root; opening the browser instead.")
        return None
    return window.electron() or window.fetch_electron()


def run_electron(program: Path, options: argparse.Namespace) -> int | None:
    """Electron's exit code once it ends, or None when it could not start on this machine."""
    switches = [f"--{name}" for name in ("hidden", "toggle-listen") if getattr(options, name.replace("-", "_"))]
    if options.data:
        switches.append(f"--data={options.data.resolve()}")
    switches += [f"--commands={folder.resolve()}" for folder in options.commands]
    CACHE.mkdir(exist_ok=True)
    log = CACHE / "electron.log"
    began = time.monotonic()
    with log.open("wb") as output:
        child = subprocess.Popen(
            [str(program), str(window.UI), *switches], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        if not options.toggle_listen:
            say("Symbiote runs. Ctrl+C, or Quit in its menu in the tray, ends it.")
        code = _wait(child)
    if code != 0 and time.monotonic() - began < START_S:
        tail = "\n".join(f"    {line}" for line in log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:])
        say(f"Electron could not start here; opening the browser instead. It said:\n{tail}")
        return None
    return code


def serve(options: argparse.Namespace, *, show: bool) -> int:
    """The sidecar without Electron; the page in the default browser when `show`, its address in any case."""
    command: list[str | Path] = [environment.python(), "-m", "assistant", "serve"]
    if options.data:
        command += ["--data", options.data.resolve()]
    if options.commands:
        command += ["--commands", *(folder.resolve() for folder in options.commands)]
    child = subprocess.Popen(
        [str(word) for word in command],
        cwd=ROOT,
        env={**os.environ, "ASSISTANT_LEAVE_WITH_PARENT": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        said = _first_line(child)
        if said.get("event") != "ready":
            child.wait(LEAVE_S)
            raise Problem(str(said.get("message") or "The assistant could not be started; its own words are above."))
        url = str(said["url"])
        say(f"Symbiote is at {url}\nThe address holds a key to it: do not pass it on. Ctrl+C ends it.")
        if show and not webbrowser.open(url):
            say("No browser could be opened; open the address yourself.")
        code = _wait(child)
        if code != 0:
            raise Problem(
                "The assistant has ended unexpectedly. Nothing it had taken is lost: run the same command, and it goes on."
            )
        return code
    finally:
        _end(child)


def _first_line(child: subprocess.Popen[str]) -> dict[str, object]:
    """The sidecar's one line of JSON; empty when it ended without."""
    for line in child.stdout or ():
        try:
            said = json.loads(line)
        except ValueError:
            say(line.rstrip())
            continue
        if isinstance(said, dict):
            return said
    return {}


def _wait(child: subprocess.Popen[str] | subprocess.Popen[bytes]) -> int:
    """The exit code of `child`; Ctrl+C gives it time to leave by itself, then ends it."""
    try:
        return child.wait()
    finally:
        _end(child)


def _end(child: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    if child.stdin:
        child.stdin.close()
    elif child.poll() is None:
        child.terminate()
    try:
        child.wait(LEAVE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
