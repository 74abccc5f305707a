"""What calls of language models cost, and what they answered, so that a resumed run never asks again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

import sqlite_utils

from assistant.domain.model import Completion, LedgerEntry, Prompt, Spent
from assistant.store.database import Database, Transaction

Scope = Literal["", "run", "day"]
KEPT_DAYS = 60
"""Answers older than this are forgotten; a run that waits longer asks again."""


class Ledger:
    """Reservations and what became of them. A reservation counts as spent until it is settled."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self) -> None:
        """After a start: what was reserved and never settled counts as spent; old answers are forgotten."""
        old = (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).isoformat()

        def work(tx: Transaction) -> None:
            tx.sql.execute("update ledger set state = 'unknown' where state = 'reserved'")
            tx.sql.execute("delete from model_answer where at < ?", (old,))

        await self._database.write(work)

    async def reserve(self, entry: LedgerEntry, *, run_limit: float, day_limit: float, midnight: str) -> Scope:
        """Enter what a call may cost at most, unless the run or the day would cost more than its limit: then which of them."""

        def work(tx: Transaction) -> Scope:
            day = _sum(tx.db, "at >= ?", midnight)
            run = _sum(tx.db, "run = ?", entry.run) if entry.run else 0.0
            if entry.cost and run + entry.cost > run_limit:
                return "run"
            if entry.cost and day + entry.cost > day_limit:
                return "day"
            tx.sql.execute(
                "insert into ledger (id, at, purpose, model, server, run, turn, state, cost) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    entry.id,
                    entry.at,
                    entry.purpose,
                    entry.model,
                    entry.server,
                    entry.run,
                    entry.turn,
                    entry.state,
                    entry.cost,
                ),
            )
            return ""

        return await self._database.write(work)

    async def settle(self, entry: LedgerEntry) -> None:
        """What the call really cost."""
        row = (entry.state, entry.tokens_in, entry.tokens_out, entry.cost, entry.id)
        await self._database.write(
            lambda tx: tx.sql.execute("update ledger set state = ?, tokens_in = ?, tokens_out = ?, cost = ? where id = ?", row)
        )

    async def entries(self, *, before: str = "", limit: int = 100) -> Sequence[LedgerEntry]:
        """Calls, newest first, older than `before` (an entry's `at`) when given."""

        def find(db: sqlite_utils.Database) -> list[LedgerEntry]:
            rows = db.query(
                "select * from ledger where :before = '' or at < :before order by at desc, id desc limit :limit",
                {"before": before, "limit": limit},
            )
            return [LedgerEntry.model_validate(row) for row in rows]

        return await self._database.read(find)

    async def spent(self, *, midnight: str, month: str, run: str = "") -> Spent:
        """What was spent since these times (ISO, UTC), and by one run."""

        def find(db: sqlite_utils.Database) -> Spent:
            calls = db.execute("select count(*) from ledger where at >= ?", [midnight]).fetchone()[0]
            return Spent(
                run=_sum(db, "run = ?", run) if run else 0.0,
                day=_sum(db, "at >= ?", midnight),
                month=_sum(db, "at >= ?", month),
                calls=calls,
            )

        return await self._database.read(find)

    # --- answers ---

    async def answer(self, key: str) -> Completion | None:
        """What was answered to the question of this key, if it was."""

        def find(db: sqlite_utils.Database) -> Completion | None:
            row = db.execute("select answer from model_answer where key = ?", [key]).fetchone()
            return Completion.model_validate_json(row[0]) if row and row[0] else None

        return await self._database.read(find)

    async def keep(self, key: str, answer: Completion) -> None:
        """Keep an answer; the first one stays."""
        row = (answer.model_dump_json(), key)
        await self._database.write(
            lambda tx: tx.sql.execute("update model_answer set answer = ? where key = ? and answer is null", row)
        )

    async def ask(self, prompt: Prompt) -> None:
        """Keep a question under its key before it is asked; the same key again changes nothing."""
        at = datetime.now(UTC).isoformat()
        row = (prompt.key, at, prompt.run, prompt.model_dump_json())
        await self._database.write(
            lambda tx: tx.sql.execute("insert or ignore into model_answer (key, at, run, prompt) values (?, ?, ?, ?)", row)
        )

    async def asked(self, key: str) -> Prompt | None:
        """The question kept under a key."""

        def find(db: sqlite_utils.Database) -> Prompt | None:
            row = db.execute("select prompt from model_answer where key = ?", [key]).fetchone()
            return Prompt.model_validate_json(row[0]) if row else None

        return await self._database.read(find)


def _sum(db: sqlite_utils.Database, where: str, value: str) -> float:
    return float(db.execute(f"select coalesce(sum(cost), 0) from ledger where {where}", [value]).fetchone()[0])
