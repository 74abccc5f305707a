"""What a real mouse and keyboard do is recorded; what a page does itself, and what is secret, is not."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from playwright.async_api import Locator, Page

from assistant.browser.browsing import Browsing
from assistant.browser.recorder import Recorder
from assistant.domain.base import LocalText
from assistant.domain.page import PageFile, Target, Visit
from assistant.domain.showing import LeftPage, ShownAction
from tests.browser.conftest import Act, Served
from tests.browser.test_session import browser_pid, until

pytestmark = [pytest.mark.browser, pytest.mark.anyio]

FORM = """<!doctype html><meta charset=utf-8><title>Form</title><h1>Form</h1><form onsubmit="event.preventDefault()">
<label>Name <input name=n></label><label>Password <input type=password name=p></label><label>Card <input name=c></label>
<label>SMS code <input name=s autocomplete=one-time-code></label><label>Note <textarea name=t></textarea></label>
<label>Tea <input type=radio name=d value=tea></label><label>Ready <input type=checkbox name=r></label><label>Bill <input type=file name=f></label>
<button>Save</button></form><div contenteditable aria-label=Letter role=textbox></div><p id=idle>nothing here</p>"""


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    """A file of the owner's."""
    file = tmp_path / "bill.pdf"
    file.write_text("kingfisher")
    return file


class Watched:
    """What was recorded, as the recorder tells it."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder, self.told, self.lost = recorder, list[ShownAction](), anyio.Event()
        self._changed = anyio.Event()

    def tell(self, action: ShownAction) -> None:
        """One more."""
        self.told.append(action)
        self._changed.set()

    async def start(self, left: LeftPage | None = None) -> LocalText:
        """Record."""
        return await self.recorder.start("run-1", "en", self.tell, self.lost.set, left or LeftPage())

    async def until(self, wanted: Callable[[ShownAction], bool]) -> ShownAction:
        """The first that is wanted; fails with all there is."""
        with anyio.move_on_after(10):
            while True:
                if found := next((one for one in self.told if wanted(one)), None):
                    return found
                self._changed = anyio.Event()
                await self._changed.wait()
        raise AssertionError(f"it did not come: {[(one.kind, one.label, one.value) for one in self.told]}")

    async def pressed(self, button: Locator, label: str) -> ShownAction:
        """Press until it is told: a frame or tab that has just opened is followed a moment later."""
        with anyio.fail_after(20):
            while True:
                await button.click()
                with anyio.move_on_after(1):
                    return await self.until(lambda one: one.label == label)

    def brief(self, *kinds: str) -> list[tuple[str, str, str]]:
        """Kind, name and value of all of these kinds."""
        return [(one.kind, one.label, one.value) for one in self.told if one.kind in kinds]


@asynccontextmanager
async def watching(browsing: Browsing) -> AsyncIterator[tuple[Watched, Page]]:
    """A recorder at work, and the page it is shown."""
    recorder = Recorder(browsing.session, browsing.pages)
    watched = Watched(recorder)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(recorder.run)
        await watched.start()
        group = browsing.pages.known("run-1")
        assert group is not None and group.page is not None
        yield watched, group.page
        await recorder.stop()
        tasks.cancel_scope.cancel()


async def test_typing_ticking_and_pressing_are_told_with_what_finds_the_element_again(browsing: Browsing, served: Served) -> None:
    served.pages["/form"] = FORM
    async with watching(browsing) as (watched, page):
        await page.goto(f"{served.url}/form")
        await page.get_by_label("Name").click()
        await page.keyboard.type("Anna")
        await page.get_by_label("Ready").click()
        await page.get_by_label("Tea").click()
        await page.get_by_role("textbox", name="Letter").click()
        await page.keyboard.type("Dear all")
        await page.get_by_role("button", name="Save").click()
        pressed = await watched.until(lambda one: one.kind == "click")
        assert watched.told[0].url == f"{served.url}/form"
        assert watched.brief("fill", "check", "click") == [
            ("fill", "Name", "Anna"),
            ("check", "Ready", "yes"),
            ("check", "Tea", "yes"),
            ("fill", "Letter", "Dear all"),
            ("click", "Save", ""),
        ]
        assert pressed.target is not None and (pressed.target.role, pressed.target.name) == ("button", "Save")
        letter = next(one for one in watched.told if one.label == "Letter")
        assert letter.target and letter.target.print and "Dear" not in letter.target.print.model_dump_json()


async def test_no_secret_leaves_the_page(browsing: Browsing, served: Served) -> None:
    served.pages["/form"] = FORM
    async with watching(browsing) as (watched, page):
        await page.goto(f"{served.url}/form")
        for name, text in (("Password", "hunter2"), ("SMS code", "123456"), ("Note", "4111 1111 1111 1111")):
            await page.get_by_label(name).click()
            await page.keyboard.type(text)
        # Shown letters make a password no less of one.
        await page.evaluate("document.querySelector('[name=p]').type = 'text'")
        await page.get_by_label("Password").click()
        await page.keyboard.type("more")
        await page.get_by_role("button", name="Save").click()
        await watched.until(lambda one: one.kind == "click")
        said = " ".join(one.model_dump_json() for one in watched.told)
        assert not [text for text in ("hunter2", "123456", "1111", "more") if text in said]
        kinds = {one.label: one.secret for one in watched.told if one.kind == "fill" and one.secret}
        assert kinds == {"Password": "password", "SMS code": "code", "Note": "card"}


async def test_a_page_cannot_pretend_that_the_owner_did_something(browsing: Browsing, served: Served) -> None:
    served.pages["/form"] = FORM
    async with watching(browsing) as (watched, page):
        await page.goto(f"{served.url}/form")
        await page.evaluate(
            """() => { const button = document.querySelector('button'), name = document.querySelector('[name=n]');
            button.click(); button.dispatchEvent(new MouseEvent('click', { bubbles: true })); name.value = 'forged';
            name.dispatchEvent(new InputEvent('input', { bubbles: true })); name.dispatchEvent(new Event('change', { bubbles: true }));
            name.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })); }"""
        )
        assert await page.evaluate("typeof globalThis.__symbioteShown + typeof globalThis.symbiote") == "undefinedundefined"
        await page.locator("#idle").click()
        await page.get_by_role("button", name="Save").click()
        await watched.until(lambda one: one.kind == "click")
        assert watched.brief("fill", "click", "press") == [("click", "Save", "")]


async def test_a_chosen_file_is_told_by_its_name_alone_and_given_again(
    bill: Path, browsing: Browsing, served: Served, act: Act
) -> None:
    served.pages["/form"] = FORM
    async with watching(browsing) as (watched, page):
        await page.goto(f"{served.url}/form")
        await choose(page, page.get_by_label("Bill"), bill)
        await page.get_by_role("button", name="Save").click()
        await watched.until(lambda one: one.kind == "click")
        assert watched.brief("upload") == [("upload", "Bill", "bill.pdf")]
        assert "kingfisher" not in " ".join(one.model_dump_json() for one in watched.told)
        target = next(one.target for one in watched.told if one.kind == "upload")
    await gives_again(act, browsing, f"{served.url}/form", target)


@pytest.mark.parametrize("how", ["label", "button"])
async def test_a_file_is_chosen_through_what_was_pressed_for_it_when_its_field_is_hidden(
    how: str, bill: Path, browsing: Browsing, served: Served, act: Act
) -> None:
    field = "<input type=file id=f style='display: none'>"
    pressed = {
        "label": "<label for=f>Attach the bill</label>",
        "button": "<button type=button onclick='f.click()'>Attach</button>",
    }
    served.pages["/form"] = f"<!doctype html><title>Form</title>{field}{pressed[how]}<p id=said></p><button>Save</button>"
    async with watching(browsing) as (watched, page):
        await page.goto(f"{served.url}/form")
        await choose(page, page.locator("label, button").first, bill)
        uploaded = await watched.until(lambda one: one.kind == "upload")
        assert uploaded.value == "bill.pdf" and "Attach" in uploaded.label
    await gives_again(act, browsing, f"{served.url}/form", uploaded.target)


async def choose(page: Page, opener: Locator, file: Path) -> None:
    """Choose a file as a person does: given by its path it is the browser itself that tells the page."""
    async with page.expect_file_chooser() as choosing:
        await opener.click()
    await (await choosing.value).set_files(file)


async def gives_again(act: Act, browsing: Browsing, url: str, target: Target | None) -> None:
    """What was recorded of the field finds it in another run."""
    assert target is not None
    await act("browser.open", {"address": url}, run="again")
    given = PageFile(name="other.pdf", content=b"other", digest="d")
    done = await browsing.upload(target, [given], Visit(run="again", key="give", seconds=5))
    assert done.after == [["other.pdf", 5]]


async def test_frames_of_other_sites_and_new_tabs_are_followed(
    browsing: Browsing, served: Served, chosen: dict[str, Any]
) -> None:
    chosen["allow_hosts"] = ("127.0.0.1", "localhost")
    other = served.url.replace("127.0.0.1", "localhost")
    served.pages["/outer"] = f"<title>Outer</title><iframe src={other}/inner></iframe><a href=/tab target=_blank>More</a>"
    served.pages["/inner"] = "<button>Inside</button>"
    served.pages["/tab"] = "<title>Tab</title><button>In the tab</button>"
    async with watching(browsing) as (watched, page):
        await page.goto(f"{served.url}/outer")
        inside = await watched.pressed(page.frame_locator("iframe").get_by_role("button"), "Inside")
        assert inside.target and inside.target.frame == "/inner" and inside.url == f"{served.url}/outer"
        async with page.context.expect_page() as opening:
            await page.get_by_role("link", name="More").click()
        tab = await opening.value
        await watched.until(lambda one: one.label == "More")
        assert (await watched.pressed(tab.get_by_role("button"), "In the tab")).url == f"{served.url}/tab"
        assert [one.url for one in watched.told if one.kind == "open"] == [f"{served.url}/outer"], "the tab was opened by a link"


async def test_where_a_link_leads_is_no_address_that_was_typed(browsing: Browsing, served: Served) -> None:
    served.pages["/a"] = "<title>A</title><a href=/b>On</a>"
    served.pages["/b"] = "<title>B</title><form action=/c><input name=q aria-label=Find></form>"
    served.pages["/c"] = "<title>C</title><script>location.href = '/d'</script>"
    served.pages["/d"] = "<title>D</title><button>Here</button>"
    async with watching(browsing) as (watched, page):
        await page.goto(f"{served.url}/a")
        await page.get_by_role("link").click()
        await page.get_by_label("Find").click()
        await page.keyboard.type("tea")
        await page.keyboard.press("Enter")
        await page.get_by_role("button").click()
        await watched.until(lambda one: one.label == "Here")
        assert [one.url for one in watched.told if one.kind == "open"] == [f"{served.url}/a"]
        assert watched.brief("click", "fill", "press") == [
            ("click", "On", ""),
            ("fill", "Find", "tea"),
            ("press", "Find", "Enter"),
            ("click", "Here", ""),
        ]


async def test_nothing_is_recorded_after_a_stop_and_it_goes_on_where_it_was(browsing: Browsing, served: Served) -> None:
    served.pages["/form"] = FORM
    async with watching(browsing) as (watched, page):
        await page.goto(f"{served.url}/form")
        await watched.recorder.stop()
        await page.get_by_label("Ready").click()
        await watched.start()
        await page.get_by_role("button", name="Save").click()
        await watched.until(lambda one: one.kind == "click")
        assert watched.brief("check", "click") == [("click", "Save", "")]


async def test_a_browser_that_is_closed_is_told(browsing: Browsing, served: Served) -> None:
    async with watching(browsing) as (watched, page):
        await page.close()
        with anyio.fail_after(10):
            await watched.lost.wait()


async def test_a_killed_browser_is_told_and_the_page_comes_back_as_it_was_filled_in(
    browsing: Browsing, served: Served, tmp_path: Path
) -> None:
    served.pages["/form"] = FORM
    async with watching(browsing) as (watched, page):
        await page.goto(f"{served.url}/form")
        await page.get_by_label("Name").click()
        await page.keyboard.type("Anna")
        await page.get_by_label("Ready").click()
        await watched.until(lambda one: one.kind == "check")
        os.kill(browser_pid(tmp_path), signal.SIGKILL)
        with anyio.fail_after(10):
            await watched.lost.wait()
        await until(lambda: not browsing.session.is_running)
        put = tuple(one for one in watched.told if one.kind in ("fill", "check"))
        before = len(watched.told)
        told = await watched.start(LeftPage(url=f"{served.url}/form", put=put))
        assert "opened again and filled in as before. " in told["en"]
        group = browsing.pages.known("run-1")
        assert group is not None
        again = group.there()
        assert await again.get_by_label("Name").input_value() == "Anna"
        assert await again.get_by_label("Ready").is_checked()
        await again.get_by_role("button", name="Save").click()
        await watched.until(lambda one: one.kind == "click")
        assert [one.kind for one in watched.told[before:]] == ["click"], "what was brought back is not shown a second time"
