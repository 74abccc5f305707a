"""The folders of an IMAP mailbox, what each is for, and how a letter's place in one is written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.domain.letter import Role
from assistant.errors import StepRefused

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


def place_of(folder: str, validity: int, uid: int) -> str:
    """Where a letter lies, in words that `read_place` reads."""
    return f"{validity}:{uid}:{folder}"


def read_place(place: str) -> tuple[str, int, int]:
    """The folder, its UIDVALIDITY and the letter's UID in it."""
    validity, uid, folder = place.split(":", 2)
    return folder, int(validity), int(uid)


def gone() -> StepRefused:
    """What is said of a letter that lies there no more."""
    return StepRefused(
        "The letter is not there any more; another program moved or removed it.",
        ru="Письма там больше нет: его переместила или удалила другая программа.",
    )


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
