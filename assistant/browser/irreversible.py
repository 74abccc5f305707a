"""Which acts cannot be taken back: those named so, and those that send a form which is no search and no signing in."""

from __future__ import annotations

import re

from assistant.domain.final import is_final_name, presses
from assistant.domain.web_task import Act, ActElement

_SIGNING_IN = re.compile(r"\b(?:sign in|log ?in|continue|next)\b|войти|вход|далее|продолж", re.IGNORECASE)
_SEARCH = re.compile(r"\b(?:search(?:box)?|find|filters?|поиск|найти|искать|фильтр\w*)\b", re.IGNORECASE)
_BUTTONS = frozenset({"button", "submit", "image", "reset", "checkbox", "radio"})
_CLICKED = frozenset({"button", "link", "menuitem"})


def is_irreversible(act: Act) -> bool:
    """Whether the owner is asked before this: a click on what is called so or sends a form, and a key that does the same."""
    element = act.element
    if element is None:
        return False
    if act.kind == "click":
        return _sends_by_click(element)
    pressed = presses(act.value) | set(act.pressed)
    if act.kind == "press":
        by_space = "Space" in pressed and not _is_written_in(element) and _sends_by_click(element)
        return by_space or ("Enter" in pressed and _sends_by_enter(element))
    # A line that is ended within what is typed is Enter, too.
    return act.kind == "fill" and "Enter" in pressed and _sends_by_enter(element)


def _names(element: ActElement) -> tuple[str, ...]:
    """All that it is called: what a screen reader says, and what is seen."""
    return tuple(name for name in (element.label, element.print.name, element.print.text, element.shown) if name)


def _is_pressed(element: ActElement) -> bool:
    """Whether it is something one clicks, not a part of a page."""
    return element.print.tag in ("a", "button", "input", "summary") or element.print.role in _CLICKED


def _is_written_in(element: ActElement) -> bool:
    kept = element.print
    return kept.tag == "textarea" or kept.role in ("textbox", "searchbox") or (kept.tag == "input" and kept.type not in _BUTTONS)


def _sends_by_click(element: ActElement) -> bool:
    names = _names(element)
    named = any(is_final_name(name) and (_is_pressed(element) or len(name) < 40) for name in names)
    if named or not (element.submits and element.method == "post"):
        return named
    signing_in = element.password and any(map(_SIGNING_IN.search, names))
    return not signing_in and not any(map(_SEARCH.search, names))


def _sends_by_enter(element: ActElement) -> bool:
    """On a button as a click on it; else in a form that is posted or whose button is called so, and where there is no form."""
    if _is_pressed(element) and not _is_written_in(element):
        return _sends_by_click(element)
    if is_final_name(element.sends):
        return True
    if element.password or _SEARCH.search(f"{element.label} {element.print.type} {element.print.role}"):
        return False
    return element.method in ("post", "")
