"""The browser lives as long as it is needed, belongs to one run at a time, and survives being killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

from assistant.browser import profile, program
from assistant.browser.browsing import Browsing
from assistant.browser.pictures import Pictures
from assistant.domain.page import Deed, Target, Visit
from assistant.errors import NotFound, StepRefused
from tests.browser.conftest import Act, Served, browsing_in

pytestmark = pytest.mark.anyio
in_browser = pytest.mark.browser


def browser_pid(folder: Path) -> int:
    """The process that holds the profile."""
    return int((folder / "browser" / "profile" / "SingletonLock").readlink().name.rpartition("-")[2])


async def until(found: Any) -> None:
    """Wait until something is true."""
    with anyio.fail_after(20):
        while not found():  # noqa: ASYNC110 - another process tells nobody when it has ended
            await anyio.sleep(0.02)


@in_browser
async def test_two_runs_do_not_touch_each_others_page(act: Act, served: Served) -> None:
    await act("browser.open", {"address": f"{served.url}/click-link.html"}, run="one")
    await act("browser.open", {"address": f"{served.url}/copy.html"}, run="two")
    assert (await act("browser.extract", {"css": "#secret-word"}, run="two")).value == "kingfisher"
    assert (await act("browser.click", {"name": "our terms"}, run="one")).value["title"] == "Click a link"


@in_browser
async def test_what_a_page_of_nobodys_run_asks_is_left_to_the_owner(browsing: Browsing) -> None:
    async with browsing.session.used() as context:
        page = await context.new_page()
        tools, opened = await context.new_cdp_session(page), anyio.Event()
        tools.on("Page.javascriptDialogOpening", lambda _asked: opened.set())
        await tools.send("Page.enable")
        await page.evaluate("void setTimeout(() => { window.said = confirm('Sure?') })")
        with anyio.fail_after(20):
            await opened.wait()
        await tools.send("Page.handleJavaScriptDialog", {"accept": True})
        assert await page.evaluate("window.said") is True


@in_browser
async def test_a_run_without_a_page_is_told_how_to_get_one(act: Act) -> None:
    with pytest.raises(StepRefused, match=r"browser\.open"):
        await act("browser.click", {"name": "Go"})


@in_browser
async def test_a_killed_browser_is_started_anew_and_the_run_says_so(
    act: Act, served: Served, tmp_path: Path, browsing: Browsing
) -> None:
    await act("browser.open", {"address": f"{served.url}/copy.html"})
    os.kill(browser_pid(tmp_path), signal.SIGKILL)
    await until(lambda: not browsing.session.is_running)
    read = await act("browser.extract", {"css": "#secret-word"})
    assert read.value == "kingfisher"
    assert read.evidence is not None
    assert "opened again" in read.evidence.notes[0]


@in_browser
async def test_a_step_that_is_cancelled_leaves_a_browser_that_works(act: Act, served: Served, browsing: Browsing) -> None:
    await act("browser.open", {"address": f"{served.url}/copy.html"})
    with anyio.move_on_after(0.3):
        await browsing.wait_for(Target(text="never"), Visit(run="run-1", key="k"))
    assert (await act("browser.extract", {"css": "#secret-word"})).value == "kingfisher"


@in_browser
async def test_an_idle_browser_is_closed(tmp_path: Path, served: Served) -> None:
    has_ended = anyio.Event()

    async def over(_run: str) -> bool:
        return has_ended.is_set()

    async with browsing_in(tmp_path, {"allow_hosts": ("127.0.0.1",), "show": False, "idle_s": 5}) as browsing:
        browsing.pages._is_over = over
        await browsing.open(f"{served.url}/copy.html", Visit(run="one", key="k"))
        assert browsing.session.endpoint.startswith("ws://127.0.0.1:")
        has_ended.set()
        await until(lambda: not browsing.session.is_running)
        assert browsing.session.endpoint == ""


@in_browser
async def test_the_pages_picture_is_kept(act: Act, served: Served, browsing: Browsing) -> None:
    opened = await act("browser.open", {"address": f"{served.url}/copy.html"})
    assert opened.evidence is not None
    picture = await browsing.picture(opened.evidence.picture)
    assert picture.startswith(b"\xff\xd8")
    assert len(picture) < 100_000


@pytest.mark.unit
def test_the_oldest_pictures_go_when_there_are_too_many(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path)
    names = [f"pic-{number:09}-00000000aa.jpg" for number in range(60)]
    for name in names:
        pictures.keep(name, b"x" * 1_000, 20_000)
    assert len(list((tmp_path / "browser" / "pictures").iterdir())) < 60
    assert pictures.read(names[-1]) == b"x" * 1_000
    with pytest.raises(NotFound):
        pictures.read(names[0])
    with pytest.raises(NotFound):
        pictures.read("../../assistant.toml")


@pytest.mark.unit
def test_the_lock_of_a_browser_that_was_killed_is_taken_away(tmp_path: Path) -> None:
    folder = tmp_path / "browser" / "profile"
    folder.mkdir(parents=True)
    (folder / "SingletonLock").symlink_to(f"{socket.gethostname()}-{os.getpid()}")
    assert profile.prepare(tmp_path) == folder
    assert not (folder / "SingletonLock").is_symlink()


@pytest.mark.unit
def test_a_missing_browser_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StepRefused) as missing:
        program.find("")
    assert "Install Chromium" in missing.value.said("en")
    assert "Установите" in missing.value.said("ru")
    with pytest.raises(StepRefused, match="no program"):
        program.find(str(tmp_path / "nothing"))


@asynccontextmanager
async def owners_own(folder: Path, page: str) -> AsyncIterator[str]:
    """A browser the owner has started himself, at a page; the address of its debugger."""
    flags = ["--headless=new", "--no-first-run", "--remote-debugging-port=0", f"--user-data-dir={folder}"]
    sandbox = ["--no-sandbox"] if program.needs_no_sandbox() else []
    async with await anyio.open_process(
        [program.find(""), *flags, *sandbox, page], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as owners:
        await until(lambda: profile.endpoint(folder))
        port = profile.endpoint(folder).split(":")[2].partition("/")[0]
        try:
            yield f"http://127.0.0.1:{port}"
            assert owners.returncode is None
        finally:
            owners.terminate()


@in_browser
async def test_the_owners_own_browser_is_attached_to_and_left_as_it_was(tmp_path: Path, served: Served) -> None:
    served.moved["/moved"] = f"{served.url.replace('127.0.0.1', 'localhost')}/inner"
    served.pages["/inner"] = "<h1>Inner</h1>"
    async with owners_own(tmp_path / "owners", f"{served.url}/copy.html") as address:
        chosen = {"allow_hosts": ("127.0.0.1",), "attach": address}
        async with browsing_in(tmp_path / "data", chosen) as browsing:
            opened = await browsing.open(f"{served.url}/click-link.html", Visit(run="one", key="k"))
            assert opened.title == "Click a link"
            with pytest.raises(StepRefused, match="localhost is this computer"):
                await browsing.open(f"{served.url}/moved", Visit(run="one", key="k2"))
            titles = [await page.title() for page in (await browsing.session.context()).pages]
            assert "Copy a text" in titles
    assert "/inner" not in served.asked


@in_browser
@pytest.mark.parametrize(
    "how", ["window.open(away)", "link.click()", "window.open(away, '', 'noopener')", "document.forms[0].submit()"]
)
async def test_a_window_that_opens_in_the_owners_own_browser_shows_nothing_that_is_not_allowed(
    how: str, tmp_path: Path, served: Served
) -> None:
    away = f"{served.url.replace('127.0.0.1', 'localhost')}/inner"
    served.pages |= {
        "/inner": "<h1>Inner</h1>",
        "/opens": f"<a id=link target=_blank rel=noopener href='{away}'>x</a><form id=form target=_blank action='{away}'></form><button onclick=\"away = '{away}'; {how}\">Go</button>",
    }
    async with owners_own(tmp_path / "owners", f"{served.url}/copy.html") as address:
        chosen = {"allow_hosts": ("127.0.0.1",), "attach": address}
        async with browsing_in(tmp_path / "data", chosen) as browsing:
            await browsing.open(f"{served.url}/opens", Visit(run="one", key="k"))
            done = await browsing.do(Deed(kind="click", target=Target(name="Go")), Visit(run="one", key="k2"))
            group = browsing.pages.known("one")
            assert group is not None
            # A form opens its window a moment after its button was pressed.
            await until(lambda: done.evidence.notes or group.notes)
            assert "localhost is this computer" in (*done.evidence.notes, *group.notes)[0]
            assert done.evidence.url == f"{served.url}/opens"
            shown = [page.url for page in (await browsing.session.context()).pages]
            assert not [url for url in shown if "localhost" in url]
    assert not [path for path in served.asked if path.startswith("/inner")], "not even its first request was sent"


@in_browser
async def test_a_window_of_the_owners_own_opens_as_ever_and_one_of_a_run_is_worked_in(tmp_path: Path, served: Served) -> None:
    served.pages |= {
        "/opens": "<a target=_blank href=/inner>Go</a>",
        "/inner": "<h1>Inner</h1><img src=/picture>",
        "/picture": "",
    }
    async with owners_own(tmp_path / "owners", f"{served.url}/copy.html") as address:
        chosen = {"allow_hosts": ("127.0.0.1",), "attach": address}
        async with browsing_in(tmp_path / "data", chosen) as browsing:
            await browsing.open(f"{served.url}/opens", Visit(run="one", key="k"))
            [owners] = [page for page in (await browsing.session.context()).pages if page.url.endswith("copy.html")]
            async with owners.expect_popup() as opening:
                await owners.evaluate(f"void window.open('{served.url.replace('127.0.0.1', 'localhost')}/owners')")
            await (await opening.value).wait_for_load_state()
            done = await browsing.do(Deed(kind="click", target=Target(name="Go")), Visit(run="one", key="k2"))
            assert done.evidence.url == f"{served.url}/inner"
    assert {"/owners", "/picture"} <= set(served.asked)


@in_browser
async def test_a_page_in_the_owners_own_browser_asks_nothing_through_a_service_worker(tmp_path: Path, served: Served) -> None:
    away = f"{served.url.replace('127.0.0.1', 'localhost')}/inner"
    served.pages |= {
        "/inner": "<h1>Inner</h1>",
        "/worker.js": f"onfetch = e => {{ if (e.request.url.includes('ask')) e.respondWith(fetch('{away}', {{mode: 'no-cors'}})) }}",
        "/works": "<h1>Works</h1><script>navigator.serviceWorker.register('/worker.js')"
        ".then(() => navigator.serviceWorker.ready).then(() => document.title = 'ready')</script>",
        "/ask": "<h1>Asked</h1>",
    }
    async with owners_own(tmp_path / "owners", f"{served.url}/works") as address:
        chosen = {"allow_hosts": ("127.0.0.1",), "attach": address}
        async with browsing_in(tmp_path / "data", chosen) as browsing:
            (owners,) = (await browsing.session.context()).pages
            await owners.wait_for_function("document.title === 'ready'")
            await browsing.open(f"{served.url}/ask", Visit(run="one", key="k"))
    assert "/inner" not in served.asked
