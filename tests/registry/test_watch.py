"""Watching where the system tells nothing: a process without a free file handle for the system's events."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

EXHAUSTED = """
import os, resource, sys
from pathlib import Path
import anyio
from assistant.registry import watch

async def main() -> None:
    folder, taken, bunches = Path(sys.argv[1]), [], 0
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    with anyio.fail_after(30):
        async with anyio.create_task_group() as tasks:
            try:
                while True:
                    taken.append(os.open(os.devnull, os.O_RDONLY))
            except OSError:
                pass

            async def release() -> None:
                await anyio.sleep(0.5)
                for handle in taken:
                    os.close(handle)

            tasks.start_soon(release)
            async for files in watch.changes([folder]):
                if files:
                    print("polled", *sorted(file.name for file in files))
                    tasks.cancel_scope.cancel()
                (folder / "new.yaml").write_text("title: T")

anyio.run(main)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")
def test_changes_are_found_by_looking_when_the_systems_watches_are_used_up(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", EXHAUSTED, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.startswith("polled new.yaml"), done.stderr
    assert "looked at every second" in done.stderr
