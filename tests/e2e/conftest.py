"""The built page, Chromium, and a real sidecar with commands that show every kind of step."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.sidecar import BUILT_IN, QUIET, ROOT, Sidecar, running
from tests.e2e.trial import write_trial_commands
from tests.e2e.watcher import Watcher, watching
from tests.e2e.window import Window, launched, opened


@pytest.fixture
def settings() -> str:
    """The first `assistant.toml`; tests that need something else override this."""
    return QUIET


@pytest.fixture
def sidecar(tmp_path: Path, settings: str) -> Iterator[Sidecar]:
    """A running sidecar with the built-in commands and the trial ones."""
    with running(tmp_path / "data", [BUILT_IN, write_trial_commands(tmp_path / "trial")], settings) as started:
        yield started


@pytest.fixture
def watcher(sidecar: Sidecar) -> Iterator[Watcher]:
    """A client beside the window."""
    with watching(sidecar) as connected:
        yield connected


@pytest.fixture(scope="session")
def built_page() -> None:
    """The page as of its sources."""
    subprocess.run([sys.executable, "-c", "import window; window.ensure_built()"], cwd=ROOT / "scripts", check=True)


@pytest.fixture(scope="module")
def browser(built_page: None) -> Iterator[Browser]:
    """Chromium. Not for the whole session: while it is open no test of another module can have an event loop."""
    if not shutil.which("chromium"):
        pytest.skip("not installed: chromium")
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        chromium = launched(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def window(browser: Browser, sidecar: Sidecar) -> Iterator[Window]:
    """The window in English; a complaint in its console fails the test."""
    with opened(browser, sidecar) as page:
        yield page
        assert page.complaints == []
