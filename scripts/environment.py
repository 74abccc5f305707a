"""The Python environment: `.venv` in the checkout, made from the lock files with their hashes, by uv or by pip."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from system import install_packages
from terminal import ROOT, Problem, Timed, attempt, must

VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
PRODUCT_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "tests" / "requirements.lock"
WINDOWS = os.name == "nt"
OFFLINE = "The Python packages could not be installed. Is this machine online? Then run the same command again."


def python() -> Path:
    """The interpreter of the environment."""
    return VENV / "Scripts" / "python.exe" if WINDOWS else VENV / "bin" / "python"


def ensure(locks: Sequence[Path]) -> None:
    """Makes the environment hold what `locks` name. Costs a few milliseconds when it does already. Raises Problem."""
    wanted = {str(lock.relative_to(ROOT)): fingerprint(lock) for lock in locks}
    installed = _installed()
    if all(installed.get(name) == value for name, value in wanted.items()):
        return
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python starts this script too
        raise Problem(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}. Run it with another python3.")
    with Timed("Installing the Python packages (once, a few minutes)"):
        _make()
        install(locks)
        _add_the_command()
        compile_ours()
    kept = {name: value for name, value in installed.items() if (ROOT / name).exists() and fingerprint(ROOT / name) == value}
    STAMP.write_text(json.dumps({**kept, **wanted}), encoding="utf-8")


def install(locks: Sequence[Path], target: Path | None = None) -> None:
    """Installs exactly what `locks` name, hashes checked: into the environment, or into the folder `target`. Raises Problem."""
    named = [word for lock in locks for word in ("-r", str(lock))]
    where = [] if target is None else ["--target", str(target)]
    uv = _uv()
    if uv is not None:
        must([uv, "pip", "install", "--compile-bytecode", "--python", python(), "--require-hashes", *where, *named], OFFLINE)
        return
    if not attempt([python(), "-m", "pip", "--version"]):
        must([python(), "-m", "ensurepip"], "pip is missing in .venv. Delete the folder .venv and run the same command again.")
    # The lock files are whole; looking for what a package needs once more, pip stumbles over extras (`google-auth[requests]`).
    exactly = ["--no-input", "--no-deps", "--upgrade", "--require-hashes"]
    must([python(), "-m", "pip", "install", *exactly, *where, *named], OFFLINE)


def compile_ours() -> None:
    """Bytecode for our own modules, also where Python is told to write none: without it every start takes half as long again.

    What cannot be written here (a checkout that is read only) is compiled at every start.
    """
    attempt([python(), "-m", "compileall", "-q", "-j", "0", ROOT / "assistant"])


def ensure_folder(lock: Path, target: Path) -> None:
    """Makes `target`, a folder of packages outside the environment, hold what `lock` names. Raises Problem."""
    stamp = target / "installed.txt"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint(lock):
        return
    shutil.rmtree(target, ignore_errors=True)
    install([lock], target)
    stamp.write_text(fingerprint(lock), encoding="utf-8")


def fingerprint(lock: Path) -> str:
    """What tells two contents of a lock file, or two interpreters, apart."""
    digest = hashlib.sha256(lock.read_bytes())
    digest.update(f"{sys.version_info[:2]}".encode())
    return digest.hexdigest()


def _installed() -> dict[str, str]:
    try:
        installed: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return installed if python().exists() else {}


def _make() -> None:
    if python().exists() and attempt([python(), "-c", "pass"]):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    uv = _uv()
    if uv is not None:
        must([uv, "venv", "--python", sys.executable, VENV], "The folder .venv could not be made.")
        return
    make: list[str | Path] = [sys.executable, "-m", "venv", VENV]
    if attempt(make):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    line = install_packages(["python3-venv"])
    if line:
        raise Problem(f"Python cannot make environments here. Run this line, then the same command again:\n    {line}")
    must(make, "The folder .venv could not be made.")


def _uv() -> str | None:
    """uv where it is installed and works (a version manager may leave a name on the path that does not)."""
    found = shutil.which("uv")
    if found is None:
        return None
    works = subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0
    return found if works else None


def _add_the_command() -> None:
    """`symbiote` on the environment's path, and the package importable from every folder."""
    query: list[str | Path] = [python(), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(query, capture_output=True, text=True, check=True).stdout.strip())
    (packages / "symbiote.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    if WINDOWS:
        (VENV / "Scripts" / "symbiote.cmd").write_text(f'@"{python()}" -m assistant %*\n', encoding="utf-8")
        return
    command = VENV / "bin" / "symbiote"
    command.write_text(f'#!/bin/sh\nexec "{python()}" -m assistant "$@"\n', encoding="utf-8")
    command.chmod(0o755)
