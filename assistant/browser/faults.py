"""What the browser's library complains of, as the owner is told it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from assistant.browser.group import GONE
from assistant.domain.base import LocalText
from assistant.domain.both import both
from assistant.errors import AssistantError, CutShort, StepError


@asynccontextmanager
async def said() -> AsyncIterator[None]:
    """The library's faults within become StepErrors; CutShort where the page or the whole browser is gone."""
    import playwright.async_api as library

    try:
        yield
    except AssistantError:
        raise
    except library.TimeoutError as error:
        raise StepError.saying(_not_in_time(str(error))) from error
    except library.Error as error:
        if is_gone(error):
            raise CutShort.saying(GONE) from error
        why = str(error).splitlines()[0][:200]
        raise StepError(f"The page could not be worked with: {why}", ru=f"Со страницей не удалось работать: {why}") from error


def is_gone(error: Exception) -> bool:
    """Whether the library complains that the page, or the whole browser, is not there any more."""
    return "has been closed" in str(error) or "crashed" in str(error)


def _not_in_time(message: str) -> LocalText:
    if "intercepts pointer events" in message:
        return both(
            "Something else lies over the element, a message or a menu perhaps: close it first.",
            "Элемент закрыт чем-то другим, например сообщением или меню: сначала закройте его.",
        )
    if "not enabled" in message or "not editable" in message:
        return both("The element cannot be used now: it is disabled.", "Элементом сейчас нельзя воспользоваться: он отключён.")
    return both("The page did not do it in time.", "Страница не успела это сделать.")
