"""What is done to an element, by kind: what a person at the mouse and keyboard would do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.browser import element
from assistant.domain.page import Deed
from assistant.errors import StepError, StepRefused

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

_KEYS = re.compile(r"(?:(?:Control|Shift|Alt|Meta|ControlOrMeta)\+)*(?:.|[A-Z][A-Za-z0-9]{1,20})")


async def carry_out(page: Page, locator: Locator | None, deed: Deed, to: Locator | None, seconds: float) -> None:
    """Do it, as soon as the element can be used."""
    wait = seconds * 1_000
    if locator is None:
        for keys in _keys(deed):
            await page.keyboard.press(keys)
        return
    match deed.kind:
        case "click" | "double" | "hover":
            await _point(locator, deed.kind, wait)
        case "fill":
            await _fill(locator, str(deed.value), wait)
        case "select":
            await _select(page, locator, [deed.value] if isinstance(deed.value, str) else list(deed.value), wait)
        case "press":
            for keys in _keys(deed):
                await locator.press(keys, timeout=wait)
        case "check" | "uncheck":
            await _set_checked(locator, wait, on=deed.kind == "check")
        case "drag" if to is not None:
            await locator.drag_to(to, timeout=wait)
        case _:
            raise StepRefused("It is not said where to drag it.", ru="Не сказано, куда перетащить.")


async def _point(locator: Locator, how: str, wait: float) -> None:
    if how == "double":
        await locator.dblclick(timeout=wait)
    elif how == "hover":
        await locator.hover(timeout=wait)
    else:
        await _click(locator, wait)


async def _click(locator: Locator, wait: float) -> None:
    if await locator.evaluate(_IS_COVERED, timeout=wait):
        # The box itself is hidden, its label is what a person clicks.
        label = (await locator.evaluate_handle("(each) => each.labels[0]")).as_element()
        if label is not None:
            await label.click(timeout=wait)
            return
    await locator.click(timeout=wait)


async def _fill(locator: Locator, value: str, wait: float) -> None:
    kind = await locator.evaluate("(each) => each.localName === 'input' ? each.type : each.localName", timeout=wait)
    if kind in ("range", "color", "date", "time", "month", "week", "datetime-local"):
        value = _as_typed(kind, value)
    if kind == "file":
        raise StepRefused("Files are not put into pages.", ru="Файлы на страницы не отправляются.")
    await locator.fill(value, timeout=wait)
    if kind in ("text", "tel", "search") and value and await locator.evaluate(element.script(element.VALUE)) == "":
        # Some fields take only what is typed key by key.
        await locator.press_sequentially(value, timeout=wait)


def _as_typed(kind: str, value: str) -> str:
    """A moment as this kind of field takes it, out of an ISO one."""
    date, _, time = value.replace(" ", "T").partition("T")
    match kind:
        case "date":
            return date
        case "month":
            return date[:7]
        case "time":
            return (time or date)[:5]
        case "datetime-local":
            return f"{date}T{time[:5] or '00:00'}"
        case _:
            return value


async def _select(page: Page, locator: Locator, values: Sequence[str], wait: float) -> None:
    if await locator.evaluate("(each) => each.localName", timeout=wait) != "select":
        await _choose_from_list(page, locator, values, wait)
        return
    options: list[list[str]] = await locator.evaluate("(each) => [...each.options].map((one) => [one.label.trim(), one.value])")
    chosen = [_option(value, options) for value in values]
    await locator.select_option(index=chosen, timeout=wait)


def _option(value: str, options: Sequence[Sequence[str]]) -> int:
    """Which option is meant: by its words, in any capitals, else by its value, else by a part only one has."""
    low = value.strip().lower()
    for fits in (
        [number for number, (label, _value) in enumerate(options) if label.lower() == low],
        [number for number, (_label, own) in enumerate(options) if own == value],
        [number for number, (label, _value) in enumerate(options) if low in label.lower()],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            break
    known = ", ".join(label for label, _value in options[:15])
    raise StepRefused(f"The list has not exactly one “{value}”: {known}.", ru=f"В списке нет ровно одного «{value}»: {known}.")


async def _choose_from_list(page: Page, locator: Locator, values: Sequence[str], wait: float) -> None:
    """A list that is made of other elements: opened by a click, its options found by their role."""
    if not await locator.evaluate("(each) => each.getAttribute('role') === 'listbox'", timeout=wait):
        await locator.click(timeout=wait)
    for value in values:
        await page.get_by_role("option", name=value, exact=True).click(timeout=wait)


async def _set_checked(locator: Locator, wait: float, *, on: bool) -> None:
    if await locator.evaluate(element.script(element.VALUE), timeout=wait) is not on:
        await _click(locator, wait)
    if await locator.evaluate(element.script(element.VALUE), timeout=wait) is not on:
        raise StepError("The box did not take it.", ru="Флажок не переключился.")


def _keys(deed: Deed) -> list[str]:
    keys = [deed.value] if isinstance(deed.value, str) else list(deed.value)
    for key in keys:
        if not _KEYS.fullmatch(key):
            raise StepRefused(
                f"{key!r} is no key. Keys are Enter, Tab, Escape, ArrowDown, Control+A and the like.",
                ru=f"{key!r} — не клавиша. Клавиши: Enter, Tab, Escape, ArrowDown, Control+A и подобные.",
            )
    return keys


_IS_COVERED = (
    "(each) => each.localName === 'input' && ['checkbox', 'radio'].includes(each.type) && !!each.labels && each.labels.length > 0"
    " && !(each.checkVisibility() && each.getBoundingClientRect().width > 0)"
)
