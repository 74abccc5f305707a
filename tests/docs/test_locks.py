"""The lock files hold what the project asks for, and no address to fetch it from."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PRODUCT = ROOT / "requirements.lock"
TESTS = ROOT / "tests" / "requirements.lock"
LOCKS = [PRODUCT, TESTS, ROOT / "scripts" / "node.lock", ROOT / "tests" / "electron" / "harness.lock"]
PACKAGES = ROOT / "electron-ui" / "package-lock.json"
ADDRESS = re.compile(r"https?://|git\+|file:|--(extra-)?index-url|--find-links|\b(npmjs|pypi|pythonhosted)\.", re.IGNORECASE)
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,.-]+\])?==([^\s;]+)", re.MULTILINE)


def pins(lock: Path) -> dict[str, set[Version]]:
    """Every version a lock file holds of each package (several where markers tell them apart)."""
    found: dict[str, set[Version]] = {}
    for name, version in PIN.findall(lock.read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(name), set()).add(Version(version))
    return found


def unmet(requirement: str, *locks: Path) -> str:
    """Why the locks do not satisfy a requirement; empty when they do."""
    wanted = Requirement(requirement)
    held = {version for lock in locks for version in pins(lock).get(canonicalize_name(wanted.name), set())}
    if not held:
        return f"{requirement}: not in the lock"
    wrong = sorted(str(version) for version in held if not wanted.specifier.contains(version, prereleases=True))
    return f"{requirement}: the lock holds {', '.join(wrong)}" if wrong else ""


def test_the_lock_holds_every_dependency_as_it_is_asked_for() -> None:
    faults = [unmet(requirement, PRODUCT) for requirement in PROJECT["project"]["dependencies"]]
    assert [fault for fault in faults if fault] == []


def test_the_tests_lock_holds_the_test_group_as_it_is_asked_for() -> None:
    faults = [unmet(requirement, TESTS) for requirement in PROJECT["dependency-groups"]["test"]]
    assert [fault for fault in faults if fault] == []


def test_both_locks_agree_where_they_name_the_same_package() -> None:
    product, tests = pins(PRODUCT), pins(TESTS)
    assert {name: (product[name], tests[name]) for name in product.keys() & tests.keys() if product[name] != tests[name]} == {}


def test_what_nothing_asks_for_any_more_is_not_in_the_lock() -> None:
    wanted = {canonicalize_name(Requirement(line).name) for line in PROJECT["project"]["dependencies"]}
    block = re.compile(r"^([\w.-]+)==[^\n]*\n(?: {4}--hash[^\n]*\n)*((?: {4}#[^\n]*\n?)+)", re.MULTILINE)
    direct = {
        canonicalize_name(name)
        for name, because in block.findall(PRODUCT.read_text(encoding="utf-8"))
        if "(pyproject.toml)" in because
    }
    assert direct == wanted


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(ROOT)))
def test_every_locked_package_has_hashes(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    bare = [
        line for line, following in zip(lines, [*lines[1:], ""], strict=True) if PIN.match(line) and "--hash=" not in following
    ]
    assert bare == []


@pytest.mark.parametrize("lock", [*LOCKS, PACKAGES], ids=lambda lock: str(lock.relative_to(ROOT)))
def test_no_lock_file_names_an_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    if lock == PACKAGES:
        text = json.dumps(_without_funding(json.loads(text)))
    assert ADDRESS.findall(text) == []


def test_the_packages_of_the_window_are_locked_as_they_are_asked_for() -> None:
    asked = json.loads((PACKAGES.parent / "package.json").read_text(encoding="utf-8"))
    locked = json.loads(PACKAGES.read_text(encoding="utf-8"))["packages"]
    for group in ("dependencies", "devDependencies"):
        assert locked[""].get(group) == asked.get(group)
    missing = [name for name, package in locked.items() if name and "integrity" not in package]
    assert missing == []


def _without_funding(tree: object) -> object:
    """npm copies where a package's authors take donations; nothing is fetched from there."""
    if isinstance(tree, dict):
        return {key: _without_funding(value) for key, value in tree.items() if key != "funding"}
    if isinstance(tree, list):
        return [_without_funding(value) for value in tree]
    return tree
