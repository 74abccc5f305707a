"""A sidecar in a process of its own, started as the window's shell starts it, on a data folder and a port that stay."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SPEECH = ROOT / "tests" / "fixtures" / "speech"
BUILT_IN = ROOT / "commands"
TOKEN = "token-of-the-tests"  # noqa: S105 - of this process only
_WAIT_S = 30
QUIET = """\
[voice]
mode = "off"
[speech]
download = false
[window]
first_run_done = true
"""
"""Settings of an owner who types: `assistant.toml`."""
NEW_OWNER = QUIET.replace("first_run_done = true", "first_run_done = false").replace('mode = "off"', 'mode = "always"')
"""Settings of an owner who has just come."""
HEARING = f"""\
[voice]
mode = "always"
[speech]
download = false
model = "{SPEECH / "model"}"
"""
"""Settings of an owner who speaks."""
_ENVIRONMENT = {
    "ASSISTANT_TOKEN": TOKEN,
    "ASSISTANT_LEAVE_WITH_PARENT": "1",
    "BROWSER": "/bin/true",  # sites are "opened" by a program that does nothing
    "PYTHONPATH": str(ROOT / "tests" / "fixtures" / "extension"),
}


class Sidecar:
    """`start` returns when it is ready; `kill` is a crash; started again it is found at the same address."""

    def __init__(
        self, data: Path, commands: Sequence[Path] = (BUILT_IN,), settings: str = QUIET, environment: Mapping[str, str] = {}
    ) -> None:
        self.data, self.port = data, 0
        self._commands, self._settings, self._environment = commands, settings, environment
        self._process: subprocess.Popen[str] | None = None
        self.ready: dict[str, Any] = {}

    @property
    def environment(self) -> dict[str, str]:
        """What the process is started with; for other programs that are to reach the same sidecar too."""
        return {**os.environ, **_ENVIRONMENT, **self._environment}

    @property
    def url(self) -> str:
        """The address of the page, with the token."""
        return f"http://127.0.0.1:{self.port}/#token={TOKEN}"

    @property
    def pid(self) -> int:
        """The running process."""
        return int(self.ready["pid"])

    def start(self) -> None:
        """Start the process. Fails with what it wrote when it does not become ready."""
        self.settle()
        folders = ["--commands", *map(str, self._commands)]
        command = [sys.executable, "-m", "assistant", "serve", "--data", str(self.data), "--port", str(self.port), *folders]
        log = self.data / "stderr.log"
        with log.open("a", encoding="utf-8") as errors:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
            )
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, log.read_text(encoding="utf-8")
        self.ready = json.loads(line)
        assert self.ready["event"] == "ready", line
        self.port = int(self.ready["port"])

    def settle(self) -> None:
        """Make the data folder, with the settings of the first start; a later start finds what the owner has changed."""
        self.data.mkdir(parents=True, exist_ok=True)
        file = self.data / "assistant.toml"
        if not file.exists():
            file.write_text(self._settings, encoding="utf-8")

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process:
            self._process.kill()
            self._end()

    def stop(self) -> None:
        """Close its standard input, as a shell does that leaves."""
        if self._process and self._process.stdin:
            self._process.stdin.close()
            self._end()

    def _end(self) -> None:
        assert self._process
        try:
            self._process.wait(_WAIT_S)
        finally:
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    pipe.close()
            self._process = None


@contextmanager
def running(
    data: Path, commands: Sequence[Path] = (BUILT_IN,), settings: str = QUIET, environment: Mapping[str, str] = {}
) -> Iterator[Sidecar]:
    """A sidecar that runs for as long as the block."""
    sidecar = Sidecar(data, commands, settings, environment)
    try:
        sidecar.start()
        yield sidecar
    finally:
        sidecar.stop()
