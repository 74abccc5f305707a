"""The engine's own database file: mended when it is damaged, opened as many small writes need it."""

from __future__ import annotations

import contextvars
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from dbos import _sys_db, _sys_db_sqlite

from assistant.store import backups

PASSING = ("database is locked", "database or disk is full", "disk I/O error", "unable to open database file")
"""What SQLite says while others write, and on a full disk: also its files beside the one it writes need room."""
logger = logging.getLogger(__name__)

_is_new: contextvars.ContextVar[bool] = contextvars.ContextVar("is_new", default=False)


def mend(file: Path) -> None:
    """Put a damaged file aside and begin a new one; switch on write-ahead logging, which is kept in the file."""
    if file.exists() and not backups.is_sound(file):
        logger.error("%s", backups.restore(file))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("pragma journal_mode = wal")


def open_file(file: Path) -> sqlalchemy.Engine:
    """The way to the file, mended and set up for many short writes. Used by DBOS's threads."""
    mend(file)
    _wait_while_full()
    _wait_for_no_notices()
    engine = sqlalchemy.create_engine(f"sqlite:///{file}")

    @sqlalchemy.event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        # NORMAL with WAL loses nothing when the program dies; writers take their turn from the start.
        connection.isolation_level = "IMMEDIATE"
        connection.execute("pragma busy_timeout = 30000")
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma synchronous = normal")

    return engine


def _wait_while_full() -> None:
    """DBOS waits, as it does while its file is locked, also while the disk is full: a run stands still and is not failed."""
    setattr(_sys_db, "retriable_sqlite_exception", _is_passing)  # noqa: B010 - a function of theirs, which mypy lets nobody replace


def _wait_for_no_notices() -> None:
    """Nothing here waits for DBOS's notifications; the thread that looks for them would keep us for its two seconds at every end."""
    setattr(_sys_db_sqlite.SQLiteSystemDatabase, "_notification_listener", lambda _database: None)  # noqa: B010 - as above


def _is_passing(e: Exception) -> bool:
    said = str(getattr(e, "orig", None) or e)
    return any(passing in said for passing in PASSING)


@contextmanager
def first_time() -> Iterator[None]:
    """What is recorded within was never recorded before: it need not be looked for."""
    new = _is_new.set(True)
    try:
        yield
    finally:
        _is_new.reset(new)


def look_up_only_what_was_recorded(database: Any) -> None:
    """DBOS looks in its file before each step whether it was recorded, a third of what a step costs; `first_time` knows it was not.

    `database` is DBOS's own, after its launch. That the workflow is still ours it looks at again where it records the step.
    """
    look_up = database.check_operation_execution

    def look_up_unless_new(*step: Any, **named: Any) -> Any:
        return None if _is_new.get() else look_up(*step, **named)

    database.check_operation_execution = look_up_unless_new
