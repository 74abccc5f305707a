"""The owner's description of a mailbox in the browser, out of his table; in either language."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from pydantic import ValidationError

from assistant.domain.base import Json, Language
from assistant.domain.market import WebLetter, Webmail
from assistant.domain.run import Source
from assistant.domain.table import TableQuery
from assistant.errors import NotFound, StepRefused
from assistant.extensions.steps import StepContext
from assistant.ports import Tables
from assistant.words import fold

TABLE: Mapping[Language, str] = {"en": "Webmail", "ru": "Почта в браузере"}
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "название"), "address": ("address", "адрес"), "item": ("item", "письмо"), "sender": ("from", "от кого"),
    "subject": ("subject", "тема"), "opening": ("opening", "начало"), "when": ("when", "когда"), "link": ("link", "ссылка"),
    "next": ("next", "дальше"), "body": ("text", "текст"),
}  # fmt: skip


async def mailbox(name: str, context: StepContext) -> Webmail:
    """The mailbox of this name, the first when none is said. Raises StepRefused saying what to do when there is none."""
    found = await _all(context)
    if not found:
        raise StepRefused(
            "I do not know where your mail is in the browser. Say “add my webmail” and give the address of its inbox.",
            ru="Я не знаю, где ваша почта в браузере. Скажите «добавь почту в браузере» и дайте адрес папки «Входящие».",
        )
    if not name:
        return found[0]
    chosen = next((each for each in found if fold(each.name) == fold(name)), None)
    if chosen is None:
        there = ", ".join(each.name or each.address for each in found)
        raise StepRefused(f"I know no mailbox “{name}”. There are: {there}.", ru=f"Почты «{name}» я не знаю. Есть: {there}.")
    return chosen


async def _all(context: StepContext) -> list[Webmail]:
    port = context.use(Tables)
    for name in (TABLE[context.language], *TABLE.values()):
        with suppress(NotFound):
            page = await port.find(name, TableQuery(limit=50), language=context.language, today=context.now.date())
            return [made for row in page.rows if (made := _read(row.values)) is not None]
    return []


def _read(row: Mapping[str, Json]) -> Webmail | None:
    cells = {fold(name).strip(): str(value) for name, value in row.items() if value}
    fields = {field: next((cells[name] for name in names if name in cells), "") for field, names in _FIELDS.items()}
    if not fields["address"]:
        return None
    if not fields["address"].lower().startswith(("http://", "https://")):
        fields["address"] = f"https://{fields['address']}"
    try:
        return Webmail.model_validate(fields)
    except ValidationError as error:
        fault = error.errors()[0]
        raise StepRefused(
            f"The mailbox is described wrongly: {fault['loc'][0]}: {fault['msg']}.",
            ru=f"Почта описана неверно: {fault['loc'][0]}.",
        ) from error


def source(letter: WebLetter) -> Source:
    """Who wrote it."""
    who = f"{letter.sender} <{letter.email}>" if letter.email else letter.sender
    return Source(kind="mail", who=who, title=letter.subject, link=letter.link, excerpt=letter.opening[:200])
