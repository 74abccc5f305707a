"""Which clicks cannot be taken back: those named so, and those that send a form which is no search and no signing in."""

from __future__ import annotations

import re

from assistant.domain.web_task import Act

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
    """Whether the owner is asked before this: a click on something that is called so, or that sends a form; Enter in such a form."""
    element = act.element
    if element is None or act.kind not in ("click", "press"):
        return False
    if act.kind == "press":
        return "enter" in act.value.lower() and element.method == "post" and not element.password
    name = element.label or element.print.text
    if _COOKIES.search(name):
        return False
    if element.print.tag in ("a", "button", "input", "summary") or element.print.role in ("button", "link", "menuitem"):
        named = bool(_WORDS.search(name))
    else:
        named = bool(_WORDS.search(name)) and len(name) < 40
    if element.submits and element.method == "post":
        signing_in = element.password and bool(_SIGNING_IN.search(name)) and not named
        return not signing_in and not _SEARCH.search(name)
    return named
