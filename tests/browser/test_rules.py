"""What the browser may reach: by the owner's lists, by a step's own, and never this computer's network unasked."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.browser import rules
from assistant.browser.rules import Site
from assistant.domain.page import SiteRules
from assistant.errors import StepError, StepRefused
from tests.browser.conftest import Act, Served

pytestmark = pytest.mark.anyio
in_browser = pytest.mark.browser


@pytest.mark.unit
@pytest.mark.parametrize(
    ("pattern", "url", "fits"),
    [
        ("shop.ru", "https://shop.ru/x", True),
        ("shop.ru", "https://www.shop.ru/x", True),
        ("*.shop.ru", "https://shop.ru/x", True),
        ("shop.ru", "https://myshop.ru/", False),
        ("shop.ru", "https://shop.ru.evil.com/", False),
        ("shop.ru", "https://evil.com/?shop.ru", False),
        ("https://shop.ru", "http://shop.ru/", False),
        ("shop.ru:8080", "http://shop.ru/", False),
        ("shop.ru:8080", "http://shop.ru:8080/", True),
        ("почта.рф", "https://xn--80a1acny.xn--p1ai/", True),
        ("shop.ru", "wss://shop.ru/live", True),
        ("*", "https://anything.example/", True),
    ],
)
def test_a_pattern_is_a_site_and_what_lies_below_it(pattern: str, url: str, fits: bool) -> None:
    site = Site.of(url)
    assert site is not None
    assert rules.matches(pattern, site) is fits


@pytest.mark.unit
def test_what_is_denied_is_denied_also_where_all_is_allowed() -> None:
    site = Site.of("https://ads.shop.ru/")
    assert site is not None
    assert not rules.permits(SiteRules(allow=("*",), deny=("ads.shop.ru",)), site)


@pytest.mark.unit
@pytest.mark.parametrize(
    "url",
    ["data:text/html,x", "blob:https://a/1", "file:///etc/passwd", "javascript:alert(1)", "chrome://settings", "ftp://a.b/"],
)
def test_what_is_no_site_is_none(url: str) -> None:
    assert Site.of(url) is None


@in_browser
@pytest.mark.parametrize("url", ["data:text/html,x", "file:///etc/passwd", "javascript:alert(1)", "chrome://settings"])
async def test_only_web_pages_are_opened(url: str, act: Act) -> None:
    with pytest.raises(StepRefused, match="Only web pages"):
        await act("browser.open", {"address": url})


@in_browser
async def test_a_page_that_moves_to_a_blob_is_left_at_once(act: Act, served: Served) -> None:
    served.pages["/blob"] = (
        "<button onclick=\"location = window.URL.createObjectURL(new Blob(['<h1>Inside</h1>'], {type: 'text/html'}))\">Go</button>"
    )
    await act("browser.open", {"address": f"{served.url}/blob"})
    with pytest.raises(StepRefused, match="not blob:"):
        await act("browser.click", {"name": "Go"})


@in_browser
async def test_this_computer_is_not_opened_unless_allowed(act: Act, served: Served, chosen: dict[str, Any]) -> None:
    chosen["allow_hosts"] = ()
    with pytest.raises(StepRefused) as refused:
        await act("browser.open", {"address": served.url})
    assert "allow_hosts under [browser]" in refused.value.said("en")
    assert "этот компьютер" in refused.value.said("ru")
    assert served.asked == []


@in_browser
@pytest.mark.parametrize("how", ["moved", "picture", "script", "socket", "frame", "form"])
async def test_a_page_does_not_reach_what_its_owner_may_not(how: str, act: Act, served: Served, chosen: dict[str, Any]) -> None:
    inner = served.url.replace("127.0.0.1", "localhost")
    served.moved["/moved"] = f"{inner}/inner"
    served.pages |= {
        "/picture": f"<img src='{inner}/inner' onerror=\"document.title='over'\">",
        "/script": f"<script>fetch('{inner}/inner', {{mode: 'no-cors'}}).catch(() => {{ document.title = 'over' }})</script>",
        "/socket": f"<script>const s = new WebSocket('{inner.replace('http', 'ws')}/inner'); s.onerror = () => {{ document.title = 'over' }}</script>",
        "/frame": f"<iframe src='{inner}/inner' onload=\"document.title='over'\"></iframe>",
        "/form": f"<form method=post action='{inner}/inner'><button>Go</button></form>",
        "/over": "<title>over</title>",
        "/inner": "<h1>Inner</h1>",
    }
    chosen["allow_hosts"] = ("127.0.0.1",)
    try:
        await act("browser.open", {"address": f"{served.url}/{how}"})
        if how == "form":
            await act("browser.click", {"name": "Go"})
        else:
            await act("browser.wait_for", {"expect": {"url_contains": how}})
            await act("browser.open", {"address": f"{served.url}/over"})
    except StepError as error:
        assert how in ("moved", "form")
        assert "localhost is this computer" in str(error)
    assert "/inner" not in served.asked


@in_browser
async def test_a_denied_site_is_not_opened_and_an_allowed_one_is(act: Act, served: Served, chosen: dict[str, Any]) -> None:
    chosen |= {"allow_hosts": ("127.0.0.1", "localhost"), "deny": ("localhost",)}
    other = served.url.replace("127.0.0.1", "localhost")
    with pytest.raises(StepRefused, match="localhost may not be opened"):
        await act("browser.open", {"address": f"{other}/click-link.html"})
    chosen |= {"allow": ("localhost",), "deny": ()}
    assert (await act("browser.open", {"address": f"{other}/click-link.html"})).value["title"] == "Click a link"
    with pytest.raises(StepRefused, match=r"127\.0\.0\.1 may not be opened"):
        await act("browser.open", {"address": served.url})


@in_browser
async def test_the_sites_of_a_step_bind_its_run_from_there_on(act: Act, served: Served, chosen: dict[str, Any]) -> None:
    chosen["allow_hosts"] = ("127.0.0.1", "localhost")
    other = served.url.replace("127.0.0.1", "localhost")
    served.moved["/away"] = f"{other}/inner"
    served.pages |= {"/inner": "<h1>Inner</h1>", "/start": "<a href='/away'>Away</a>"}
    await act("browser.open", {"address": f"{served.url}/start", "sites": {"allow": ["127.0.0.1"]}})
    with pytest.raises(StepRefused, match="localhost may not be opened"):
        await act("browser.click", {"name": "Away"})
    assert "/inner" not in served.asked


@in_browser
async def test_sites_named_once_the_page_is_open_bind_it_though_another_run_may_do_more(
    act: Act, served: Served, chosen: dict[str, Any]
) -> None:
    chosen["allow_hosts"] = ("127.0.0.1", "localhost")
    other = served.url.replace("127.0.0.1", "localhost")
    served.pages |= {"/inner": "<h1>Inner</h1>", "/start": f"<a href='{other}/inner'>Away</a>"}
    await act("browser.open", {"address": f"{served.url}/start"}, run="run-2")
    await act("browser.open", {"address": f"{served.url}/start"})
    with pytest.raises(StepRefused, match="localhost may not be opened"):
        await act("browser.click", {"name": "Away", "sites": {"allow": ["127.0.0.1"]}})
    assert "/inner" not in served.asked
