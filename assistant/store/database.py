"""One SQLite file: opened, checked, migrated, backed up, written by one writer; committed events are told in order."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import anyio
import anyio.to_thread
import sqlite_utils

from assistant.domain.event.envelope import AnyEvent, Envelope
from assistant.errors import DataFolderUnusable
from assistant.store import backups
from assistant.words import fold

T = TypeVar("T")
MIGRATIONS = Path(__file__).parent / "migrations"


class Transaction:
    """What a writer works with: the connection, and `tell` for the events that are committed with the rows."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self.db = db
        self.sql: sqlite3.Connection = db.conn
        self.told: list[Envelope] = []

    def tell(self, event: AnyEvent, key: str | None = None, at: datetime | None = None) -> bool:
        """Record the event and tell it after the commit. False when an event with this key was recorded before."""
        at = at or datetime.now(UTC)
        body = event.model_dump_json()
        # Not `insert or ignore`, which uses a number up: a window that misses one would come again for it.
        row = self.sql.execute(
            "insert into event (at, type, turn, run, key, body) select ?, ?, ?, ?, ?, ? "
            "where not exists (select 1 from event where key = ?)",
            (at.isoformat(), event.type, event.turn, event.run, key, body, key),
        )
        if not row.rowcount:
            return False
        self.told.append(Envelope(seq=row.lastrowid, at=at, event=event))
        return True


class Database:
    """The owner's data. `open` first; `read` and `write` run their function in a worker thread, one at a time each."""

    def __init__(self, file: Path, tell: Callable[[Envelope], None], migrations: Path = MIGRATIONS) -> None:
        self.file = file
        self._migrations = migrations
        self.notice = ""
        """What was done to a broken file when it was opened, for the owner; empty when nothing."""
        self._tell = tell
        self._write_turn = anyio.CapacityLimiter(1)
        # A task that asyncio itself cancels gives its turn up while its thread still writes.
        self._writing = threading.Lock()
        self._read_turn = anyio.CapacityLimiter(1)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._left: list[tuple[AnyEvent, str, datetime]] = []
        self._something_left = anyio.Event()

    def open(self) -> None:
        """Open or make the file, restore it from the newest backup when it is broken, bring it up to date.

        Blocking; call before anything else. Raises DataFolderUnusable.
        """
        try:
            self._writer = self._connect()
            if not _sound(self._writer):
                self._writer.close()
                self.notice = backups.restore(self.file)
                self._writer = self._connect()
            self._migrate()
            self._reader = self._connect()
            self._reader.execute("pragma query_only = on")
        except (sqlite3.Error, OSError) as error:
            raise unusable(self.file.parent, error) from error
        self._db = sqlite_utils.Database(self._writer)
        self._read_db = sqlite_utils.Database(self._reader)

    def close(self) -> None:
        """Write everything back into the one file and let go of it."""
        self._reader.close()
        self._writer.close()

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in one transaction; on any error nothing of it remains. Raises DataFolderUnusable when the disk fails."""
        self._loop = asyncio.get_running_loop()
        left, self._left = self._left, []
        try:
            return await anyio.to_thread.run_sync(self._commit, work, left, limiter=self._write_turn)
        except BaseException:
            self._left[:0] = left  # those that were committed all the same are known by their keys
            raise

    def leave(self, event: AnyEvent, key: str) -> int:
        """Leave an event to be recorded and told before anything else in the next transaction; how many are left now.

        It is lost when the program dies before: only for what would be left again then.
        """
        self._left.append((event, key, datetime.now(UTC)))
        self._something_left.set()
        return len(self._left)

    async def something_left(self) -> None:
        """Return when an event is, or has just been, left for the next transaction."""
        if not self._left:
            self._something_left = anyio.Event()
            await self._something_left.wait()

    async def read(self, work: Callable[[sqlite_utils.Database], T]) -> T:
        """Run `work` on a read-only connection."""
        return await anyio.to_thread.run_sync(work, self._read_db, limiter=self._read_turn)

    async def back_up(self) -> None:
        """Make today's backup, in a thread of its own so that nobody waits for it."""
        await anyio.to_thread.run_sync(backups.make, self.file)

    def _commit(self, work: Callable[[Transaction], T], left: Sequence[tuple[AnyEvent, str, datetime]]) -> T:
        with self._writing:
            return self._committed(work, left)

    def _committed(self, work: Callable[[Transaction], T], left: Sequence[tuple[AnyEvent, str, datetime]]) -> T:
        transaction = Transaction(self._db)
        try:
            self._writer.execute("begin immediate")
            try:
                for event, key, at in left:
                    transaction.tell(event, key, at)
                result = work(transaction)
                self._writer.execute("commit")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("rollback")
                raise
        except sqlite3.OperationalError as error:
            raise unusable(self.file.parent, error) from error
        if transaction.told and self._loop is not None:
            # From within the writer's turn, so that listeners hear events in the order of their numbers.
            self._loop.call_soon_threadsafe(self._publish, transaction.told)
        return result

    def _publish(self, told: list[Envelope]) -> None:
        for envelope in told:
            self._tell(envelope)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, check_same_thread=False, isolation_level=None, timeout=10)
        try:
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")
            connection.execute("pragma foreign_keys = on")
            # SQLite knows capitals in English only.
            connection.create_function("fold", 1, _fold, deterministic=True)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                connection.close()
                raise
        return connection

    def _migrate(self) -> None:
        version = self._writer.execute("pragma user_version").fetchone()[0]
        for file in sorted(self._migrations.glob("[0-9][0-9][0-9][0-9]_*.sql")):
            number = int(file.name[:4])
            if number <= version:
                continue
            if version:
                backups.make(self.file, label=f"before-{number:04}")
            statements = file.read_text(encoding="utf-8")
            self._writer.executescript(f"begin immediate;\n{statements}\npragma user_version = {number};\ncommit;")


class OpenedLater(Database):
    """The same for what not every owner has: opened, or made, when it is first needed."""

    def __init__(self, file: Path, tell: Callable[[Envelope], None], migrations: Path = MIGRATIONS) -> None:
        super().__init__(file, tell, migrations)
        self._opening = anyio.Lock()
        self._is_open = False

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """As any database."""
        await self._opened()
        return await super().write(work)

    async def read(self, work: Callable[[sqlite_utils.Database], T]) -> T:
        """As any database."""
        await self._opened()
        return await super().read(work)

    def close(self) -> None:
        """As any database, if it was opened."""
        if self._is_open:
            super().close()

    async def _opened(self) -> None:
        async with self._opening:
            if not self._is_open:
                await anyio.to_thread.run_sync(self.open)
                self._is_open = True


def _fold(value: str | float | None) -> str | None:
    return None if value is None else fold(str(value))


def _sound(connection: sqlite3.Connection) -> bool:
    try:
        return bool(connection.execute("pragma quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        return False


def unusable(folder: Path, error: Exception) -> DataFolderUnusable:
    """The error an owner can act on, for what the disk or SQLite said about a folder."""
    free = shutil.disk_usage(folder).free if folder.exists() else 0
    if "full" in str(error) or free < 1_000_000:
        return DataFolderUnusable(
            f"The disk with {folder} is full ({free // 1_000_000} MB free). Free some space; nothing was lost.",
            ru=f"Диск с {folder} заполнен (свободно {free // 1_000_000} МБ). Освободите место; ничего не потеряно.",
        )
    if "readonly" in str(error) or isinstance(error, PermissionError):
        return DataFolderUnusable(
            f"The data folder {folder} cannot be written. Allow it, or choose another with --data.",
            ru=f"В папку данных {folder} нельзя записать. Разрешите это или укажите другую через --data.",
        )
    return DataFolderUnusable(
        f"The data folder {folder} cannot be used: {error}.", ru=f"Папку данных {folder} нельзя использовать: {error}."
    )
