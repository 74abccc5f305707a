"""The folders of an IMAP mailbox and what each is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.domain.letter import Role

MOST = 200
"""Folders that are looked at."""
_BY_FLAG: Mapping[bytes, Role] = {
    b"\\sent": "sent",
    b"\\drafts": "drafts",
    b"\\archive": "archive",
    b"\\trash": "trash",
    b"\\junk": "junk",
}
_BY_NAME: Mapping[str, Role] = {
    "sent": "sent",
    "sent items": "sent",
    "sent messages": "sent",
    "sent mail": "sent",
    "отправленные": "sent",
    "drafts": "drafts",
    "черновики": "drafts",
    "archive": "archive",
    "archives": "archive",
    "архив": "archive",
    "trash": "trash",
    "deleted items": "trash",
    "deleted messages": "trash",
    "bin": "trash",
    "корзина": "trash",
    "удалённые": "trash",
    "удаленные": "trash",
    "junk": "junk",
    "junk e-mail": "junk",
    "spam": "junk",
    "bulk mail": "junk",
    "спам": "junk",
}
_ORDER: Mapping[Role, int] = {"inbox": 0, "sent": 1, "archive": 3, "other": 2, "drafts": 4, "trash": 5, "junk": 6}


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder by its whole name."""

    name: str
    role: Role
    separator: str = "/"

    @property
    def last(self) -> str:
        """Its name without those it lies in."""
        return self.name.rpartition(self.separator)[2] if self.separator else self.name


def read_folders(listed: Iterable[tuple[tuple[bytes, ...], bytes | None, str]]) -> tuple[Folder, ...]:
    """What a LIST told, without folders that hold no letters and views of all letters; the inbox first, each role once."""
    folders, taken = [], set[Role]()
    entries = list(listed)
    flagged = {role for flags, _separator, _name in entries for role in _roles(flags)}
    for flags, separator, name in entries:
        known = {flag.lower() for flag in flags}
        if known & {b"\\noselect", b"\\nonexistent", b"\\all", b"\\flagged", b"\\important"}:
            continue
        mark = separator.decode() if separator else ""
        role = _role(known, str(name), mark, flagged)
        if role != "other" and role in taken:
            role = "other"
        taken.add(role)
        folders.append(Folder(str(name), role, mark))
    return tuple(sorted(folders, key=lambda folder: _ORDER[folder.role])[:MOST])


def _roles(flags: Iterable[bytes]) -> set[Role]:
    return {_BY_FLAG[flag.lower()] for flag in flags if flag.lower() in _BY_FLAG}


def _role(flags: set[bytes], name: str, separator: str, flagged: set[Role]) -> Role:
    if name.upper() == "INBOX":
        return "inbox"
    if by_flag := _roles(flags):
        return next(iter(by_flag))
    last = name.rpartition(separator)[2] if separator else name
    by_name = _BY_NAME.get(last.casefold(), "other")
    return "other" if by_name in flagged else by_name
