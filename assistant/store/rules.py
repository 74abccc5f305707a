"""What the owner allowed for good: commands that may act with text from outside without asking, each to its own targets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import sqlite_utils

from assistant.domain.base import new_id
from assistant.domain.run import Rule
from assistant.errors import NotFound
from assistant.store.database import Database, Transaction


class Rules:
    """The rules. They are made by an answer to a card alone, in the same commit."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def allows(self, rule: Rule) -> bool:
        """Whether the owner has allowed this: the same command, kind and targets, and no further origin of the text."""

        def find(db: sqlite_utils.Database) -> bool:
            sql = "select origins from rule where command = ? and kind = ? and targets = ?"
            rows = db.execute(sql, [rule.command, rule.kind, _targets(rule)]).fetchall()
            return any(set(rule.origins) <= set(json.loads(row[0])) for row in rows)

        return await self._database.read(find)

    async def all(self) -> Sequence[Rule]:
        """Every rule, newest first."""

        def find(db: sqlite_utils.Database) -> list[Rule]:
            rows = db.execute(
                "select id, command, kind, targets, origins, since from rule order by since desc, rowid desc"
            ).fetchall()
            return [
                Rule(id=row[0], command=row[1], kind=row[2], targets=json.loads(row[3]), origins=json.loads(row[4]), since=row[5])
                for row in rows
            ]

        return await self._database.read(find)

    async def remove(self, rule: str) -> None:
        """Ask again from now on. Raises NotFound."""

        def work(tx: Transaction) -> None:
            if not tx.sql.execute("delete from rule where id = ?", (rule,)).rowcount:
                raise NotFound("That rule does not exist any more.", ru="Этого правила больше нет.")

        await self._database.write(work)


def keep_rule(tx: Transaction, rule: Rule) -> None:
    """Within the transaction that keeps the owner's answer."""
    origins = json.dumps(sorted(rule.origins))
    row = (new_id("rule"), rule.command, rule.kind, _targets(rule), origins, datetime.now(UTC).isoformat())
    tx.sql.execute("insert or ignore into rule values (?, ?, ?, ?, ?, ?)", row)


def _targets(rule: Rule) -> str:
    return json.dumps(dict(rule.targets), sort_keys=True, ensure_ascii=False, default=str)
