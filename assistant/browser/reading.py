"""What is read from a page, and whether it shows what is expected."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import anyio

from assistant.browser import element
from assistant.browser.finding import Found
from assistant.browser.group import Group
from assistant.domain.base import Json
from assistant.domain.both import both
from assistant.domain.page import Expectation, Reading, Visit
from assistant.errors import StepError, StepRefused

if TYPE_CHECKING:
    from playwright.async_api import Frame, Page

_PAUSE_S = 0.1
_ANSWER_S = 10.0
_SILENT = both(
    "The page does not answer, so nobody knows whether it has taken what was done. Look at it, and try again when it answers.",
    "Страница не отвечает, и неизвестно, приняла ли она сделанное. Посмотрите на неё и повторите, когда она ответит.",
)
_STATE = "() => ({ url: location.href, title: document.title })"
STATUS = "() => performance.getEntriesByType('navigation')[0]?.responseStatus || 0"


async def read(page: Page, found: Found | None, reading: Reading) -> Json:
    """The texts asked for."""
    want = {"each": reading.each, "fields": dict(reading.fields), "limit": reading.limit}
    try:
        return await _given(page, found, "(element, want) => reading.read(element, want)", want)
    except _error() as error:
        if "is not a valid selector" in str(error):
            raise StepRefused("That is no CSS selector.", ru="Это не селектор CSS.") from error
        raise


async def table(page: Page, found: Found | None, limit: int) -> list[Json] | None:
    """The rows of a table, None when there is none."""
    rows = await _given(page, found, "(element, limit) => reading.table(element, limit)", limit)
    return list(rows) if rows is not None else None


async def _given(page: Page, found: Found | None, body: str, value: Json) -> Json:
    """What a function makes of an element, or of the page when there is none."""
    if found is None:
        return await element.evaluate(page, f"(value) => ({body})(null, value)", value)
    inner = f"([query, at, value]) => ({body})(symbiote.find(document, query)[at] || null, value)"
    return await element.evaluate(found.frame, inner, [found.query, found.at, value])


async def state(page: Page | None, seconds: float) -> dict[str, str]:
    """Where a page is, by its own word; nothing of none, or of one that goes away. Raises StepError when it does not answer."""
    if page is None:
        return {}
    try:
        with anyio.fail_after(max(_ANSWER_S, seconds)):
            for _try in range(3):
                with suppress(_error()):
                    found: dict[str, str] = await page.evaluate(_STATE)
                    return found
                with suppress(_error()):
                    await page.wait_for_load_state("domcontentloaded", timeout=_ANSWER_S * 1_000)
    except TimeoutError as error:
        raise StepError.saying(_SILENT) from error
    return {}


async def until_expected(group: Group, expected: Expectation, visit: Visit) -> dict[str, Json]:
    """Wait until the page shows all that is expected; what was checked. Raises StepError naming what it does not show, CutShort."""
    deadline = time.monotonic() + visit.seconds
    seen: dict[str, Json] = {}
    while True:
        page = group.page
        group.not_gone()
        if page is not None:
            seen = await _check(page, expected)
        if seen and all(value for key, value in seen.items() if key != "is"):
            return {**seen, **({"url_contains": expected.url_contains} if expected.url_contains else {})}
        if time.monotonic() >= deadline:
            raise _unlike(expected, seen, page.url if page else group.url)
        await anyio.sleep(_PAUSE_S)


async def _check(page: Page, expected: Expectation) -> dict[str, Json]:
    """What of it holds: of the address for the page itself, of the rest for the frame that shows most of it."""
    best: dict[str, Json] = {}
    for frame in page.frames:
        seen = await _check_frame(frame, expected)
        if sum(map(bool, seen.values())) > sum(map(bool, best.values())) or not best:
            best = seen
    if expected.url_contains and best:
        best["url_contains"] = expected.url_contains in page.url
    return best


async def _check_frame(frame: Frame, expected: Expectation) -> dict[str, Json]:
    seen: Mapping[str, Any] = {}
    with anyio.move_on_after(5.0):
        try:
            seen = await element.evaluate(frame, "(want) => reading.check(want)", expected.model_dump())
        except _error() as error:
            if "is not a valid selector" in str(error):
                raise StepRefused("That is no CSS selector.", ru="Это не селектор CSS.") from error
    return dict(seen)


def _unlike(expected: Expectation, seen: Mapping[str, Json], url: str) -> StepError:
    wanted = {key: value for key, value in expected.model_dump().items() if value not in ("", None) and not seen.get(key)}
    said = ", ".join(f"{key}: {str(value)[:100]!r}" for key, value in wanted.items())
    has = f" ({str(seen['is'])[:100]!r})" if "is" in seen else ""
    return StepError(
        f"The page {url[:200]} does not show what was expected: {said}{has}.",
        ru=f"Страница {url[:200]} не показывает ожидаемого: {said}{has}.",
    )


def _error() -> type[Exception]:
    import playwright.async_api

    return playwright.async_api.Error
