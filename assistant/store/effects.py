"""What steps did to the world: begun, proved by a receipt, taken back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

import sqlite_utils

from assistant.domain.base import Json
from assistant.domain.event.run import ActionUndone
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.store.database import Database, Transaction


class Begun(Enum):
    """How far a step that changes the world had come when it was begun (again)."""

    NOW = "now"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class StoredEffect:
    """A step that changed the world, or began to (`receipt` None)."""

    key: str
    run: str
    turn: str
    path: str
    kind: str
    language: str
    receipt: Receipt | None


class Effects:
    """Effects of steps, each under its step's key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(
        self, key: str, run: str, turn: str, path: str, kind: str, effect: Effect, language: str
    ) -> Begun | StepResult:
        """A step is about to change the world: whether it is the first time, or what it gave if it was done and proved before."""

        def work(tx: Transaction) -> Begun | StepResult:
            row = tx.sql.execute(
                "insert or ignore into effect (key, run, turn, path, kind, effect, language, begun) values (?,?,?,?,?,?,?,?)",
                (key, run, turn, path, kind, effect.value, language, _now()),
            )
            if row.rowcount:
                return Begun.NOW
            receipt, value = tx.sql.execute("select receipt, value from effect where key = ?", (key,)).fetchone()
            if receipt is None:
                return Begun.BEFORE
            return StepResult(value=json.loads(value), receipt=Receipt.model_validate_json(receipt))

        return await self._database.write(work)

    async def send_again(self, key: str, time: int) -> bool:
        """Use up the owner's word, his `time`th, that it may be sent again; False when an earlier process had begun to."""

        def work(tx: Transaction) -> bool:
            changed = tx.sql.execute("update effect set resent = ? where key = ? and resent < ?", (time, key, time))
            return changed.rowcount > 0

        return await self._database.write(work)

    async def withdraw(self, key: str) -> None:
        """A step that was about to change the world has not: what it wants to know must be decided first."""
        await self._database.write(lambda tx: tx.sql.execute("delete from effect where key = ? and receipt is null", (key,)))

    async def prove(self, key: str, receipt: Receipt, value: Json, *, undoable: bool) -> None:
        """The step has changed it; here are the evidence and what the step gives, so that it is never done again."""
        evidence = (receipt.model_dump_json(), json.dumps(value, ensure_ascii=False, default=str), int(undoable), key)
        await self._database.write(
            lambda tx: tx.sql.execute("update effect set receipt = ?, value = ?, undoable = ? where key = ?", evidence)
        )

    async def has_unproven(self, run: str) -> bool:
        """Whether a step of this run began to change something and never proved it."""

        def find(db: sqlite_utils.Database) -> bool:
            return db.execute("select 1 from effect where run = ? and receipt is null limit 1", [run]).fetchone() is not None

        return await self._database.read(find)

    async def undoable_of(self, run: str) -> Sequence[StoredEffect]:
        """What one run did that can be taken back, newest first."""

        def find(db: sqlite_utils.Database) -> list[StoredEffect]:
            rows = db.execute(
                "select key, run, turn, path, kind, language, receipt from effect where undoable = 1 and undone is null and run = ? "
                "order by begun desc",
                [run],
            ).fetchall()
            return [
                StoredEffect(row[0], row[1], row[2], row[3], row[4], row[5], Receipt.model_validate_json(row[6])) for row in rows
            ]

        return await self._database.read(find)

    async def undoable(self, before_turn: str, since: str = "") -> Sequence[StoredEffect]:
        """What can be taken back and was begun before that turn (and since then), newest first."""

        def find(db: sqlite_utils.Database) -> list[StoredEffect]:
            rows = db.execute(
                "select key, run, turn, path, kind, language, receipt from effect where undoable = 1 and undone is null "
                "and turn != :turn and begun >= :since "
                "and begun <= coalesce((select at from utterance where id = :turn), '9') order by begun desc limit 200",
                {"turn": before_turn, "since": since},
            ).fetchall()
            return [
                StoredEffect(row[0], row[1], row[2], row[3], row[4], row[5], Receipt.model_validate_json(row[6])) for row in rows
            ]

        return await self._database.read(find)

    async def final(self, before_turn: str, since: str) -> Sequence[StoredEffect]:
        """What was sent before that turn and since then, and cannot be taken back, newest first."""

        def find(db: sqlite_utils.Database) -> list[StoredEffect]:
            rows = db.execute(
                "select key, run, turn, path, kind, language, receipt from effect where effect = 'sends' and turn != ? and begun >= ? "
                "order by begun desc limit 50",
                [before_turn, since],
            ).fetchall()
            return [
                StoredEffect(
                    row[0], row[1], row[2], row[3], row[4], row[5], Receipt.model_validate_json(row[6]) if row[6] else None
                )
                for row in rows
            ]

        return await self._database.read(find)

    async def undone_in(self, turn: str) -> Sequence[ActionUndone]:
        """What a turn has already taken back, in order; nothing for no turn."""

        def find(db: sqlite_utils.Database) -> list[ActionUndone]:
            sql = "select body from event where turn = ? and turn != '' and type = 'action.undone' order by seq"
            return [ActionUndone.model_validate_json(row[0]) for row in db.execute(sql, [turn]).fetchall()]

        return await self._database.read(find)

    async def undone(self, effect: StoredEffect, summary: str, turn: str) -> None:
        """An effect was taken back."""

        def work(tx: Transaction) -> None:
            tx.sql.execute("update effect set undone = ? where key = ?", (_now(), effect.key))
            tx.tell(ActionUndone(turn=turn, run=effect.run, undone_run=effect.run, summary=summary), key=f"{effect.key}:undone")

        await self._database.write(work)


def _now() -> str:
    return datetime.now(UTC).isoformat()
