"""The engine's own database file: mended when it is damaged, opened as many small writes need it."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy

from assistant.store import backups

logger = logging.getLogger(__name__)


def mend(file: Path) -> None:
    """Put a damaged file aside and begin a new one; switch on write-ahead logging, which is kept in the file."""
    if file.exists() and not backups.is_sound(file):
        logger.error("%s", backups.restore(file))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("pragma journal_mode = wal")


def sqlite_engine(file: Path) -> sqlalchemy.Engine:
    """The way to the file, set up for many short writes. Used by DBOS's threads."""
    engine = sqlalchemy.create_engine(f"sqlite:///{file}")

    @sqlalchemy.event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        # NORMAL with WAL loses nothing when the program dies; writers take their turn from the start.
        connection.isolation_level = "IMMEDIATE"
        connection.execute("pragma busy_timeout = 30000")
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma synchronous = normal")

    return engine
