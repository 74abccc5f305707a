"""The desktop the tests of this folder start shells on; they are skipped where ELECTRON_BIN names no Electron."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.electron.harness import Desktop, Shell, build_checkout, display, public_folder, without_network


@pytest.fixture(scope="session")
def desktop() -> Iterator[Desktop]:
    if not Path(os.environ.get("ELECTRON_BIN", "/nowhere")).exists():
        pytest.skip("ELECTRON_BIN names no Electron")
    folder = public_folder()
    try:
        checkout, home = folder / "checkout", folder / "home"
        checkout.mkdir()
        home.mkdir()
        home.chmod(0o777)
        build_checkout(checkout)
        with without_network(), display() as screen:
            yield Desktop(checkout, screen, home)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def start(desktop: Desktop) -> Iterator[Callable[..., Shell]]:
    """Starts shells and ends them after the test."""
    shells: list[Shell] = []

    def begin(data: Path, *switches: str, debug: bool = True) -> Shell:
        shells.append(desktop.start(data, *switches, debug=debug))
        return shells[-1]

    yield begin
    for shell in shells:
        shell.end()
