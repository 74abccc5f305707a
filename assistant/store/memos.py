"""Small things to remember by name: the unsent draft, the time the clock was last seen."""

from __future__ import annotations

import sqlite_utils

from assistant.store.database import Database


class Memos:
    """Named texts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> str:
        """The text kept under a name, empty when there is none."""

        def find(db: sqlite_utils.Database) -> str:
            row = db.execute("select value from memo where name = ?", [name]).fetchone()
            return str(row[0]) if row else ""

        return await self._database.read(find)

    async def set(self, name: str, value: str) -> None:
        """Keep a text under a name."""
        await self._database.write(
            lambda tx: tx.sql.execute(
                "insert into memo values (?, ?) on conflict (name) do update set value = excluded.value", (name, value)
            )
        )
