"""Backups: the newest few are kept, and a sound one replaces a damaged file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assistant.store import backups
from assistant.store.database import MIGRATIONS
from tests.store.conftest import Opened

pytestmark = pytest.mark.unit


def made(file: Path, text: str) -> Path:
    """A small database."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("create table t (x)")
        connection.execute("insert into t values (?)", (text,))
        connection.commit()
    return file


def test_only_the_newest_backups_are_kept(tmp_path: Path) -> None:
    file = made(tmp_path / "a.sqlite", "x")
    for number in range(8):
        backups.make(file, label=f"before-{number:04}")
    kept = sorted(copy.stem[-4:] for copy in backups.folder(file).glob("*.sqlite"))
    assert kept == ["0003", "0004", "0005", "0006", "0007"]


def test_a_damaged_backup_is_passed_over_for_an_older_sound_one(tmp_path: Path) -> None:
    file = made(tmp_path / "a.sqlite", "good")
    backups.make(file)
    (backups.folder(file) / "a-99991231.sqlite").write_bytes(b"broken" * 100)
    file.write_bytes(b"damaged")
    assert "restored" in backups.restore(file)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("select x from t").fetchone() == ("good",)
    assert list(tmp_path.glob("a-broken-*.sqlite"))


def test_every_migration_is_applied_in_order_and_once(opened: Opened, tmp_path: Path) -> None:
    newest = max(int(file.name[:4]) for file in MIGRATIONS.glob("[0-9]*.sql"))
    with closing(sqlite3.connect(opened.database.file)) as connection:
        assert connection.execute("pragma user_version").fetchone() == (newest,)
    again = Opened(opened.database.file)
    again.database.close()
