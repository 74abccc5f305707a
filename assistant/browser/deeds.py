"""What is done to an element, by kind: what a person at the mouse and keyboard would do."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from assistant.browser import rules
from assistant.browser.finding import Found
from assistant.browser.rules import Site
from assistant.domain.base import Json
from assistant.domain.final import presses
from assistant.domain.page import Deed, PageFile, Target, Visit
from assistant.errors import StepError, StepRefused

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

_KEYS = re.compile(r"(?:(?:Control|Shift|Alt|Meta|ControlOrMeta)\+)*(?:.|[A-Z][A-Za-z0-9]{1,20})")


async def carry_out(page: Page, found: Found | None, deed: Deed, to: Locator | None, seconds: float) -> None:
    """Do it, as soon as the element can be used."""
    wait = seconds * 1_000
    if found is None:
        await _press(page.keyboard.press, deed)
        return
    match deed.kind:
        case "click" | "double" | "hover":
            await _point(found, deed.kind, wait)
        case "fill":
            await _fill(found, str(deed.value), wait)
        case "select":
            await _select(page, found, [deed.value] if isinstance(deed.value, str) else list(deed.value), wait)
        case "press":
            await _press(partial(found.locator.press, timeout=wait), deed)
        case "check" | "uncheck":
            if found.known["was"] is not (deed.kind == "check"):
                await _click(found, wait)
        case "drag" if to is not None:
            await found.locator.drag_to(to, timeout=wait)
        case _:
            raise StepRefused("It is not said where to drag it.", ru="Не сказано, куда перетащить.")


async def give(page: Page, found: Found, files: Sequence[PageFile], seconds: float) -> Json:
    """Give files to a field, or to what asks for them when it is clicked; what the page holds of them then, None when unknown."""
    import playwright.async_api as library

    wait = seconds * 1_000
    given: list[library.FilePayload] = [
        {"name": file.name, "mimeType": _kind(file.name), "buffer": file.content} for file in files
    ]
    if found.known["type"] == "file":
        field = await found.locator.element_handle(timeout=wait)
        await found.locator.set_input_files(given, timeout=wait)
    else:
        async with page.expect_file_chooser(timeout=wait) as asked:
            await _click(found, wait)
        chooser = await asked.value
        field = chooser.element
        await chooser.set_files(given, timeout=wait)
    try:
        held: Json = await field.evaluate("(field) => Array.from(field.files || []).map((file) => [file.name, file.size])")
    except library.Error:
        return None  # the page has gone on with them
    return held


def _kind(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def surely(deed: Deed, value: Json) -> None:
    """Whether a box is as it was to be, by its state read back. Raises StepError."""
    if deed.kind in ("check", "uncheck") and isinstance(value, bool) and value is not (deed.kind == "check"):
        raise StepError("The box did not take it.", ru="Флажок не переключился.")


def putting_back(target: Target, before: Json, tag: str) -> Deed:
    """What gives a field of a page the value it had before."""
    match before:
        case bool():
            return Deed(kind="check" if before else "uncheck", target=target)
        case list():
            return Deed(kind="select", target=target, value=tuple(str(each) for each in before))
        case _:
            return Deed(kind="select" if tag == "select" else "fill", target=target, value=str(before or ""))


def may_be_told(url: str, visit: Visit) -> None:
    """A secret is typed into the frames of the sites named for it, and nowhere else. Raises StepRefused."""
    site = Site.of(url)
    if site is None or not visit.rules.allow or not rules.permits(visit.rules, site):
        raise StepRefused(
            "The field is on another site than the secret is for, so it was not typed.",
            ru="Поле на другом сайте, чем тот, для которого секрет, поэтому он не введён.",
        )


async def _point(found: Found, how: str, wait: float) -> None:
    if how == "double":
        await found.locator.dblclick(timeout=wait)
    elif how == "hover":
        await found.locator.hover(timeout=wait)
    else:
        await _click(found, wait)


async def _click(found: Found, wait: float) -> None:
    if found.known["covered"]:
        # The box itself is hidden, its label is what a person clicks.
        label = (await found.locator.evaluate_handle("(each) => each.labels[0]", timeout=wait)).as_element()
        if label is not None:
            await label.click(timeout=wait)
            return
    await found.locator.click(timeout=wait)


async def _fill(found: Found, value: str, wait: float) -> None:
    kind = found.known["type"]
    if kind in ("range", "color", "date", "time", "month", "week", "datetime-local"):
        value = _as_typed(kind, value)
    if kind == "file":
        raise StepRefused(
            "That field takes files: browser.upload gives it one.", ru="Это поле для файлов: их передаёт browser.upload."
        )
    await found.locator.fill(value, timeout=wait)


async def typed_key_by_key(found: Found, deed: Deed, seconds: float) -> bool:
    """For a field that has not taken a text at once: some take only what is typed. Whether it was."""
    if deed.kind != "fill" or not deed.value or found.known["type"] not in ("text", "tel", "search"):
        return False
    # A field of one line holds no newline; typed, it would be Enter, which sends the form.
    value = re.sub(r"[\r\n]+", " ", str(deed.value)).strip()
    await found.locator.press_sequentially(value, timeout=seconds * 1_000)
    return True


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


async def _select(page: Page, found: Found, values: Sequence[str], wait: float) -> None:
    if found.known["tag"] != "select":
        await _choose_from_list(page, found, values, wait)
        return
    await found.locator.select_option(index=[_option(value, found.known["options"]) for value in values], timeout=wait)


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


async def _choose_from_list(page: Page, found: Found, values: Sequence[str], wait: float) -> None:
    """A list that is made of other elements: opened by a click, its options found by their role."""
    if not found.known["is_list"]:
        await found.locator.click(timeout=wait)
    for value in values:
        await page.get_by_role("option", name=value, exact=True).click(timeout=wait)


async def _press(press: Callable[[str], Awaitable[None]], deed: Deed) -> None:
    for keys in _keys(deed):
        await press(keys)


def _keys(deed: Deed) -> list[str]:
    keys = [deed.value] if isinstance(deed.value, str) else list(deed.value)
    for key in keys:
        if not _KEYS.fullmatch(key):
            raise StepRefused(
                f"{key!r} is no key. Keys are Enter, Tab, Escape, ArrowDown, Control+A and the like.",
                ru=f"{key!r} — не клавиша. Клавиши: Enter, Tab, Escape, ArrowDown, Control+A и подобные.",
            )
    return keys


def sends_form(deed: Deed) -> bool:
    """Whether the keys send the form they are pressed in."""
    return deed.kind == "press" and "Enter" in presses(deed.value)
