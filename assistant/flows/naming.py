"""What an owner calls the things that stand in a card by their ids: a letter by who wrote it and about what, a mailbox by its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant import clock
from assistant.domain.base import Json, Language
from assistant.errors import AssistantError
from assistant.flows.context import Ports
from assistant.ports import Calendars, Mail, Records
from assistant.wording import letters, records

MOST = 100
"""Things that are looked up for one card."""
LONGEST = 200
"""Characters of a name; what others wrote is in it."""
_ID = re.compile(r"(?:letter|thread)-[0-9a-f]{20}|[a-z]{1,12}-[0-9a-z]{9}-[0-9a-f]{10}")
"""As this house makes them, and only those: what anybody wrote is never taken for one."""


async def named(details: Json, ports: Ports, language: Language) -> dict[str, str]:
    """By id, of all ids among these values, what is known of them here. Asks nobody outside; what is not known is left out."""
    found = list(dict.fromkeys(_ids(details)))[:MOST]
    words = await _calendars(details, ports)
    for name in found:
        if said := await _said(name, ports, language):
            words[name] = said if len(said) <= LONGEST else said[:LONGEST] + "…"
    return words


async def _said(name: str, ports: Ports, language: Language) -> str:
    try:
        match name.partition("-")[0]:
            case "letter" if Mail in ports:
                return letters.line(await ports[Mail].head(name), language)
            case "mail" if Mail in ports:
                known = {each.id: each for each in await ports[Mail].accounts()}
                return (f"{known[name].title}: " if known[name].title else "") + known[name].email if name in known else ""
            case _ if Records in ports:
                return records.line(await ports[Records].get(name), clock.now(), language)
    except AssistantError:
        return ""
    return ""


async def _calendars(details: Json, ports: Ports) -> dict[str, str]:
    """Calendars have ids of their own kind: only those that are known are."""
    said = set(_texts(details))
    if Calendars not in ports or not any(":" in each for each in said):
        return {}
    try:
        return {each.id: each.title for each in await ports[Calendars].calendars(fresh=False) if each.id in said and each.title}
    except AssistantError:
        return {}


def _ids(value: Json) -> Iterator[str]:
    return (text for text in _texts(value) if _ID.fullmatch(text))


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
