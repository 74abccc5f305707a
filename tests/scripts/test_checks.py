"""What scripts/checks.py counts is what the tools reported: skipped is never passed, a crash is never nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.unit

JUNIT = """<testsuites><testsuite>
<testcase classname="tests.a" name="test_one" />
<testcase classname="tests.a" name="test_two"><failure message="no" /></testcase>
<testcase classname="tests.a" name="test_three"><skipped message="no microphone" /></testcase>
<testcase classname="" name="tests.b"><error message="collection failure" /></testcase>
</testsuite></testsuites>"""

VITEST = {
    "numPassedTests": 1,
    "testResults": [
        {
            "name": "a.test.ts",
            "status": "failed",
            "assertionResults": [
                {"fullName": "one", "status": "passed"},
                {"fullName": "two", "status": "failed"},
                {"fullName": "three", "status": "skipped"},
                {"fullName": "four", "status": "todo"},
            ],
        },
        {"name": "b.test.ts", "status": "failed", "assertionResults": []},
    ],
}


@pytest.fixture
def checks(script_named: Callable[[str], ModuleType]) -> ModuleType:
    return script_named("checks")


def test_a_pytest_report_is_counted_by_what_each_test_came_to(checks: ModuleType, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(JUNIT, encoding="utf-8")
    outcome = checks._read_junit("python", report)
    assert outcome.passed == 1
    assert outcome.failed == ["tests.a::test_two", "tests.b"]
    assert outcome.skipped == [("tests.a::test_three", "no microphone")]


def test_a_vitest_report_counts_files_that_could_not_be_loaded(checks: ModuleType, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text(json.dumps(VITEST), encoding="utf-8")
    outcome = checks._read_vitest(report)
    assert (outcome.passed, outcome.failed) == (1, ["two", "b.test.ts"])
    assert outcome.skipped == [("three", "skipped"), ("four", "todo")]


@pytest.mark.parametrize(("code", "failed"), [(0, 0), (1, 1), (5, 1)])
def test_a_tool_without_a_report_is_one_check(checks: ModuleType, code: int, failed: int) -> None:
    outcome = checks.run(checks.Check("tool", [sys.executable, "-c", f"raise SystemExit({code})"]))
    assert (outcome.passed, len(outcome.failed)) == (1 - failed, failed)


@pytest.mark.parametrize("script", ["raise SystemExit(1)", "import os; os.abort()", "raise SystemExit(0)"])
def test_tests_that_leave_no_report_have_failed(checks: ModuleType, tmp_path: Path, script: str) -> None:
    def count() -> object:
        return checks._read_junit("python", tmp_path / "missing.xml")

    outcome = checks.run(checks.Check("python", [sys.executable, "-c", script], count=count, fine=(0, 5)))
    assert (outcome.passed, len(outcome.failed)) == (0, 1)


def test_a_tool_that_hangs_is_ended_and_has_failed(checks: ModuleType) -> None:
    outcome = checks.run(checks.Check("tool", [sys.executable, "-c", "import time; time.sleep(600)"], timeout_s=0.2))
    assert len(outcome.failed) == 1


def test_a_tool_that_is_not_there_has_failed(checks: ModuleType) -> None:
    assert len(checks.run(checks.Check("tool", ["/nowhere/tool"])).failed) == 1


def test_each_python_test_belongs_to_exactly_one_run(checks: ModuleType) -> None:
    expressions = [checks.python_tests(kind).command[4] for kind in ("unit", *checks.KINDS)]
    for marks in ([], ["browser"], ["electron"], ["models", "device"], ["faults", "browser", "models"]):
        names = {kind: kind in marks for kind in checks.KINDS}
        chosen = [expression for expression in expressions if eval(expression, {}, dict(names))]  # noqa: S307 - our own words
        assert len(chosen) == 1, marks
