"""Copies of the database: one a day and one before each migration; a broken file is replaced by the newest sound copy."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

KEEP = 5


def folder(file: Path) -> Path:
    """Where the backups of a database lie."""
    return file.parent / "backups"


def make(file: Path, label: str = "") -> Path:
    """Copy the database as it is now, consistently; the copy. Keeps the newest five. A second one of a day is skipped."""
    place = folder(file)
    place.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%d")
    copy = place / f"{file.stem}-{stamp}{'-' if label else ''}{label}.sqlite"
    if not copy.exists():
        partial = copy.with_suffix(".partial")
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(partial)) as target:
            source.backup(target, pages=256, sleep=0.01)
        partial.replace(copy)
    for old in sorted(place.glob(f"{file.stem}-*.sqlite"))[:-KEEP]:
        old.unlink()
    return copy


def restore(file: Path) -> str:
    """Put the newest sound backup in the place of a broken database and keep the broken one; what was done, in words."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    broken = file.with_name(f"{file.stem}-broken-{stamp}.sqlite")
    file.replace(broken)
    for rest in ("-wal", "-shm"):
        file.with_name(file.name + rest).unlink(missing_ok=True)
    for copy in sorted(folder(file).glob(f"{file.stem}-*.sqlite"), reverse=True):
        if is_sound(copy):
            with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(file)) as target:
                source.backup(target)
            return f"The database was damaged. It was restored from {copy.name}; the damaged file is kept as {broken.name}."
    return f"The database was damaged and there was no backup, so a new one was begun; the damaged file is kept as {broken.name}."


def is_sound(copy: Path) -> bool:
    """Whether a file is a database without damage."""
    try:
        with closing(sqlite3.connect(copy)) as connection:
            return bool(connection.execute("pragma quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False
