"""What was learned from corrections: words, and the command they mean. Forgotten when unused for long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import sqlite_utils

from assistant.domain.base import Language, new_id
from assistant.domain.command import LearnedPhrase
from assistant.errors import NotFound
from assistant.store.database import Database, Transaction
from assistant.words import lemmas

_COLUMNS = "id, text, language, at, turn, reason, used"


class Learned:
    """The learned phrases. The newest correction of the same words counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, text: str, command: str, language: Language, *, turn: str, reason: str, key: str) -> None:
        """Remember that these words mean that command; the same key again changes nothing."""
        now = datetime.now(UTC).isoformat()

        def work(tx: Transaction) -> None:
            if tx.sql.execute("select 1 from learned where key = ?", (key,)).fetchone():
                return
            tx.sql.execute("delete from learned where lemmas = ?", (lemmas(text),))
            row = (new_id("learned"), key, text, lemmas(text), command, language, turn, reason, now, now)
            tx.sql.execute("insert into learned values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

        await self._database.write(work)

    async def remove(self, phrase: str) -> None:
        """Forget one. Raises NotFound."""

        def work(tx: Transaction) -> None:
            if not tx.sql.execute("delete from learned where id = ?", (phrase,)).rowcount:
                raise NotFound(
                    "That was not learned, or it is forgotten already.", ru="Этого помощник не запоминал или уже забыл."
                )

        await self._database.write(work)

    async def forget(self, key: str) -> Sequence[str]:
        """Forget what was learned under a key; the words."""

        def work(tx: Transaction) -> list[str]:
            texts = [row[0] for row in tx.sql.execute("select text from learned where key = ?", (key,)).fetchall()]
            tx.sql.execute("delete from learned where key = ?", (key,))
            return texts

        return await self._database.write(work)

    async def expire(self, unused_since: datetime) -> int:
        """Forget what has not helped since then; how many."""
        at = unused_since.astimezone(UTC).isoformat()
        return await self._database.write(lambda tx: int(tx.sql.execute("delete from learned where used < ?", (at,)).rowcount))

    async def all(self) -> Mapping[str, tuple[LearnedPhrase, ...]]:
        """Everything learned, by command, newest first."""

        def find(db: sqlite_utils.Database) -> Mapping[str, tuple[LearnedPhrase, ...]]:
            rows = db.execute(f"select command, {_COLUMNS} from learned order by at desc, rowid desc").fetchall()
            found: dict[str, tuple[LearnedPhrase, ...]] = {}
            for command, *values in rows:
                phrase = LearnedPhrase.model_validate(dict(zip(_COLUMNS.split(", "), values, strict=True)))
                found[command] = (*found.get(command, ()), phrase)
            return found

        return await self._database.read(find)
