"""Pages that behave oddly or badly: what is done on them is done truly, or said not to be."""

from __future__ import annotations

import anyio
import pytest

from assistant.errors import StepError
from tests.browser.conftest import Act, Served

pytestmark = [pytest.mark.browser, pytest.mark.anyio]


async def test_a_click_after_which_the_page_answers_no_more_is_not_taken_for_done(act: Act, served: Served) -> None:
    served.pages["/busy"] = (
        "<title>Busy</title><button onclick=\"Object.defineProperty(document, 'title', {get() { while (1); }})\">Go</button>"
    )
    await act("browser.open", {"address": f"{served.url}/busy"})
    with anyio.fail_after(30), pytest.raises(StepError, match="does not answer"):
        await act("browser.click", {"name": "Go", "seconds": 3})


async def test_a_button_in_a_shadow_root_in_a_frame_is_pressed(act: Act, served: Served) -> None:
    served.pages["/outer"] = "<title>Outer</title><iframe src=/inner></iframe>"
    served.pages["/inner"] = (
        "<div id=host></div><script>host.attachShadow({mode: 'open'}).innerHTML ="
        " `<button onclick=\"top.document.title = 'pressed'\">Deep</button>`</script>"
    )
    await act("browser.open", {"address": f"{served.url}/outer"})
    assert (await act("browser.click", {"name": "Deep"})).value["title"] == "pressed"


async def test_a_button_that_moves_away_once_is_pressed_where_it_is(act: Act, served: Served) -> None:
    served.pages["/moves"] = (
        "<title>Moves</title><button id=b style='position: absolute; left: 0' onclick=\"document.title = 'pressed'\">Run</button>"
        "<script>let at = 0; const go = () => { at += 20; b.style.left = `${at}px`; if (at < 300) requestAnimationFrame(go) }; go()</script>"
    )
    await act("browser.open", {"address": f"{served.url}/moves"})
    assert (await act("browser.click", {"name": "Run"})).value["title"] == "pressed"


async def test_a_window_that_opens_and_closes_at_once_holds_nothing_up(act: Act, served: Served) -> None:
    served.pages["/flash"] = "<title>Flash</title><button onclick=\"window.open('/gone').close()\">Flash</button>"
    served.pages["/gone"] = "<title>Gone</title>"
    await act("browser.open", {"address": f"{served.url}/flash"})
    with anyio.fail_after(9):
        assert (await act("browser.click", {"name": "Flash"})).value["title"] == "Flash"


async def test_an_endless_row_of_alerts_is_answered_and_told(act: Act, served: Served) -> None:
    served.pages["/alerts"] = '<title>Alerts</title><button onclick="for (let i = 0; i < 30; i++) alert(i)">Warn</button>'
    await act("browser.open", {"address": f"{served.url}/alerts"})
    done = await act("browser.click", {"name": "Warn"})
    assert done.evidence is not None and len(done.evidence.notes) == 20
