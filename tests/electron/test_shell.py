"""The real shell with the real sidecar, as the owner meets it: in a window, with the processes dying under it."""

from __future__ import annotations

import base64
import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.electron.harness import Desktop, Page, Shell

pytestmark = pytest.mark.electron

Start = Callable[..., Shell]

COMMAND = """
title: {en: Call the house, ru: Позвать дом}
phrases:
  en: ["call the house"]
  ru: ["позови дом"]
steps:
  - say: "the house answers"
"""


@pytest.fixture
def commands(desktop: Desktop) -> str:
    """A switch that leaves the shell with one command."""
    folder = desktop.checkout / "test-commands"
    folder.mkdir(exist_ok=True)
    (folder / "house.yaml").write_text(COMMAND, encoding="utf-8")
    return f"--commands={folder}"


@contextlib.contextmanager
def loaded(shell: Shell) -> Iterator[Page]:
    """The window once the real page is shown."""
    with shell.page() as page:
        page.wait("location.protocol === 'http:' && document.querySelector('textarea')")
        yield page


def gone(process: psutil.Process, within_s: float = 10) -> bool:
    """Whether a process ends by itself."""
    with contextlib.suppress(psutil.TimeoutExpired, psutil.NoSuchProcess):
        process.wait(within_s)
    return not process.is_running()


def keep(page: Page, name: str) -> None:
    """Keeps a picture of the window where SYMBIOTE_PICTURES says."""
    folder = os.environ.get("SYMBIOTE_PICTURES")
    if folder:
        (Path(folder) / f"{name}.png").write_bytes(base64.b64decode(page.picture()))


def sidecar_of(shell: Shell) -> psutil.Process:
    """The sidecar the shell runs."""
    sidecar = shell.sidecar()
    assert sidecar is not None
    return sidecar


def write(page: Page) -> None:
    """Puts the focus into the composer, once the welcome of a first start, which takes it, has come and gone."""
    page.wait("window.welcomed || document.querySelector('dialog[open]')")
    page.run("window.welcomed = true, [...document.querySelectorAll('dialog[open]')].forEach((dialog) => dialog.close())")
    page.run("document.querySelector('textarea').focus()")


def say(page: Page, words: str) -> None:
    """Types a sentence into the composer and sends it."""
    write(page)
    page.type(words)


def test_a_typed_command_runs_and_its_answer_is_in_the_window(desktop: Desktop, start: Start, commands: str) -> None:
    shell = start(desktop.folder("typed"), commands)
    with loaded(shell) as page:
        page.wait("window.symbiote && window.symbiote.version")
        keep(page, "first")
        say(page, "call the house")
        page.wait("document.body.innerText.includes('the house answers')")
        keep(page, "answered")


def test_the_page_gets_named_functions_and_nothing_of_node(desktop: Desktop, start: Start, commands: str) -> None:
    with loaded(start(desktop.folder("confined"), commands)) as page:
        names = page.run("Object.keys(window.symbiote).sort()")
        assert names == [
            "getLoginItem", "notify", "onCommand", "openDataFolder", "platform", "setCloseToTray", "setHotkey",
            "setLanguage", "setLoginItem", "setState", "version",
        ]  # fmt: skip
        assert page.run("[typeof require, typeof process, typeof module, typeof window.starting].join()") == ",".join(
            ["undefined"] * 4
        )


def test_the_token_is_in_no_address_after_the_page_has_loaded(desktop: Desktop, start: Start, commands: str) -> None:
    with loaded(start(desktop.folder("token"), commands)) as page:
        page.wait("location.hash === ''")


def test_the_page_cannot_lead_the_window_elsewhere(desktop: Desktop, start: Start, commands: str) -> None:
    with loaded(start(desktop.folder("away"), commands)) as page:
        here = page.url()
        page.run("void (location.href = 'http://127.0.0.1:9/')")
        page.run("void window.open('http://127.0.0.1:9/')")
        page.run("new Promise((done) => setTimeout(done, 300))")
        assert page.url() == here


def test_the_page_may_use_neither_camera_nor_place(desktop: Desktop, start: Start, commands: str) -> None:
    with loaded(start(desktop.folder("permissions"), commands)) as page:
        camera = "navigator.mediaDevices.getUserMedia({video: true}).then(() => 'given', (error) => error.name)"
        assert page.run(camera) in ("NotAllowedError", "NotFoundError")
        place = (
            "new Promise((done) => navigator.geolocation.getCurrentPosition(() => done('given'), (error) => done(error.code)))"
        )
        assert page.run(place) == 1


def test_killing_the_shell_leaves_no_sidecar(desktop: Desktop, start: Start, commands: str) -> None:
    shell = start(desktop.folder("orphan"), commands)
    with loaded(shell):
        sidecar = sidecar_of(shell)
    shell.process.kill()
    assert gone(sidecar)


def test_ending_the_shell_ends_the_sidecar_first(desktop: Desktop, start: Start, commands: str) -> None:
    shell = start(desktop.folder("ending"), commands)
    with loaded(shell):
        sidecar = sidecar_of(shell)
    shell.process.terminate()
    assert shell.ended() == 0
    assert gone(sidecar)


def test_a_killed_sidecar_comes_back_under_the_same_page(desktop: Desktop, start: Start, commands: str) -> None:
    shell = start(desktop.folder("killed"), commands)
    with loaded(shell) as page:
        here = page.url()
        page.run("window.before = true")
        write(page)
        page.call("Input.insertText", text="half a sentence")
        killed = sidecar_of(shell)
        killed.kill()
        assert gone(killed)
        assert page.run("document.querySelector('textarea').value") == "half a sentence"
        page.run("document.querySelector('textarea').select()")
        say(page, "call the house")
        page.wait("document.body.innerText.includes('the house answers')")
        assert (page.url(), page.run("window.before")) == (here, True)
    assert sidecar_of(shell).pid != killed.pid


def test_a_second_start_leaves_and_toggles_listening_in_the_first(desktop: Desktop, start: Start, commands: str) -> None:
    data = desktop.folder("second")
    first = start(data, commands)
    with loaded(first) as page:
        page.wait("document.querySelector('header select').value === 'always'")
        page.run("window.heard = []; void window.symbiote.onCommand((name) => window.heard.push(name))")
        second = start(data, "--toggle-listen", debug=False)
        assert second.ended() == 0
        page.wait("window.heard.length > 0")
        assert page.run("window.heard") == ["toggle-listen"]
        page.wait("document.querySelector('header select').value === 'off'")
    assert first.process.poll() is None


def test_closing_the_window_keeps_the_assistant_and_a_second_start_shows_it_again(
    desktop: Desktop, start: Start, commands: str
) -> None:
    data = desktop.folder("tray")
    shell = start(data, commands)
    with loaded(shell):
        shell.tells("window: shown")
        shell.process.send_signal(signal.SIGUSR2)
        shell.tells("window: hidden")
        assert sidecar_of(shell).is_running()
        assert start(data, debug=False).ended() == 0
        shell.tells("window: shown", times=2)


def test_closing_the_window_ends_everything_when_the_owner_wants_that(desktop: Desktop, start: Start, commands: str) -> None:
    shell = start(desktop.folder("close"), commands)
    with loaded(shell) as page:
        sidecar = sidecar_of(shell)
        page.run("window.symbiote.setCloseToTray(false)")
        page.run("window.symbiote.getLoginItem()")
    shell.process.send_signal(signal.SIGUSR2)
    assert shell.ended() == 0
    assert gone(sidecar)


def test_started_hidden_it_works_without_a_window_in_sight(desktop: Desktop, start: Start, commands: str) -> None:
    data = desktop.folder("hidden")
    shell = start(data, commands, "--hidden")
    with loaded(shell) as page:
        assert page.run("Boolean(window.symbiote)")
        assert "window: shown" not in shell.lines
        assert start(data, debug=False).ended() == 0
        shell.tells("window: shown")


def test_the_page_takes_a_shortcut_and_starts_with_the_computer(desktop: Desktop, start: Start, commands: str) -> None:
    with loaded(start(desktop.folder("desktop"), commands)) as page:
        assert page.run("window.symbiote.setHotkey('Control+Alt+J')") == {"ok": True, "message": ""}
        refused = page.run("window.symbiote.setHotkey('Nonsense')")
        assert refused["ok"] is False
        assert "Nonsense" in refused["message"]
        entry = desktop.home / ".config" / "autostart" / "symbiote.desktop"
        assert page.run("window.symbiote.setLoginItem(true).then(() => window.symbiote.getLoginItem())") is True
        assert f'"--data={desktop.home / "desktop"}"' in entry.read_text(encoding="utf-8")
        assert page.run("window.symbiote.setLoginItem(false).then(() => window.symbiote.getLoginItem())") is False
        assert not entry.exists()


def test_a_busy_data_folder_is_explained_and_can_be_tried_again(desktop: Desktop, start: Start, commands: str) -> None:
    data = desktop.folder("busy")
    with desktop.sidecar(data):
        shell = start(data, commands)
        with shell.page() as page:
            page.wait("document.getElementById('actions') && !document.getElementById('actions').hidden")
            keep(page, "busy")
            assert "This data folder is in use" in page.text()
    with shell.page() as page:
        page.run("document.getElementById('retry').click()")
        page.wait("location.protocol === 'http:' && document.querySelector('textarea')")


def test_a_sidecar_that_cannot_start_is_shown_with_its_log(desktop: Desktop, start: Start) -> None:
    data = desktop.folder("broken")
    (data / "assistant.toml").write_text("[voice]\nmode = 'sideways'\n", encoding="utf-8")
    shell = start(data)
    with shell.page() as page:
        page.wait("document.getElementById('retry') && !document.getElementById('actions').hidden")
        keep(page, "failed")
        assert "mode" in page.text()
        (data / "assistant.toml").write_text("[voice]\nmode = 'off'\n", encoding="utf-8")
        page.run("document.getElementById('retry').click()")
        page.wait("location.protocol === 'http:' && document.querySelector('textarea')")
