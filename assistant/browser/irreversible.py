"""Which clicks cannot be taken back: those named so, and those that send a form which is no search and no signing in."""

from __future__ import annotations

import re

from assistant.domain.web_task import Act, ActElement

_WORDS = re.compile(
    r"\b(?:buy|pay|purchase|order|checkout|check out|place (?:an? )?order|book|reserve|subscribe|unsubscribe|send|submit|post|publish|"
    r"tweet|reply|delete|remove|erase|cancel (?:my |the )?(?:order|booking|subscription|reservation)|close account|transfer|donate|confirm|accept|agree|sign up|register|apply)\b"
    r"|(?:куп|заказа|оформ|оплат|плат[иё]|заброниров|подпис|отпис|отправ|послать|публик|размест|удал|стереть|отменить (?:заказ|бронь|подписку)|перевести|"
    r"перевод|пожертв|подтверд|соглас|принять|принима|зарегистр|регистрац|подать)",
    re.IGNORECASE,
)
_SIGNING_IN = re.compile(r"\b(?:sign in|log ?in|continue|next)\b|войти|вход|далее|продолж", re.IGNORECASE)
_COOKIES = re.compile(r"cookie|куки", re.IGNORECASE)
_SEARCH = re.compile(r"search|find|filter|поиск|найти|искать|фильтр", re.IGNORECASE)


def is_irreversible(act: Act) -> bool:
    """Whether the owner is asked before this: a click on what is called so or sends a form, and Enter where it sends something."""
    element = act.element
    if element is None:
        return False
    if act.kind == "click":
        return _sends_by_click(element)
    if act.kind == "press":
        return "enter" in act.value.lower() and _sends_by_enter(element)
    # A line that is ended within what is typed is Enter, too.
    return act.kind == "fill" and "\n" in act.value and element.print.tag != "textarea" and _sends_by_enter(element)


def _sends_by_click(element: ActElement) -> bool:
    name = element.label or element.print.text
    if _COOKIES.search(name):
        return False
    usual = element.print.tag in ("a", "button", "input", "summary") or element.print.role in ("button", "link", "menuitem")
    named = bool(_WORDS.search(name)) and (usual or len(name) < 40)
    if element.submits and element.method == "post":
        signing_in = element.password and bool(_SIGNING_IN.search(name)) and not named
        return not signing_in and not _SEARCH.search(name)
    return named


def _sends_by_enter(element: ActElement) -> bool:
    """In a form that is posted, and where messages are written: in many lines, in no form."""
    if element.password or _SEARCH.search(f"{element.label} {element.print.type} {element.print.role}"):
        return False
    return element.method == "post" or (not element.method and element.print.tag != "input")
