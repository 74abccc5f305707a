"""The index of letters: found by words and people in a moment, threads, contacts learned. A file of its own, made again at will.

A letter's number begins with its time, so that the full-text index gives the newest first without sorting.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlite_utils

from assistant.domain.letter import Address, Contact, LetterHead, LetterQuery, Role, Subscription
from assistant.errors import NotFound
from assistant.extensions.mail import MailNews, Marks
from assistant.store.database import MIGRATIONS, Database, Transaction
from assistant.store.letters_ask import COLUMNS, Standing, heads, moment, one, standing_of, statement, subscriptions
from assistant.store.letters_take import Read, drop, insert, keep_only
from assistant.store.letters_words import name_query

FOLDER = MIGRATIONS / "mail"


class Letters:
    """The index of all mailboxes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- taking news over ---

    async def take(self, account: str, news: MailNews, read: Sequence[Read], own: frozenset[str]) -> int:
        """Take over what is new in a mailbox; how many letters were not known before. `own` are the owner's addresses."""

        def work(tx: Transaction) -> int:
            for place, marks in news.marked.items():
                tx.sql.execute(
                    "update letter_place set unread = ?, flagged = ?, answered = coalesce(?, answered) where account = ? and place = ?",
                    (marks.unread, marks.flagged, marks.answered, account, place),
                )
            fresh = sum(insert(tx, account, each, own) for each in read)
            # Afterwards: a letter that was moved is in its new place already.
            for folder, places in news.left.items():
                keep_only(tx, account, folder, places)
            drop(tx, account, news.gone)
            if news.only is not None:
                rows = tx.sql.execute("select place from letter_place where account = ?", (account,)).fetchall()
                drop(tx, account, [place for (place,) in rows if place not in news.only])
            tx.sql.execute(
                "insert into mail_cursor values (?, ?, ?) on conflict (account) do update set value = excluded.value, complete = excluded.complete",
                (account, news.cursor, not news.more),
            )
            return fresh

        return await self._database.write(work)

    async def cursor(self, account: str) -> str:
        """From where to go on, empty at the start."""

        def work(db: sqlite_utils.Database) -> str:
            row = db.execute("select value from mail_cursor where account = ?", [account]).fetchone()
            return str(row[0]) if row else ""

        return await self._database.read(work)

    async def forget(self, account: str) -> None:
        """Forget everything about a mailbox."""

        def work(tx: Transaction) -> None:
            numbers = "select number from letter where account = ?"
            tx.sql.execute(f"delete from letter_words where rowid in ({numbers})", (account,))
            for table in ("letter_reference", "letter_place", "letter", "mail_cursor", "contact"):
                tx.sql.execute(f"delete from {table} where account = ?", (account,))

        await self._database.write(work)

    # --- after changes of our own ---

    async def moved(self, account: str, before: str, after: str, folder: str, role: Role) -> None:
        """A letter was moved by us: the index knows before the mailbox tells."""

        def work(tx: Transaction) -> None:
            tx.sql.execute("delete from letter_place where account = ? and place = ? and place != ?", (account, after, before))
            tx.sql.execute(
                "update letter_place set place = ?, folder = ?, role = ? where account = ? and place = ?",
                (after, folder, role, account, before),
            )

        await self._database.write(work)

    async def marked(self, account: str, place: str, marks: Marks) -> None:
        """A letter was marked by us."""
        await self._database.write(
            lambda tx: tx.sql.execute(
                "update letter_place set unread = ?, flagged = ?, answered = coalesce(?, answered) where account = ? and place = ?",
                (marks.unread, marks.flagged, marks.answered, account, place),
            )
        )

    # --- asking ---

    async def find(self, query: LetterQuery) -> tuple[LetterHead, ...]:
        """Letters of a query, newest first."""

        def work(db: sqlite_utils.Database) -> tuple[LetterHead, ...]:
            sql, values = statement(query)
            return tuple(heads(db, db.execute(sql, values).fetchall())) if sql else ()

        return await self._database.read(work)

    async def subscriptions(self, account: str, since: datetime, limit: int) -> tuple[Subscription, ...]:
        """Senders whose letters say how to be rid of them, the most frequent first."""
        return await self._database.read(lambda db: subscriptions(db, account, since, limit))

    async def head(self, letter: str) -> LetterHead:
        """One letter. Raises NotFound."""

        def work(db: sqlite_utils.Database) -> LetterHead:
            rows = db.execute(f"select {COLUMNS} from letter l where l.id = ?", [letter]).fetchall()
            if not rows:
                raise NotFound("That letter is not there any more.", ru="Этого письма больше нет.")
            return heads(db, rows)[0]

        return await self._database.read(work)

    async def text(self, letter: str) -> str:
        """The beginning of what a letter says."""
        return await self._database.read(lambda db: str(one(db, "select text from letter where id = ?", [letter]) or ""))

    async def place(self, letter: str) -> tuple[str, str, Role, Marks]:
        """Where a letter lies (account, place, role) and what is marked on it; its copy in the inbox first. Raises NotFound."""

        def work(db: sqlite_utils.Database) -> tuple[str, str, Role, Marks]:
            row = db.execute(
                "select p.account, p.place, p.role, p.unread, p.flagged, p.answered from letter l join letter_place p on p.letter = l.number "
                "where l.id = ? order by p.role != 'inbox', p.role = 'sent' limit 1",
                [letter],
            ).fetchone()
            if row is None:
                raise NotFound("That letter is not there any more.", ru="Этого письма больше нет.")
            return row[0], row[1], row[2], Marks(bool(row[3]), bool(row[4]), bool(row[5]))

        return await self._database.read(work)

    async def folder_of(self, account: str, place: str) -> str:
        """The folder of a place, as the mailbox calls it."""
        sql = "select folder from letter_place where account = ? and place = ?"
        return await self._database.read(lambda db: str(one(db, sql, [account, place]) or ""))

    async def contacts(self, name: str, *, limit: int = 10) -> tuple[Contact, ...]:
        """People whose name or address holds all words of `name`, those the owner writes to most first."""

        def work(db: sqlite_utils.Database) -> tuple[Contact, ...]:
            forms = name_query(name)
            if not forms:
                return ()
            each = " and ".join("(" + " or ".join("words like ?" for _form in alternatives) + ")" for alternatives in forms)
            values = [f"% {form}%" for alternatives in forms for form in alternatives]
            rows = db.execute(
                f"select email, max(name), sum(written), sum(received), max(last) from contact where {each} group by email "
                "order by min(sum(written), 5) desc, sum(written) + sum(received) desc, max(last) desc limit ?",
                [*values, limit],
            ).fetchall()
            return tuple(
                Contact(address=Address(name=row[1], email=row[0]), written=row[2], received=row[3], last=moment(row[4]))
                for row in rows
            )

        return await self._database.read(work)

    async def standing(self, query: LetterQuery) -> tuple[Standing, ...]:
        """Letters of a query with what is known of their senders and conversations."""

        def work(db: sqlite_utils.Database) -> tuple[Standing, ...]:
            sql, values = statement(query)
            return tuple(standing_of(db, head) for head in heads(db, db.execute(sql, values).fetchall())) if sql else ()

        return await self._database.read(work)

    async def count(self) -> int:
        """How many letters are known."""
        return await self._database.read(lambda db: int(one(db, "select count(*) from letter", []) or 0))
