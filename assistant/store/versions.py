"""Every version of the owner's commands.

A version is kept before its file is written (`begin`) and counts once the file stands (`finish`); what a crash left between
the two is settled by `notice`, which compares the files with what is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlite_utils

from assistant.domain.command import LocalText
from assistant.domain.event.changed import CommandChanged
from assistant.domain.teaching import CommandVersion, Why
from assistant.errors import NotFound
from assistant.store.database import Database, Transaction

KEPT = 500
"""Versions kept of one command, newest."""
_COLUMNS = "command, number, at, why, turn, text, removed, written"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """An owner's command file as it stands; `title` and `disabled` as far as they can be read."""

    text: str
    title: LocalText
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Intention:
    """A change about to be made to a command file. `removed`: the file will be gone and `text` is its last one."""

    name: str
    text: str
    why: Why
    turn: str = ""
    key: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What was done under a key: to which command, and whether its file has been written."""

    name: str
    version: CommandVersion
    written: bool


class Versions:
    """Versions by the name of the command, numbered from one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, intention: Intention, former: str | None) -> int:
        """Keep what is about to be written; its number. `former` is the file's text before (None: there is none): it is kept
        too when it is not the newest version."""
        return await self._database.write(lambda tx: _begin(tx, intention, former))

    async def finish(self, number: int, changed: CommandChanged) -> None:
        """The file of that version stands; tell."""

        def work(tx: Transaction) -> None:
            tx.sql.execute("update version set written = 1 where command = ? and number = ?", (changed.name, number))
            tx.tell(changed)
            tx.sql.execute("delete from version where command = ? and number <= ?", (changed.name, number - KEPT))

        await self._database.write(work)

    async def forget(self, name: str, number: int) -> None:
        """The file of that version could not be written."""
        await self._database.write(
            lambda tx: tx.sql.execute("delete from version where command = ? and number = ? and written = 0", (name, number))
        )

    async def of(self, name: str) -> Sequence[CommandVersion]:
        """All versions of a command, newest first."""

        def find(db: sqlite_utils.Database) -> list[CommandVersion]:
            rows = db.execute(
                f"select {_COLUMNS} from version where command = ? and written = 1 order by number desc", [name]
            ).fetchall()
            return [_version(row) for row in rows]

        return await self._database.read(find)

    async def get(self, name: str, number: int) -> CommandVersion:
        """One version. Raises NotFound."""
        for version in await self.of(name):
            if version.number == number:
                return version
        raise NotFound(f"The command `{name}` has no version {number}.", ru=f"У команды `{name}` нет версии {number}.")

    async def numbers(self) -> Mapping[str, int]:
        """The number of the newest version of every command that has any."""

        def find(db: sqlite_utils.Database) -> dict[str, int]:
            return {
                str(name): int(number)
                for name, number in db.execute("select command, max(number) from version where written = 1 group by command")
            }

        return await self._database.read(find)

    async def under(self, key: str) -> Sequence[Done]:
        """What was done under a key, newest first."""

        def find(db: sqlite_utils.Database) -> list[Done]:
            rows = db.execute(f"select {_COLUMNS} from version where key = ? order by number desc", [key]).fetchall()
            return [Done(str(row[0]), _version(row), bool(row[7])) for row in rows]

        return await self._database.read(find)

    async def notice(self, files: Mapping[str, FoundFile]) -> Sequence[CommandChanged]:
        """Keep what other programs did to the files; settle what a crash left half done; tell. What was told."""
        return await self._database.write(lambda tx: _notice(tx, files))


def _begin(tx: Transaction, intention: Intention, former: str | None) -> int:
    if intention.key:
        tx.sql.execute("delete from version where key = ? and command = ? and written = 0", (intention.key, intention.name))
    newest = _newest(tx, intention.name)
    if former is not None and (newest is None or newest["removed"] or newest["text"] != former):
        _insert(tx, Intention(intention.name, former, "file"), written=True)
    if former is None and newest is not None and not newest["removed"]:
        _insert(tx, Intention(intention.name, newest["text"], "file", removed=True), written=True)
    return _insert(tx, intention, written=False)


def _notice(tx: Transaction, files: Mapping[str, FoundFile]) -> list[CommandChanged]:
    _settle(tx, files)
    told = []
    known = {str(row[0]) for row in tx.sql.execute("select distinct command from version")}
    for name in sorted(known | set(files)):
        newest, found = _newest(tx, name), files.get(name)
        standing = newest is not None and not newest["removed"]
        if found is None and newest is not None and standing:
            number = _insert(tx, Intention(name, newest["text"], "file", removed=True), written=True)
            told.append(CommandChanged(name=name, version=number, why="file", removed=True))
        elif found is not None and not (newest is not None and standing and newest["text"] == found.text):
            number = _insert(tx, Intention(name, found.text, "file"), written=True)
            told.append(CommandChanged(name=name, title=found.title, version=number, why="file", disabled=found.disabled))
    for changed in told:
        tx.tell(changed)
    return told


def _settle(tx: Transaction, files: Mapping[str, FoundFile]) -> None:
    rows = tx.sql.execute(
        "select command, number, text, removed from version where written = 0 order by command, number"
    ).fetchall()
    for name, number, text, removed in rows:
        found = files.get(name)
        stands = found is None if removed else found is not None and found.text == text
        statement = "update version set written = 1" if stands else "delete from version"
        tx.sql.execute(f"{statement} where command = ? and number = ?", (name, number))


def _newest(tx: Transaction, name: str) -> dict[str, Any] | None:
    row = tx.sql.execute(
        "select number, text, removed from version where command = ? order by number desc limit 1", (name,)
    ).fetchone()
    return {"number": row[0], "text": row[1], "removed": bool(row[2])} if row else None


def _insert(tx: Transaction, intention: Intention, *, written: bool) -> int:
    newest = _newest(tx, intention.name)
    number = (int(newest["number"]) if newest else 0) + 1
    tx.sql.execute(
        "insert into version (command, number, at, why, turn, key, text, removed, written) values (?,?,?,?,?,?,?,?,?)",
        (
            intention.name,
            number,
            datetime.now(UTC).isoformat(),
            intention.why,
            intention.turn,
            intention.key or None,
            intention.text,
            int(intention.removed),
            int(written),
        ),
    )
    return number


def _version(row: Sequence[Any]) -> CommandVersion:
    return CommandVersion(
        number=row[1], at=datetime.fromisoformat(row[2]), why=row[3], turn=row[4], text=row[5], removed=bool(row[6])
    )
