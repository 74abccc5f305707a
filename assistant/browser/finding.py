"""Finds the element that is meant, in whatever page and frame of a run it is, or says why it is not found."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anyio

from assistant.browser import element
from assistant.browser.group import Group
from assistant.domain.base import Json, Language
from assistant.domain.both import both, in_language
from assistant.domain.page import Target, Visit
from assistant.domain.run import Source
from assistant.errors import StepError, StepRefused, Undecided

if TYPE_CHECKING:
    from playwright.async_api import Frame, Locator, Page

_PAUSE_S = 0.1
_WHICH: Mapping[Language, str] = {
    "en": "Several elements on “{title}” fit “{target}”. Which one?",
    "ru": "На странице «{title}» несколько элементов подходят под «{target}». Какой?",
}
_GONE: Mapping[Language, str] = {
    "en": "“{target}” is not on “{title}” any more: the page has changed. What stands in its place now?",
    "ru": "На странице «{title}» больше нет «{target}»: страница изменилась. Что теперь вместо него?",
}
_NONE: Mapping[Language, str] = {"en": "None of these, stop", "ru": "Ничего из этого, остановить"}
_INSTEAD = "instead:"
_BEFORE_ASKING_S, _AGAIN_S = 8.0, 1.0
_ROLES: Mapping[str, Mapping[Language, str]] = {
    "button": {"en": "button", "ru": "кнопка"},
    "link": {"en": "link", "ru": "ссылка"},
    "textbox": {"en": "field", "ru": "поле"},
    "searchbox": {"en": "search field", "ru": "поле поиска"},
    "combobox": {"en": "list", "ru": "список"},
    "checkbox": {"en": "check box", "ru": "флажок"},
    "radio": {"en": "choice", "ru": "переключатель"},
    "option": {"en": "option", "ru": "вариант"},
    "tab": {"en": "tab", "ru": "вкладка"},
    "menuitem": {"en": "menu item", "ru": "пункт меню"},
}


@dataclass(frozen=True, slots=True)
class Found:
    """An element that was found: the `at`-th of what fits in a frame. What is known of it is `element.GLANCE`'s."""

    frame: Frame
    locator: Locator
    query: Mapping[str, Any]
    at: int
    known: Mapping[str, Any]

    async def after(self) -> dict[str, Any] | None:
        """The value it has now, and where the page is; None when it is gone."""
        state: dict[str, Any] | None = await element.evaluate(self.frame, element.AFTER, [self.query, self.at])
        return state


async def locate(group: Group, target: Target, visit: Visit, *, acts: bool = False, whole: bool = False) -> Found:
    """The one element that is meant, once it is there; with `whole` the form it belongs to is known too.

    Raises Undecided when several fit equally well, and, for one that was shown and is to be acted on (`acts`), when none does: the owner
    says which stands in its place. Else StepError when none is there in time, CutShort when the page is gone, StepRefused for no selector.
    """
    asks = acts and target.print is not None
    # It was waited for before the owner was asked.
    was_asked = any(key.startswith(_INSTEAD) for key in visit.agreed)
    patience = min(visit.seconds, _AGAIN_S if was_asked else _BEFORE_ASKING_S) if asks else visit.seconds
    deadline = time.monotonic() + patience
    were_many = False
    while True:
        page = group.page
        group.not_gone()
        if page is not None:
            found = await _glanced(page, target, whole=whole)
            if len(found) == 1:
                return found[0]
            if found and were_many:
                return await _chosen(group, page, target, found, visit)
            # A page on its way may show two for a moment.
            were_many = bool(found)
        if time.monotonic() >= deadline:
            if asks and page is not None and (found := await _glanced(page, target, whole=whole, instead=True)):
                return await _chosen(group, page, target, found, visit, instead=True)
            raise StepError.saying(_missing(target, page.url if page else ""))
        await anyio.sleep(_PAUSE_S)


async def _glanced(page: Page, target: Target, *, whole: bool, instead: bool = False) -> list[Found]:
    """All that fit, in every frame."""
    query = element.query_of(target, instead=instead)
    chosen = element.selector(target, instead=instead)
    found: list[Found] = []
    for frame in [frame for frame in page.frames if _is_meant(frame, target.frame)]:
        locator = frame.locator(chosen)
        known = await _glance(frame, query, whole=whole, is_main=frame == page.main_frame)
        for number, each in enumerate(known):
            found.append(Found(frame, locator if len(known) == 1 else locator.nth(number), query, number, each))
    return found


async def _glance(frame: Frame, query: Mapping[str, Any], *, whole: bool, is_main: bool) -> Sequence[Mapping[str, Any]]:
    """A frame that does not answer, or goes away meanwhile, has none."""
    known: Sequence[Mapping[str, Any]] = ()
    with anyio.move_on_after(5.0 if is_main else 1.0):
        try:
            known = await element.evaluate(frame, element.GLANCE, [query, whole])
        except _error() as error:
            if "is not a valid selector" in str(error) or "SyntaxError" in str(error):
                raise StepRefused("That is no CSS selector.", ru="Это не селектор CSS.") from error
    return known


def _is_meant(frame: Frame, said: str) -> bool:
    return not said or said in (frame.name, frame.url) or (frame.parent_frame is not None and said in frame.url)


async def _chosen(
    group: Group, page: Page, target: Target, several: Sequence[Found], visit: Visit, *, instead: bool = False
) -> Found:
    """The one the owner chose among these before, else the question which. One that was shown is kept as he chose it."""
    each = several[:20]
    none = [_NONE[visit.language]] if instead else []
    options = [*(_option(one.known, visit.language) for one in each), *none]
    key = (_INSTEAD if instead else "which:") + hashlib.sha256(json.dumps([str(target), options, page.url]).encode()).hexdigest()
    choice = visit.agreed.get(key)
    if isinstance(choice, int) and 0 <= choice < len(each):
        if target.print is not None:
            described = element.printed(await each[choice].locator.evaluate(element.script(element.DESCRIBE)))
            group.chosen[visit.key] = (target, described)
        return each[choice]
    if instead and (choice is not None or not each):
        raise StepRefused.saying(_missing(target, page.url))
    title = await page.title()
    text = (_GONE if instead else _WHICH)[visit.language].format(title=title[:100] or page.url[:100], target=str(target)[:100])
    marks = [one.known["box"] for one in each]
    question: dict[str, Json] = {"kind": "choose", "text": text, "options": options, "marks": marks}
    raise Undecided(key, question, [Source(kind="page", title=title[:200], link=page.url[:1_000])])


def _option(described: Mapping[str, Any], language: Language) -> str:
    role = _ROLES.get(str(described["role"]), {}).get(language, str(described["role"]))
    near = str(described["near"])[:80]
    return " ".join(part for part in (role, f"«{str(described['name'])[:80]}»", f"— {near}" if near else "") if part)


def _missing(target: Target, url: str) -> Mapping[Language, str]:
    role = target.role or (target.print.role if target.print else "")
    kinds = {language: _ROLES.get(role, {}).get(language, role) for language in ("en", "ru")}
    place = both(" beside “{near}”", " рядом с «{near}»", near=target.near) if target.near else both("", "")
    return {
        "en": f"There is no {kinds['en'] or 'element'} “{str(target)[:100]}”{in_language(place, 'en')} on {url[:200] or 'the page'}. "
        "The page may have changed: look at it, and correct the step.",
        "ru": f"На {url[:200] or 'странице'} нет элемента{' ' + kinds['ru'] if kinds['ru'] else ''} «{str(target)[:100]}»"
        f"{in_language(place, 'ru')}. Возможно, страница изменилась: посмотрите на неё и исправьте шаг.",
    }


def _error() -> type[Exception]:
    import playwright.async_api

    return playwright.async_api.Error
