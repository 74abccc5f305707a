"""What lies in the checkout: nothing at the top but what belongs there, no trace of one machine, no licence that binds."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
TOP = {
    "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "requirements.lock",
    "assistant", "electron-ui", "commands", "tests", "scripts",
}  # fmt: skip
LOCAL = re.compile(r"/work/|/root/|/home/(?!owner\b|anna\b)\w+/|\b(npmjs|pypi|pythonhosted)\.(org|com)\b", re.IGNORECASE)
BINDING = re.compile(r"\b(A?GPL|GNU (Affero )?General|SSPL|BUSL|CC[- ]BY[- ]NC|non-?commercial)", re.IGNORECASE)
LESSER = re.compile(r"\bL-?GPL|Lesser General|\bMPL|Mozilla", re.IGNORECASE)
#: weaker copyleft that is allowed, with the reason; the README lists the same
ALLOWED = {
    "psycopg": "LGPL; imported as it is, replaceable",
    "psycopg-binary": "LGPL; its C libraries are linked dynamically inside the wheel",
    "certifi": "MPL; a list of certificates, unchanged",
    "tqdm": "MPL; unchanged files",
}


def tracked() -> list[Path]:
    """Every file of the project."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def licence(package: str) -> str:
    """All that a package says of its licence, in few words."""
    about = importlib.metadata.metadata(package)
    classified = [line.removeprefix("License ::") for line in about.get_all("Classifier", []) if line.startswith("License ::")]
    said = " ".join([about.get("License-Expression") or "", *classified, (about.get("License") or "")[:60]])
    return said if said.strip() else _licence_file(package)


def _licence_file(package: str) -> str:
    """The heading of the licence a package ships, for one whose metadata only points at that file."""
    named = importlib.metadata.metadata(package).get_all("License-File", [])
    texts = [text for name in named if (text := importlib.metadata.distribution(package).read_text(f"licenses/{name}"))]
    return " ".join(text.strip()[:300] for text in texts)


def installed() -> dict[str, str]:
    """The licence of each locked package that is installed on this platform."""
    names = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    found = {}
    for name in names:
        try:
            found[name] = licence(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def test_nothing_lies_at_the_top_but_what_belongs_there() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in top if not name.startswith(".")} - TOP == set()


def test_no_file_names_a_folder_of_one_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        if path.parts[-2:-1] == ("docs",) or path.suffix in {".wav", ".bin", ".png"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in LOCAL.finditer(text)]
    assert found == []


def test_no_package_of_the_product_is_under_a_licence_that_binds_its_users() -> None:
    packages = installed()
    assert len(packages) > 40
    assert {name: said for name, said in packages.items() if BINDING.search(LESSER.sub("", said))} == {}


def test_weaker_copyleft_is_only_where_it_is_named_here_and_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {name for name, said in installed().items() if LESSER.search(said)} <= set(ALLOWED)
    assert {name for name in ALLOWED if name not in readme} == set()


def test_every_package_says_what_its_licence_is() -> None:
    assert {name for name, said in installed().items() if not said.strip()} == set()
