"""Vectors of texts by the model that made them, so that no text is paid for twice."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import sqlite_utils

from assistant.store.database import Database, Transaction

MOST = 50_000
"""Vectors kept; those not used for longest go first."""


class Vectors:
    """Kept as 32-bit floats."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, model: str, texts: Sequence[str]) -> dict[str, list[float]]:
        """The vectors of those texts that have one."""
        wanted = set(texts)

        def find(db: sqlite_utils.Database) -> dict[str, list[float]]:
            found: dict[str, list[float]] = {}
            for text in wanted:
                row = db.execute("select vector from vector where model = ? and text = ?", [model, text]).fetchone()
                if row:
                    found[text] = list(array("f", row[0]))
            return found

        return await self._database.read(find)

    async def put(self, model: str, vectors: Mapping[str, Sequence[float]]) -> None:
        """Keep vectors, and no more than MOST of all."""
        used = datetime.now(UTC).isoformat()
        rows = [(model, text, array("f", vector).tobytes(), used) for text, vector in vectors.items()]

        def work(tx: Transaction) -> None:
            tx.sql.executemany("insert or replace into vector (model, text, vector, used) values (?, ?, ?, ?)", rows)
            tx.sql.execute(
                "delete from vector where (model, text) in (select model, text from vector order by used desc limit -1 offset ?)",
                (MOST,),
            )

        await self._database.write(work)
