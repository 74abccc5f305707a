"""People as parameters: a name said, an address, or what another step gave."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator

from assistant.domain.base import Language
from assistant.domain.letter import Address, Contact
from assistant.errors import StepRefused
from assistant.ports import Mail

_WHOLE = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>\s]+@[^<>\s]+)>$")


def _as_text(value: Any) -> Any:
    """A person slot, an address or a name as text."""
    if isinstance(value, dict):
        email, name = str(value.get("email") or value.get("from_email") or ""), str(value.get("name") or "")
        return f"{name} <{email}>" if name and email else email or name or str(value.get("text") or "")
    return "" if value is None else value


def _as_texts(value: Any) -> Any:
    if value is None or value == "":
        return []
    return [_as_text(each) for each in value] if isinstance(value, list | tuple) else [_as_text(value)]


Who = Annotated[str, BeforeValidator(_as_text)]
People = Annotated[list[str], BeforeValidator(_as_texts)]


async def addresses(said: Sequence[str], mail: Mail, language: Language) -> tuple[Address, ...]:
    """The addresses people were named by. Raises StepRefused for somebody who is not known, or is one of several."""
    return tuple([await _address(each.strip(), mail, language) for each in said if each.strip()])


async def _address(said: str, mail: Mail, language: Language) -> Address:
    if whole := _WHOLE.match(said):
        return Address(name=whole["name"].strip(' "'), email=whole["email"])
    if "@" in said:
        return Address(email=said)
    known = await mail.contacts(said)
    if not known:
        raise StepRefused(
            f"No letters were exchanged with “{said}” yet, so the address is not known. Say it with the address.",
            ru=f"Переписки с «{said}» ещё не было, адрес неизвестен. Назовите адрес.",
        )
    likely = likeliest(known)
    if len(likely) > 1:
        there = ", ".join(str(each.address) for each in likely[:5])
        raise StepRefused(f"“{said}” may be: {there}. Say which one.", ru=f"«{said}» — это кто из них: {there}? Уточните.")
    return likely[0].address


def likeliest(known: Sequence[Contact]) -> Sequence[Contact]:
    """Who may be meant: the one the owner writes to by far the most, else all he writes to, else everybody."""
    likely = [each for each in known if each.written] or list(known)
    return likely if len(likely) < 2 or likely[0].written < 3 * max(likely[1].written, 1) else likely[:1]
