"""What cannot be taken back on a page: known by its words, and asked about with what the page itself shows."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from assistant.domain.base import Json, Language
from assistant.domain.page import Seen
from assistant.domain.run import Source
from assistant.errors import Undecided
from assistant.extensions.steps import StepContext

# Narrower than what stops a model's task (domain.final): the owner has written or shown these steps himself, and a flow that
# asks at every "Accept" and "Submit" would never run by itself.
_ANYWHERE = re.compile(
    r"\b(pay|purchase|buy now|proceed to buy|checkout|check out|place (a )?bid|send|delete|erase|place (an? |the |your |my )?order|"
    r"confirm (the )?(order|purchase|payment)|complete (the )?(order|purchase)|wire|donate|unsubscribe|deactivate)\b"
    r"|\b(оплат(ить|и|а)|заплатить|выплатить|заказать|оформить( и оплатить)?( \w+)? заказ|подтвердить( \w+)? (заказ|оплату|покупку|платёж|платеж)"
    r"|отправить|отослать|послать|удалить|стереть|опубликовать|забронировать|пожертвовать|отписаться)\b",
    re.IGNORECASE,
)
_AT_THE_BEGINNING = re.compile(
    r"^\W*((yes|ok|да|ок)\W+)?(order|buy|book|post|publish|transfer|withdraw|remove|submit (order|payment)|купить|перевести|снять|разместить|подписать)\b",
    re.IGNORECASE,
)
_TEXT: dict[Language, str] = {
    "en": "“{name}” on “{title}” cannot be taken back. Look at what the page would send: go on?",
    "ru": "«{name}» на странице «{title}» нельзя отменить. Посмотрите, что страница отправит: продолжить?",
}
_WORDS: dict[Language, tuple[str, str]] = {"en": ("page", "element"), "ru": ("страница", "элемент")}


def is_final(names: Iterable[str]) -> bool:
    """Whether something of such a name pays, sends, orders or deletes."""
    return any(_ANYWHERE.search(name) or _AT_THE_BEGINNING.search(name) for name in names)


def ask(seen: Seen, context: StepContext) -> None:
    """Go on when the owner has agreed to just this page with just these values. Raises Undecided with what it shows."""
    page, element = _WORDS[context.language]
    details: dict[str, Json] = {page: seen.url[:500], element: seen.name[:200], **seen.form}
    text = json.dumps([seen.url, seen.acts, details], sort_keys=True, ensure_ascii=False, default=str)
    key = "sure:" + hashlib.sha256(text.encode()).hexdigest()
    if context.decided.get(key) is True:
        return
    question: dict[str, Json] = {
        "kind": "approve",
        "text": _TEXT[context.language].format(name=seen.name[:100], title=seen.title[:100] or seen.url[:100]),
        "details": details,
        "effect": "sends",
        "undoable": False,
    }
    raise Undecided(key, question, [Source(kind="page", title=seen.title[:200], link=seen.url[:1_000])])
