"""What is about to be sent and waits a moment, so that it can still be stopped. A row is decided once: sent, or undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlite_utils

from assistant.domain.base import Json
from assistant.domain.event.run import ActionUndone, SendHeld, SendReleased
from assistant.errors import Conflict, NotFound
from assistant.store.database import Database, Transaction

SENT, UNDONE = "sent", "undone"
_COLUMNS = "key, run, turn, path, kind, language, until, coalesce(decided, '')"


@dataclass(frozen=True, slots=True)
class HeldSend:
    """A send that waits, or waited until it was `decided`."""

    key: str
    run: str
    turn: str
    path: str
    kind: str
    language: str
    until: datetime
    decided: str


class Held:
    """The sends that wait; every change is told in the same transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hold(self, send: HeldSend, params: Json, named: Mapping[str, str]) -> HeldSend:
        """A send begins to wait, told with what the ids in `params` stand for; the same again waits no longer than it was to."""

        def work(tx: Transaction) -> HeldSend:
            now = datetime.now(UTC).isoformat()
            row = tx.sql.execute(
                "insert or ignore into held (key, run, turn, path, kind, language, at, until) values (?, ?, ?, ?, ?, ?, ?, ?)",
                (send.key, send.run, send.turn, send.path, send.kind, send.language, now, send.until.isoformat()),
            )
            if row.rowcount:
                place = {"turn": send.turn, "run": send.run, "path": send.path, "kind": send.kind}
                told = SendHeld(**place, until=send.until, params=params, named=named)
                tx.tell(told, key=f"{send.key}:held")
            return _one(tx.sql.execute(f"select {_COLUMNS} from held where key = ?", (send.key,)).fetchone())

        return await self._database.write(work)

    async def decided(self, key: str) -> str:
        """How it was decided; empty while it waits."""

        def find(db: sqlite_utils.Database) -> str:
            row = db.execute("select decided from held where key = ?", [key]).fetchone()
            return str(row[0] or "") if row else ""

        return await self._database.read(find)

    async def send(self, key: str) -> str:
        """It has waited long enough: it is sent, unless that was decided otherwise; how it was decided."""

        def work(tx: Transaction) -> str:
            _decide(tx, key, SENT)
            row = tx.sql.execute("select decided from held where key = ?", (key,)).fetchone()
            if row is None:
                raise NotFound("Nothing of that kind waits to be sent.", ru="Ничего такого отправки не ждёт.")
            return str(row[0])

        return await self._database.write(work)

    async def take_back(self, key: str, summary: str = "", by_turn: str = "") -> None:
        """It is not sent; with a summary that is told as something undone. Raises NotFound, and Conflict when it was sent."""

        def work(tx: Transaction) -> None:
            row = tx.sql.execute("select run, decided from held where key = ?", (key,)).fetchone()
            if row is None:
                raise NotFound("Nothing of that kind waits to be sent.", ru="Ничего такого отправки не ждёт.")
            if row[1] == SENT:
                raise Conflict("It has been sent already.", ru="Это уже отправлено.")
            if _decide(tx, key, UNDONE) and summary:
                tx.tell(ActionUndone(turn=by_turn, run=row[0], undone_run=row[0], summary=summary), key=f"{key}:undone")

        await self._database.write(work)

    async def waiting(self, before_turn: str = "", since: str = "") -> Sequence[HeldSend]:
        """What waits, newest first, but for that of one turn."""

        def find(db: sqlite_utils.Database) -> list[HeldSend]:
            sql = f"select {_COLUMNS} from held where decided is null and turn != ? and at >= ? order by at desc"
            return [_one(row) for row in db.execute(sql, [before_turn, since]).fetchall()]

        return await self._database.read(find)


def _decide(tx: Transaction, key: str, how: str) -> bool:
    if not tx.sql.execute("update held set decided = ? where key = ? and decided is null", (how, key)).rowcount:
        return False
    send = _one(tx.sql.execute(f"select {_COLUMNS} from held where key = ?", (key,)).fetchone())
    tx.tell(SendReleased(turn=send.turn, run=send.run, path=send.path, sent=how == SENT), key=f"{key}:released")
    return True


def _one(row: Sequence[str]) -> HeldSend:
    return HeldSend(row[0], row[1], row[2], row[3], row[4], row[5], datetime.fromisoformat(row[6]), row[7])
