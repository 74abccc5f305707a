"""The environment: our own modules have bytecode after set-up, whatever Python was told."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment() -> Iterator[ModuleType]:
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import environment  # type: ignore[import-not-found]  # noqa: PLC0415  scripts are no package

        yield environment
    finally:
        sys.path.remove(str(ROOT / "scripts"))


def test_our_modules_are_compiled_also_where_python_writes_no_bytecode(
    environment: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    source = tmp_path / "assistant" / "steps" / "one.py"
    source.parent.mkdir(parents=True)
    source.write_text("x = 1\n", encoding="utf-8")
    environment.compile_ours()
    assert Path(importlib.util.cache_from_source(str(source))).exists()
