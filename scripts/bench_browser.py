"""A page flow of ten steps in a real sidecar, beside the same ten in bare Playwright; and elements found on changed pages.

Both use the same Chromium without a window and the same pages, served here. Ours goes through the whole house: consent, records of DBOS,
events, elements found by role and name, evidence with a picture after every step. Each run gets a page of its own, as ours does.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import anyio  # noqa: E402  the project is found by the line above
from bench_sidecar import Sidecar  # noqa: E402
from playwright.async_api import Page, async_playwright  # noqa: E402

from assistant.browser import program  # noqa: E402
from tests.browser import changed  # noqa: E402

RUNS = 12
WARM = 3
SHOP = """<!doctype html><meta charset=utf-8><title>Shop</title><h1>Shop</h1><form action=found.html><label>Search <input name=q></label>
<label>Town <select name=town><option>Tver<option>Tula</select></label><label><input type=checkbox name=new> Only new</label><button>Find</button></form>"""
FOUND = """<!doctype html><meta charset=utf-8><title>Found</title><h1>Found</h1><table><tr><th>Thing<th>Price
<tr><td><a href=lamp.html>Lamp</a><td>1290<tr><td><a href=chair.html>Chair</a><td>4500</table>"""
LAMP = """<!doctype html><meta charset=utf-8><title>Lamp</title><h1>Lamp</h1><label>How many <input name=n value=1></label><p id=said></p>
<button onclick="document.getElementById('said').textContent = 'Lies in the basket: ' + document.querySelector('[name=n]').value">Put into the basket</button>"""
FLOW = """title: {{en: Look for a lamp}}
phrases: {{en: [look for a lamp in the shop]}}
steps:
  - browser.open: {url}/shop.html
  - browser.fill: {{label: Search, value: lamp}}
  - browser.select: {{label: Town, value: Tula}}
  - browser.check: Only new
  - browser.click: {{role: button, name: Find, expect: {{url_contains: found.html}}}}
  - browser.table: {{}}
    as: rows
  - browser.click: {{role: link, name: Lamp, expect: {{text: How many}}}}
  - browser.fill: {{label: How many, value: "3"}}
  - browser.click: {{role: button, name: Put into the basket}}
  - browser.wait_for: {{expect: {{text: "Lies in the basket: 3"}}}}
"""


def figures() -> dict[str, float]:
    """All figures by name."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, served(Path(folder)) as url:
        ours = anyio.run(_ours, Path(folder), url)
        bare = anyio.run(_bare, Path(folder), url)
    return {"replay_ms": ours, "replay_bare_ms": bare, "replay_ratio": ours / bare} | anyio.run(_changed)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The pages of a small shop."""

    class Pages(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_args: object) -> None:
            return

    site = folder / "site"
    site.mkdir()
    for name, html in (("shop", SHOP), ("found", FOUND), ("lamp", LAMP)):
        (site / f"{name}.html").write_text(html, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


async def _ours(folder: Path, url: str) -> float:
    commands = folder / "commands"
    commands.mkdir()
    (commands / "lamp.yaml").write_text(FLOW.format(url=url), encoding="utf-8")
    environment = {"ASSISTANT_BROWSER__ALLOW_HOSTS": '["127.0.0.1"]', "ASSISTANT_BROWSER__SHOW": "false"}
    times = []
    with Sidecar(folder / "data", environment=environment, arguments=["--commands", str(commands)]) as sidecar:
        async with sidecar.client() as client:
            for number in range(WARM + RUNS):
                begun = time.perf_counter()
                await client.request("turn.say", text="look for a lamp in the shop", key=f"bench-lamp-{number}", source="cli")
                told = await client.wait_for(lambda event: event["type"] == "run.finished")
                times.append(time.perf_counter() - begun)
                if told.event["state"] != "done":
                    raise RuntimeError(f"the run ended as {told.event['state']}: {told.event['error']}")
    return 1000 * statistics.median(times[WARM:])


async def _bare(folder: Path, url: str) -> float:
    times = []
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            folder / "bare", executable_path=_chromium(), headless=True, chromium_sandbox=not program.needs_no_sandbox()
        )
        for _number in range(WARM + RUNS):
            begun = time.perf_counter()
            await _by_hand(await context.new_page(), url)
            times.append(time.perf_counter() - begun)
        await context.close()
    return 1000 * statistics.median(times[WARM:])


async def _by_hand(page: Page, url: str) -> None:
    await page.goto(f"{url}/shop.html")
    await page.get_by_label("Search").fill("lamp")
    await page.get_by_label("Town").select_option("Tula")
    await page.get_by_label("Only new").check()
    await page.get_by_role("button", name="Find").click()
    await page.wait_for_url("**/found.html*")
    await page.locator("tr").evaluate_all("(rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText))")
    await page.get_by_role("link", name="Lamp").click()
    await page.get_by_label("How many").fill("3")
    await page.get_by_role("button", name="Put into the basket").click()
    await page.get_by_text("Lies in the basket: 3").wait_for()


async def _changed() -> dict[str, float]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_chromium(), chromium_sandbox=not program.needs_no_sandbox())
        there, gone = await changed.tried(await browser.new_page())
        await browser.close()
    return {"changed_right_percent": 100 * there.right / there.total, "changed_wrong": there.wrong + gone.wrong}


def _chromium() -> str:
    return shutil.which("chromium") or program.find("")


if __name__ == "__main__":
    for name, figure in figures().items():
        print(f"{name:24}{figure:10.3f}")
