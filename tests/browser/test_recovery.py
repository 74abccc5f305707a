"""A run whose assistant was stopped in the middle goes on at the page where it was, and repeats nothing unasked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import pytest

from assistant import plugins, ports
from assistant.browser.browsing import Browsing
from assistant.browser.places import Places
from assistant.domain.run import StepResult
from assistant.errors import AssistantError, Declined, Undecided
from assistant.extensions.steps import StepKind
from tests.browser.conftest import NOW, Served, browsing_in
from tests.fakes.ports import FakeContext, FakeFiles, FakeSecrets

pytestmark = [pytest.mark.browser, pytest.mark.anyio]

FORM = """<!doctype html><meta charset=utf-8><title>Form</title><h1>New customer</h1><form action=/done>
<label>Name <input name=who></label><label>City <select name=city><option>Tver<option>Tula</select></label>
<label>Code <input type=password name=code></label><button>Go on</button></form>
<button type=button onclick="document.getElementById('more').hidden = false">More</button>
<p id=more hidden><label>Note <input name=note></label></p><a href=/next>Next page</a>"""
CHOSEN = {"allow_hosts": ("127.0.0.1",), "show": False}


class Lives:
    """An assistant that is stopped and started again on the same data: its steps keep their keys, its pages are gone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.decided: dict[str, Any] = {}
        self.secrets: FakeSecrets | None = None
        self._cut: set[str] = set()

    async def life(self, *steps: tuple[str, dict[str, Any]]) -> list[StepResult]:
        """Carry steps out in one life."""
        given: list[StepResult] = []
        fault: AssistantError | None = None
        async with browsing_in(self.folder, CHOSEN) as browsing:
            if self.secrets is not None:
                browsing.secret = self.secrets.secret
            try:
                for name, params in steps:
                    given.append(await self._step(browsing, name, params))
            except AssistantError as error:
                fault = error  # raised out of the task group, which would wrap it
        if fault is not None:
            raise fault
        return given

    async def cut(self, step: tuple[str, dict[str, Any]], *, moved: bool = False) -> None:
        """Stop the assistant once a deed was begun, or has moved the page on, and before the page shows what is expected."""
        async with browsing_in(self.folder, CHOSEN) as browsing, anyio.create_task_group() as tasks:
            tasks.start_soon(self._step, browsing, *step)
            with anyio.fail_after(20):
                while not await self._is_begun(f"run-1:{step[0]}:{step[1]}", moved=moved):  # noqa: ASYNC110 - a file tells nobody
                    await anyio.sleep(0.01)
            tasks.cancel_scope.cancel()

    async def _step(self, browsing: Browsing, name: str, params: dict[str, Any]) -> StepResult:
        doubles: dict[type, object] = {
            ports.Browser: browsing,
            ports.Files: FakeFiles(),
            ports.Secrets: FakeSecrets(shop="s3cret"),
        }
        context = FakeContext(NOW, ports=doubles)
        context.run, context.key, context.decided = "run-1", f"run-1:{name}:{params}", self.decided
        kind = plugins.load("steps", name, StepKind)
        return await kind().run(kind.Params.model_validate({"seconds": 10, **params}), context)

    async def _is_begun(self, key: str, *, moved: bool) -> bool:
        """What another life would know."""
        place = await Places(self.folder).before("run-1")
        if place is None or place.begun is None or place.begun.key != key or place.begun.id in self._cut:
            return False
        if place.begun.moved >= moved:
            self._cut.add(place.begun.id)
        return place.begun.moved >= moved


@pytest.fixture
def lives(tmp_path: Path, served: Served) -> Lives:
    """One owner's assistant; the form it works on is served."""
    served.pages |= {
        "/favicon.ico": "",
        "/form": FORM,
        "/done": "<title>Done</title><p>Thank you",
        "/next": "<title>Next</title><p>Second page",
    }
    return Lives(tmp_path)


def opened(served: Served) -> tuple[str, dict[str, Any]]:
    """The step that opens the form."""
    return ("browser.open", {"address": f"{served.url}/form", "expect": {"text": "New customer"}})


def counting(served: Served) -> tuple[str, dict[str, Any]]:
    """The step that opens a page with a button that counts on the server, and never shows that it has."""
    served.pages |= {
        "/stay": "<title>Stay</title><h1>0</h1><button onclick=\"fetch('/counted')\">Count</button>",
        "/counted": "ok",
    }
    return ("browser.open", {"address": f"{served.url}/stay"})


COUNT = ("browser.click", {"name": "Count", "expect": {"text": "Counted"}})
NAME = ("browser.fill", {"label": "Name", "value": "Anna"})
CITY = ("browser.select", {"label": "City", "value": "Tula"})
GO_ON = ("browser.click", {"name": "Go on", "expect": {"text": "Thank you"}})
READ = ("browser.extract", {"css": "p"})


async def test_what_was_filled_in_is_filled_in_again_and_the_run_goes_on(lives: Lives, served: Served) -> None:
    await lives.life(opened(served), NAME, CITY)
    [clicked] = await lives.life(GO_ON)
    assert clicked.evidence is not None
    assert "opened again" in clicked.evidence.notes[0]
    assert [path for path in served.asked if path.startswith("/done")] == ["/done?who=Anna&city=Tula&code="]


async def test_the_page_a_link_has_led_to_is_opened_again_without_the_link(lives: Lives, served: Served) -> None:
    await lives.life(opened(served), ("browser.click", {"name": "Next page"}))
    [read] = await lives.life(READ)
    assert read.value == "Second page"
    assert served.asked.count("/form") == 1


async def test_a_click_that_was_cut_off_is_asked_about_and_never_done_again_unasked(lives: Lives, served: Served) -> None:
    await lives.life(counting(served))
    await lives.cut(COUNT)
    with pytest.raises(Undecided) as asked:
        await lives.life(COUNT)
    assert asked.value.question["options"] == ["It was done: go on", "Do it again", "Stop"]
    assert "“Count”" in str(asked.value)
    assert served.asked.count("/counted") <= 1


async def test_the_owner_says_that_it_was_done_and_it_counts_as_unproven(lives: Lives, served: Served) -> None:
    await lives.life(counting(served))
    await lives.cut(COUNT)
    with pytest.raises(Undecided) as asked:
        await lives.life(COUNT)
    lives.decided[asked.value.key] = 0
    clicked, read = await lives.life(COUNT, ("browser.extract", {"css": "h1"}))
    assert clicked.receipt is None
    assert read.value == "0"
    assert served.asked.count("/counted") <= 1


async def test_it_is_done_again_once_for_a_yes_and_asked_about_anew_after_another_stop(lives: Lives, served: Served) -> None:
    await lives.life(counting(served))
    await lives.cut(COUNT)
    with pytest.raises(Undecided) as asked:
        await lives.life(COUNT)
    lives.decided[asked.value.key] = 1
    await lives.cut(COUNT)
    with pytest.raises(Undecided) as again:
        await lives.life(COUNT)
    assert again.value.key != asked.value.key
    assert served.asked.count("/counted") <= 2
    lives.decided[again.value.key] = 2
    with pytest.raises(Declined):
        await lives.life(COUNT)


async def test_a_click_that_has_moved_the_page_on_is_proven_by_what_the_page_shows(lives: Lives, served: Served) -> None:
    served.pages["/done"] = "<title>Wait</title><p>One moment"
    await lives.life(opened(served), NAME)
    await lives.cut(GO_ON, moved=True)
    served.pages["/done"] = "<title>Done</title><p>Thank you"
    [clicked] = await lives.life(GO_ON)
    assert clicked.receipt is not None
    assert clicked.receipt.link.startswith(f"{served.url}/done?who=Anna")


async def test_what_was_clicked_on_the_page_is_lost_and_done_again_only_when_told_so(lives: Lives, served: Served) -> None:
    note = ("browser.fill", {"label": "Note", "value": "kingfisher"})
    await lives.life(opened(served), ("browser.click", {"name": "More"}))
    with pytest.raises(Undecided) as asked:
        await lives.life(note)
    assert "“More”" in str(asked.value)
    lives.decided[asked.value.key] = 1
    [filled] = await lives.life(note)
    assert filled.value["after"] == "kingfisher"


CODE = ("browser.fill", {"label": "Code", "secret": "shop", "sites": {"allow": ["127.0.0.1"]}})


async def test_a_secret_is_not_kept_and_typed_again_by_its_name(lives: Lives, served: Served) -> None:
    await lives.life(opened(served), CODE)
    for file in (lives.folder / "browser" / "places").iterdir():
        assert "s3cret" not in file.read_text()
    lives.secrets = FakeSecrets(shop="s3cret")
    await lives.life(GO_ON)
    assert [path for path in served.asked if path.startswith("/done")] == ["/done?who=&city=Tver&code=s3cret"]


async def test_a_secret_that_is_gone_is_asked_about(lives: Lives, served: Served) -> None:
    await lives.life(opened(served), CODE)
    with pytest.raises(Undecided, match="secret"):
        await lives.life(GO_ON)


async def test_a_page_that_leads_elsewhere_now_is_asked_about(lives: Lives, served: Served) -> None:
    await lives.life(opened(served), NAME)
    served.moved["/form"] = "/next"
    with pytest.raises(Undecided, match="/next"):
        await lives.life(GO_ON)
    assert not [path for path in served.asked if path.startswith("/done")]


async def test_what_cannot_be_taken_back_is_not_opened_again_unasked(lives: Lives, served: Served) -> None:
    served.pages["/order"] = "<title>Order</title><form action=/placed><button>Place order</button></form>"
    served.pages["/placed"] = "<title>Placed</title><p>Order 42"
    order = ("browser.click", {"name": "Place order", "expect": {"text": "Order 42"}})
    with pytest.raises(Undecided) as sure:
        await lives.life(("browser.open", {"address": f"{served.url}/order"}), order)
    lives.decided[sure.value.key] = True
    await lives.life(("browser.open", {"address": f"{served.url}/order"}), order)
    assert len([path for path in served.asked if path.startswith("/placed")]) == 1
    with pytest.raises(Undecided) as asked:
        await lives.life(READ)
    assert len([path for path in served.asked if path.startswith("/placed")]) == 1
    lives.decided[asked.value.key] = 0
    [read] = await lives.life(READ)
    assert read.value == "Order 42"


async def test_a_page_behind_a_window_that_has_closed_itself_is_not_taken_for_a_fresh_one(lives: Lives, served: Served) -> None:
    served.pages["/form"] = FORM + "<button onclick=\"window.open('/pick')\">Pick</button>"
    served.pages["/pick"] = "<title>Pick</title><button onclick='window.close()'>Take</button>"
    await lives.life(opened(served), NAME, ("browser.click", {"name": "Pick"}), ("browser.click", {"name": "Take"}))
    with pytest.raises(Undecided, match="not all that was done"):
        await lives.life(GO_ON)
    assert not [path for path in served.asked if path.startswith("/done")]


async def test_the_window_a_click_has_opened_is_opened_again(lives: Lives, served: Served) -> None:
    served.pages["/form"] = FORM + "<a target=_blank href=/pick>Pick</a>"
    served.pages["/pick"] = "<title>Pick</title><p>Picked"
    await lives.life(opened(served), ("browser.click", {"name": "Pick"}))
    [read] = await lives.life(READ)
    assert read.value == "Picked"


async def test_what_is_kept_of_a_run_goes_with_it(lives: Lives, served: Served) -> None:
    await lives.life(opened(served))

    async def over(_run: str) -> bool:
        return True

    await Places(lives.folder).sweep(over)
    assert not list((lives.folder / "browser" / "places").glob("*.json"))
