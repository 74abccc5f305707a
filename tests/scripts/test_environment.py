"""The environment: our own modules have bytecode after set-up, whatever Python was told."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.unit


def test_our_modules_are_compiled_also_where_python_writes_no_bytecode(
    script_named: Callable[[str], ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = script_named("environment")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    source = tmp_path / "assistant" / "steps" / "one.py"
    source.parent.mkdir(parents=True)
    source.write_text("x = 1\n", encoding="utf-8")
    environment.compile_ours()
    assert Path(importlib.util.cache_from_source(str(source))).exists()
