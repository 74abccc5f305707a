"""The checks and tests: what each one is called, how it is run, and how many of its tests passed, failed and were skipped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from environment import python
from terminal import CACHE, ROOT, say
from window import UI, Node

#: The kinds of tests that need more than Python, in the order they run; a test of two kinds runs with the first.
KINDS = ("models", "mail", "postgres", "emulate", "browser", "device", "electron", "faults")
REPORTS = CACHE / "reports"


@dataclass
class Outcome:
    """What came of one check. A check without tests of its own counts as one."""

    name: str
    passed: int = 0
    #: the name of each
    failed: list[str] = field(default_factory=list)
    #: name and reason of each
    skipped: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True)
class Check:
    """One program to run; `count` reads what it left behind, None takes its exit code."""

    name: str
    command: Sequence[str | Path]
    cwd: Path = ROOT
    env: dict[str, str] = field(default_factory=dict)
    timeout_s: float = 900
    count: Callable[[], Outcome] | None = None
    #: exit codes that are right
    fine: tuple[int, ...] = (0,)


def static_checks(node: Node | None) -> list[Check]:
    """Format, types, layers, and the build of the window: no test runs."""
    tool = python().parent
    checks = [
        Check("ruff check", [tool / "ruff", "check", "."]),
        Check("ruff format", [tool / "ruff", "format", "--check", "."]),
        Check("mypy", [tool / "mypy"]),
        Check("import contracts", [tool / "lint-imports"]),
    ]
    if node is not None:
        checks.append(Check("tsc", [*node.npm, "run", "check"], UI, node.env))
    return checks


def window_tests(node: Node) -> Check:
    """The tests of the window's own code."""
    report = REPORTS / "vitest.json"
    command: list[str | Path] = [*node.npm, "test", "--", "--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
    return Check("window (vitest)", command, UI, node.env, count=lambda: _read_vitest(report))


def python_tests(kind: str) -> Check:
    """The Python tests marked `kind` and with no earlier kind; `unit` is all that have none."""
    earlier = KINDS if kind == "unit" else KINDS[: KINDS.index(kind)]
    expression = " and ".join([*([] if kind == "unit" else [kind]), *(f"not {other}" for other in earlier)])
    report = REPORTS / f"pytest-{kind}.xml"
    command: list[str | Path] = [
        python(),
        "-m",
        "pytest",
        "-m",
        expression,
        f"--junitxml={report}",
        "-p",
        "no:cacheprovider",
        "-ra",
        "--continue-on-collection-errors",
        # A test that hangs shows where.
        "-o",
        "faulthandler_timeout=180",
        "--durations=10",
        "--durations-min=5",
    ]
    if kind == "unit":
        # They share nothing but the processor; what needs a device, a window or a model has the machine to itself.
        command += ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile"]
    # pytest ends with 5 when there is no test of this kind.
    return Check(f"python: {kind}", command, ROOT, {}, 1800, lambda: _read_junit(f"python: {kind}", report), (0, 5))


def names_of(kind: str) -> list[str]:
    """The tests marked `kind`, without running them."""
    command = [str(python()), "-m", "pytest", "-m", kind, "--collect-only", "-p", "no:cacheprovider"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    return [line for line in found.splitlines() if "::" in line]


def run(check: Check) -> Outcome:
    """Runs one check with its output on the terminal. A tool that crashes, hangs or leaves no report counts as failed."""
    say(f"\n=== {check.name} ===")
    REPORTS.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    code = _run([str(word) for word in check.command], check)
    outcome = _outcome(check, code)
    outcome.seconds = time.monotonic() - began
    return outcome


def _run(words: list[str], check: Check) -> int | None:
    """The exit code, or None when it took too long or could not be started; its whole process group is ended then."""
    try:
        child = subprocess.Popen(words, cwd=check.cwd, env={**os.environ, **check.env}, start_new_session=os.name == "posix")
    except OSError as error:
        say(str(error))
        return None
    try:
        return child.wait(check.timeout_s)
    except subprocess.TimeoutExpired:
        say(f"{check.name} was ended after {check.timeout_s:.0f} s")
        return None
    finally:
        if child.poll() is None:
            _end_group(child)


def _end_group(child: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait()


def _outcome(check: Check, code: int | None) -> Outcome:
    right = code in check.fine
    if check.count is None:
        return Outcome(check.name, passed=1) if right else Outcome(check.name, failed=[check.name])
    try:
        counted = check.count()
    except (OSError, ValueError, ET.ParseError):
        return Outcome(check.name, failed=[] if code == 5 else [f"{check.name}: it left no report"])
    if not right and not counted.failed:
        counted.failed.append(f"{check.name}: it ended with {code}")
    return counted


def _read_junit(name: str, report: Path) -> Outcome:
    outcome = Outcome(name)
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - our own file
        skipped, full = case.find("skipped"), f"{case.get('classname')}::{case.get('name')}".removeprefix("::")
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed.append(full)
        elif skipped is not None:
            outcome.skipped.append((full, skipped.get("message", "")))
        else:
            outcome.passed += 1
    report.unlink()
    return outcome


def _read_vitest(report: Path) -> Outcome:
    said = json.loads(report.read_text(encoding="utf-8"))
    report.unlink()
    outcome = Outcome("window (vitest)", said["numPassedTests"])
    for suite in said["testResults"]:
        # A file that could not even be loaded has no tests of its own.
        if suite["status"] == "failed" and not suite["assertionResults"]:
            outcome.failed.append(suite["name"])
        for test in suite["assertionResults"]:
            if test["status"] == "failed":
                outcome.failed.append(test["fullName"])
            elif test["status"] != "passed":
                outcome.skipped.append((test["fullName"], test["status"]))
    return outcome
