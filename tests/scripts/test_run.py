"""`scripts/run.py` in a copy of the checkout with a home of its own; the environment and node's packages are borrowed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

pytestmark = pytest.mark.faults

ROOT = Path(__file__).resolve().parents[2]
BORROWED = [Path(".venv"), Path("electron-ui/node_modules")]
COPIED = ["assistant", "commands", "scripts", "electron-ui", "pyproject.toml", "requirements.lock"]
LEFT_OUT = shutil.ignore_patterns("__pycache__", "node_modules", "dist", "dist-electron")

Started = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not _environment_is_current() or not (ROOT / BORROWED[1] / "installed.txt").exists():
        pytest.skip("this checkout was not set up by scripts/run.py since its lock changed")
    copy = tmp_path_factory.mktemp("checkout with a space")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=LEFT_OUT)
        else:
            shutil.copy(source, copy)
    for place in BORROWED:
        (copy / place).symlink_to(ROOT / place)
    return copy


def _environment_is_current() -> bool:
    """Else the copy would install into the environment it only borrows."""
    check = "import environment as e; print(e._installed().get('requirements.lock') == e.fingerprint(e.PRODUCT_LOCK))"
    told = subprocess.run([sys.executable, "-c", check], cwd=ROOT / "scripts", capture_output=True, text=True, check=True)
    return told.stdout.strip() == "True"


@pytest.fixture
def start(checkout: Path, tmp_path: Path) -> Iterator[Started]:
    """Starts run.py with switches and changes to the environment; what still runs is ended after the test."""
    running: list[subprocess.Popen[str]] = []
    # Tests that were started in the background ignore Ctrl+C, and so would all that they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def begin(*switches: str, **changes: str) -> subprocess.Popen[str]:
        dropped = ("DISPLAY", "WAYLAND_DISPLAY", "ELECTRON_BIN", "BROWSER")
        env = {
            key: value for key, value in os.environ.items() if key not in dropped and not key.startswith(("XDG_", "ASSISTANT_"))
        }
        command = [sys.executable, "scripts/run.py", "--data", str(tmp_path / "data"), *switches]
        env |= {"HOME": str(tmp_path), **changes}
        running.append(
            subprocess.Popen(command, cwd=checkout, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        )
        return running[-1]

    yield begin
    for process in running:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What it has said up to and with the line that holds `words`."""
    said = ""
    for line in process.stdout or ():
        said += line
        if words in line:
            return said
    raise AssertionError(f"it never said {words!r} but:\n{said}")


def address(process: subprocess.Popen[str]) -> str:
    """The address of the page, once it is told."""
    return read_until(process, "Symbiote is at ").rsplit("Symbiote is at ", 1)[1].strip()


def test_without_a_display_it_builds_the_window_and_tells_its_address(start: Started, checkout: Path) -> None:
    url = address(start())
    assert (checkout / "electron-ui" / "dist-electron" / "main.cjs").exists()
    page = httpx.get(url.split("#")[0])
    assert page.status_code == 200
    assert "<script" in page.text


def test_a_second_start_sets_nothing_up_again(start: Started) -> None:
    address(start())
    process = start("--headless")
    said = process.communicate(timeout=60)[0]
    assert "Building" not in said
    assert "Installing" not in said


def test_a_busy_data_folder_is_said_and_the_second_leaves(start: Started) -> None:
    first = start("--headless")
    address(first)
    second = start("--headless")
    said = second.communicate(timeout=60)[0]
    assert second.returncode == 1
    assert "already running" in said
    assert first.poll() is None


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_and_leaves_no_process(start: Started, how: signal.Signals) -> None:
    process = start("--headless")
    address(process)
    children = psutil.Process(process.pid).children(recursive=True)
    assert children
    process.send_signal(how)
    said = process.communicate(timeout=30)[0]
    assert "Stopped." in said
    assert "Traceback" not in said
    assert [child for child in children if child.is_running()] == []


def test_killed_it_leaves_no_sidecar_behind(start: Started) -> None:
    process = start("--headless")
    address(process)
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


def test_a_sidecar_that_is_killed_is_told_with_what_to_do(start: Started) -> None:
    process = start("--headless")
    address(process)
    (sidecar,) = [child for child in psutil.Process(process.pid).children(recursive=True) if "serve" in child.cmdline()]
    sidecar.kill()
    said = process.communicate(timeout=30)[0]
    assert process.returncode == 1
    assert "run the same command, and it goes on" in said
    assert "Traceback" not in said


def test_with_a_display_and_no_electron_the_browser_shows_the_page(start: Started, tmp_path: Path) -> None:
    opened, browser = tmp_path / "opened", tmp_path / "browser.sh"
    os.mkfifo(opened)
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{opened}"\n', encoding="utf-8")
    browser.chmod(0o755)
    process = start(DISPLAY=":99", ELECTRON_BIN="/nowhere/electron", BROWSER=f"{browser} %s &")
    url = address(process)
    assert opened.read_text(encoding="utf-8") == url


def test_an_electron_that_cannot_start_here_is_replaced_by_the_browser(start: Started, tmp_path: Path) -> None:
    broken = tmp_path / "electron"
    broken.write_text("#!/bin/sh\necho no usable sandbox >&2\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    process = start(DISPLAY=":99", ELECTRON_BIN=str(broken), BROWSER="true %s")
    assert "no usable sandbox" in read_until(process, "Symbiote is at ")


def test_the_shell_gets_the_folders_and_switches_in_its_own_form(start: Started, tmp_path: Path) -> None:
    note, electron = tmp_path / "arguments.txt", tmp_path / "electron"
    electron.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{note}"\n', encoding="utf-8")
    electron.chmod(0o755)
    process = start("--hidden", "--commands", str(tmp_path / "a"), str(tmp_path / "b"), DISPLAY=":99", ELECTRON_BIN=str(electron))
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert note.read_text(encoding="utf-8").splitlines()[1:] == [
        "--hidden",
        f"--data={tmp_path / 'data'}",
        f"--commands={tmp_path / 'a'}",
        f"--commands={tmp_path / 'b'}",
    ]
