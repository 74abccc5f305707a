"""What the scripts say, and how they run other programs: quietly, with the output at hand when something goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
LOG = CACHE / "setup.log"


class Problem(Exception):
    """Something the person at the terminal has to know or do; the message says what."""


def say(text: str) -> None:
    """One line for the person at the terminal, shown at once even through a pipe."""
    print(text, flush=True)


def attempt(
    command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None, timeout_s: float = 1800
) -> bool:
    """Runs `command` with its output in the log; false when it failed, was not there, or took longer than `timeout_s`."""
    CACHE.mkdir(exist_ok=True)
    words = [str(word) for word in command]
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(words)}\n")
        log.flush()
        try:
            done = subprocess.run(
                words,
                cwd=cwd,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                timeout=timeout_s,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            log.write(f"{error}\n")
            return False
    return done.returncode == 0


def must(command: Sequence[str | Path], why: str, *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Like `attempt`, but a failure is a Problem that begins with `why` and ends with the last lines of output."""
    if not attempt(command, cwd=cwd, env=env):
        raise Problem(f"{why}\n{last_lines()}\nThe whole output is in {LOG}")


def last_lines(count: int = 12) -> str:
    """The end of the log, indented."""
    lines = LOG.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(f"    {line}" for line in lines[-count:])


class Timed:
    """`with Timed("Building"):` says what begins and, when it took long, how long it took."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        self.started = time.monotonic()
        say(f"{self.what} ...")

    def __exit__(self, *_: object) -> None:
        seconds = time.monotonic() - self.started
        if seconds >= 1 and sys.exc_info()[0] is None:
            say(f"  done in {seconds:.0f} s")
