"""Which names and which keys set off on a page what cannot be taken back: one list, for flows and for tasks of a model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

Pressed = Literal["Enter", "Space"]
"""The keys that set something off."""
_KEYS: dict[str, Pressed] = {"enter": "Enter", "return": "Enter", "numpadenter": "Enter", "space": "Space", "spacebar": "Space"}
_WORDS = re.compile(
    r"\b(?:buy|pay|purchase|order|checkout|check out|place (?:an? |the |your |my )?(?:order|bid)|bid|book|reserve|subscribe|unsubscribe|send|"
    r"submit|post|publish|tweet|reply|delete|remove|erase|cancel (?:my |the )?(?:order|booking|subscription|reservation)|close account|"
    r"deactivate|transfer|wire|withdraw|donate|confirm|accept|agree|sign up|register|apply|complete (?:the )?(?:order|purchase))\b"
    r"|(?:куп|заказа|оформ|оплат|плат[иё]|заброниров|подпис|отпис|отправ|отослать|послать|публик|размест|удал|стереть|"
    r"отменить (?:заказ|бронь|подписку)|перевести|перевод|пожертв|подтверд|соглас|принять|принима|зарегистр|регистрац|подать)"
    r"|^\W*(?:(?:да|ок)\W+)?снять\b",
    re.IGNORECASE,
)
_COOKIES = re.compile(r"\bcookies?\b|\bкуки\b", re.IGNORECASE)
_ANSWERS = re.compile(
    r"\b(?:accept|agree|allow|reject|decline|refuse|deny)\b|\b(?:принять|принима\w*|соглас\w*|разреш\w*|отклон\w*|отказ\w*)\b",
    re.IGNORECASE,
)


def is_final_name(name: str) -> bool:
    """Whether something of such a name pays, sends, orders or deletes. A yes or no to cookies does not."""
    if _COOKIES.search(name) and _ANSWERS.search(name):
        name = _ANSWERS.sub("", name)
    return bool(_WORDS.search(name))


def presses(keys: str | Iterable[str]) -> frozenset[Pressed]:
    """Which of Enter and Space are pressed: as `Return` or `NumpadEnter` too, with others held, or within a text that is typed."""
    found: set[Pressed] = set()
    for each in [keys] if isinstance(keys, str) else keys:
        found |= {_KEYS[part] for part in re.split(r"[+\s]+", each.lower()) if part in _KEYS}
        if "\n" in each or "\r" in each:
            found.add("Enter")
        if " " in each:
            found.add("Space")
    return frozenset(found)
