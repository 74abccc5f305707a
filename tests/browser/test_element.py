"""Elements are found again on pages that have changed, and nothing else is ever taken for them."""

from __future__ import annotations

import pytest

from assistant.browser import element
from assistant.browser.browsing import Browsing
from assistant.domain.page import Target
from tests.browser import changed

pytestmark = [pytest.mark.browser, pytest.mark.anyio]


async def test_what_was_kept_is_found_on_changed_pages_and_never_taken_for_another(browsing: Browsing) -> None:
    page = await (await browsing.session.context()).new_page()
    there, gone = await changed.tried(page)
    assert there.total > 1_500
    assert there.wrong == 0, there.cases
    assert there.right / there.total >= 0.95, there.cases
    assert gone.wrong == 0, gone.cases


@pytest.mark.parametrize(
    ("kept", "now"),
    [
        ("Sign in", "Sign out"),
        ("Subscribe", "Unsubscribe"),
        ("Включить", "Выключить"),
        ("Подписаться", "Отписаться"),
        ("Page 2", "Page 3"),
        ("Order 41", "Order 42"),
        ("Contract for May", "Contract for June"),
        ("Save", "Delete"),
        ("Enable", "Disable"),
        ("Add to cart", "Remove from cart"),
    ],
)
async def test_what_says_something_else_is_something_else(kept: str, now: str, browsing: Browsing) -> None:
    page = await (await browsing.session.context()).new_page()
    await page.set_content(f"<h1>Things</h1><button id=act class=main>{kept}</button>")
    described = await page.locator("#act").evaluate(element.script(element.DESCRIBE))
    target = Target(print=element.printed(described))
    assert await page.locator(element.selector(target)).count() == 1
    await page.locator("#act").evaluate("(each, words) => { each.textContent = words; }", now)
    assert await page.locator(element.selector(target)).count() == 0


async def test_a_row_said_now_wins_over_the_row_that_was_shown(browsing: Browsing) -> None:
    page = await (await browsing.session.context()).new_page()
    await page.set_content("<ul><li><b>Anna</b> <button>Write</button><li><b>Ivan</b> <button>Write</button></ul>")
    described = await page.locator("button").first.evaluate(element.script(element.DESCRIBE))
    target = Target(print=element.printed(described), near="Ivan")
    assert await page.locator(element.selector(target)).evaluate("(each) => each.parentElement.innerText") == "Ivan Write"
