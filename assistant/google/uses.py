"""What Google is asked to allow for each use, the least that does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import get_args

from assistant.domain.base import LocalText
from assistant.domain.google import GoogleUse

USES: tuple[GoogleUse, ...] = get_args(GoogleUse)
IDENTITY = ("openid", "email")
"""Asked for always: which account it is."""
_AUTH = "https://www.googleapis.com/auth/"
SCOPES: Mapping[GoogleUse, tuple[str, ...]] = {
    "mail.read": (f"{_AUTH}gmail.readonly",),
    "mail.write": (f"{_AUTH}gmail.modify",),
    "calendar.read": (f"{_AUTH}calendar.readonly",),
    "calendar.write": (f"{_AUTH}calendar.readonly", f"{_AUTH}calendar.events"),
}
_WIDER: Mapping[str, frozenset[str]] = {f"{_AUTH}gmail.readonly": frozenset({f"{_AUTH}gmail.modify"})}
"""Scopes that hold another one."""
NAMES: Mapping[GoogleUse, LocalText] = {
    "mail.read": {"en": "reading mail", "ru": "чтение почты"},
    "mail.write": {"en": "sorting and sending mail", "ru": "разбор и отправка почты"},
    "calendar.read": {"en": "seeing calendars", "ru": "просмотр календарей"},
    "calendar.write": {"en": "making and changing events", "ru": "создание и изменение встреч"},
}


def scopes_for(uses: Iterable[GoogleUse]) -> tuple[str, ...]:
    """What to ask for so that all of these are allowed, none that another one holds."""
    wanted = dict.fromkeys(scope for use in uses for scope in SCOPES[use])
    return (*IDENTITY, *(scope for scope in wanted if not _WIDER.get(scope, frozenset()) & wanted.keys()))


def uses_of(scopes: Collection[str]) -> tuple[GoogleUse, ...]:
    """What scopes that were granted allow."""
    granted = set(scopes)
    return tuple(
        use for use in USES if all(scope in granted or _WIDER.get(scope, frozenset()) & granted for scope in SCOPES[use])
    )
