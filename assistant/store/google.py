"""The owner's Google accounts; what they granted is in the vault."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlite_utils

from assistant.domain.google import GoogleAccount
from assistant.store.database import Database


class GoogleLedger:
    """Google accounts by their ids, the oldest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[GoogleAccount, ...]:
        """Every account."""

        def work(db: sqlite_utils.Database) -> tuple[GoogleAccount, ...]:
            rows = db.execute("select body from google_account order by added, rowid").fetchall()
            return tuple(GoogleAccount.model_validate_json(row[0]) for row in rows)

        return await self._database.read(work)

    async def put(self, account: GoogleAccount) -> None:
        """Keep an account, instead of one with the same id."""
        await self._database.write(
            lambda tx: tx.sql.execute(
                "insert into google_account values (?, ?, ?) on conflict (id) do update set body = excluded.body",
                (account.id, account.model_dump_json(), datetime.now(UTC).isoformat()),
            )
        )

    async def remove(self, account: str) -> None:
        """Forget an account."""
        await self._database.write(lambda tx: tx.sql.execute("delete from google_account where id = ?", (account,)))
