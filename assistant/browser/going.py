"""Going to an address, and what the owner is told when a page may not be opened or does not open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from assistant.browser import faults, rules
from assistant.browser.group import Group
from assistant.browser.guard import Guard
from assistant.errors import StepError, StepRefused

if TYPE_CHECKING:
    from playwright.async_api import Page, Response

_PAUSES = (0.0, 0.1, 0.4, 1.5)
"""How long (s) a page that is still putting up an error gets before it is asked again to go elsewhere."""


async def go(group: Group, url: str, guard: Guard, seconds: float) -> None:
    """Go there in the group's page, or begin to save what is there. Raises StepRefused, StepError."""
    import playwright.async_api as library

    page = group.there()
    group.refused, group.forbidden = {}, ""
    why = ""
    answered = None
    try:
        answered = await _gone_to(page, url, seconds)
    except library.TimeoutError as error:
        raise StepError(f"{url[:200]} did not open in time.", ru=f"{url[:200]} не открылся вовремя.") from error
    except library.Error as error:
        if faults.is_gone(error):
            raise
        why = str(error).splitlines()[0]
    if "Download is starting" in why:
        group.saving += not group.downloads
        return
    if group.refused:
        raise StepRefused.saying(group.refused)
    if why or (answered is not None and answered.status == 403):
        for address in (answered.url if answered else "", group.heading, page.url, url):
            if (refused := guard.refusal(address)) is not None:
                raise refused.fault
    if why:
        short = why.partition("net::")[2].partition(" ")[0] or why[:100]
        raise StepError(f"{url[:200]} could not be opened: {short}.", ru=f"{url[:200]} не открывается: {short}.")


def not_kept_from(group: Group, guard: Guard) -> None:
    """Surely the page did not try to go where it may not, or could not. Raises StepRefused, StepError."""
    if group.forbidden:
        forbidden, group.forbidden = group.forbidden, ""
        raise StepRefused.saying(rules.not_a_site(forbidden))
    if group.page is None or not group.page.url.startswith("chrome-error:"):
        return
    refused, group.refused = group.refused, {}
    if refused:
        raise StepRefused.saying(refused)
    if (kept := guard.refusal(group.heading)) is not None:
        raise kept.fault
    url = group.heading[:200] or "—"
    raise StepError(f"{url} could not be opened.", ru=f"{url} не открывается.")


async def _gone_to(page: Page, url: str, seconds: float) -> Response | None:
    """Go there. A page that could not be opened just before may still be putting up its error, which interrupts: then again."""
    import playwright.async_api as library

    for pause in _PAUSES:
        try:
            return await page.goto(url, wait_until="domcontentloaded", timeout=seconds * 1_000)
        except library.Error as error:
            if "interrupted by another navigation" not in str(error):
                raise
        await anyio.sleep(pause)
    return await page.goto(url, wait_until="domcontentloaded", timeout=seconds * 1_000)
