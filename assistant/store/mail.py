"""The owner's mailboxes, what was changed in them (for undo) and what was sent (so that nothing is sent twice)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlite_utils

from assistant.domain.letter import MailAccount
from assistant.errors import Conflict
from assistant.store.database import Database, Transaction


class MailAccounts:
    """Mailboxes by their ids; at most one is the default, the first unless another was chosen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[MailAccount, ...]:
        """Every mailbox, the default first."""

        def work(db: sqlite_utils.Database) -> list[MailAccount]:
            rows = db.execute("select body from mail_account order by added, rowid").fetchall()
            return [MailAccount.model_validate_json(row[0]) for row in rows]

        found = await self._database.read(work)
        return tuple(sorted(found, key=lambda account: not account.default))

    async def put(self, account: MailAccount) -> None:
        """Keep a mailbox, instead of one with the same id."""

        def work(tx: Transaction) -> None:
            if account.default:
                for row in tx.sql.execute("select id, body from mail_account").fetchall():
                    other = MailAccount.model_validate_json(row[1]).model_copy(update={"default": False})
                    tx.sql.execute("update mail_account set body = ? where id = ?", (other.model_dump_json(), row[0]))
            tx.sql.execute(
                "insert into mail_account values (?, ?, ?) on conflict (id) do update set body = excluded.body",
                (account.id, account.model_dump_json(), _now()),
            )

        await self._database.write(work)

    async def remove(self, account: str) -> None:
        """Forget a mailbox."""
        await self._database.write(lambda tx: tx.sql.execute("delete from mail_account where id = ?", (account,)))


class MailJournal:
    """What steps did to letters, under their keys."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, key: str, letter: str, body: Mapping[str, Any]) -> None:
        """Note what a letter was like before a change, once for a key and letter."""

        def work(tx: Transaction) -> None:
            if not tx.sql.execute("select 1 from mail_change where key = ? and letter = ?", (key, letter)).fetchone():
                tx.sql.execute(
                    "insert into mail_change (key, letter, body, at) values (?, ?, ?, ?)",
                    (key, letter, json.dumps(dict(body)), _now()),
                )

        await self._database.write(work)

    async def noted(self, key: str) -> Sequence[tuple[str, dict[str, Any]]]:
        """The letters changed under a key and what they were like before, newest first, those put back left out.

        Raises Conflict when one was changed again since.
        """

        def work(db: sqlite_utils.Database) -> list[tuple[str, dict[str, Any]]]:
            rows = db.execute(
                "select number, letter, body from mail_change where key = ? and reverted is null order by number desc", [key]
            ).fetchall()
            for number, letter, _body in rows:
                later = "select 1 from mail_change where letter = ? and number > ? and reverted is null and key != ?"
                if db.execute(later, [letter, number, key]).fetchone():
                    raise Conflict(
                        "A letter was changed again since, so this cannot be taken back by itself.",
                        ru="Письмо с тех пор снова изменили, отменить отдельно нельзя.",
                    )
            return [(letter, json.loads(body)) for _number, letter, body in rows]

        return await self._database.read(work)

    async def reverted(self, key: str, letter: str) -> None:
        """A letter was put back."""
        await self._database.write(
            lambda tx: tx.sql.execute(
                "update mail_change set reverted = ? where key = ? and letter = ? and reverted is null", (_now(), key, letter)
            )
        )


class MailSendings:
    """Letters on their way: prepared, begun (the server may have taken it), sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, key: str, body: Mapping[str, Any], state: str, response: str = "") -> None:
        """Note how far a sending has come."""
        await self._database.write(
            lambda tx: tx.sql.execute(
                "insert into mail_sending values (?, ?, ?, ?, ?) on conflict (key) do update set "
                "state = excluded.state, response = excluded.response, body = excluded.body",
                (key, json.dumps(dict(body), ensure_ascii=False), state, response, _now()),
            )
        )

    async def get(self, key: str) -> tuple[dict[str, Any], str, str] | None:
        """What is sent under a key, how far it has come, what the server said; None when nothing was prepared."""

        def work(db: sqlite_utils.Database) -> tuple[dict[str, Any], str, str] | None:
            row = db.execute("select body, state, response from mail_sending where key = ?", [key]).fetchone()
            return (json.loads(row[0]), str(row[1]), str(row[2])) if row else None

        return await self._database.read(work)


def _now() -> str:
    return datetime.now(UTC).isoformat()
