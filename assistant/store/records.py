"""The owner's notes, tasks, reminders and events; every change is journaled under the step that made it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import sqlite_utils

from assistant.domain.base import new_id
from assistant.domain.event.changed import RecordChanged
from assistant.domain.event.due import ReminderFired, ReminderMissed
from assistant.domain.record import Body, Change, Collection, Event, Note, Record, Reminder, Task
from assistant.domain.recurrence import ending, following, occurrences
from assistant.errors import Conflict, NotFound
from assistant.store.database import Database, Transaction
from assistant.words import lemmas, query

_BODY: dict[str, type[Body]] = {"note": Note, "task": Task, "reminder": Reminder, "event": Event}
_COLUMNS = "id, collection, body, created, updated"
LATE = timedelta(seconds=90)
"""A reminder told later than this was missed: the computer slept or the assistant was off."""


class Records:
    """The real thing behind the port of the same name."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.touched = True
        """Whether a record was written since `fire_due` last looked."""

    async def add(self, collection: Collection, body: Body, *, key: str) -> Record:
        """Store a new record; the same key again gives the record made the first time."""

        def work(tx: Transaction) -> Record:
            known = tx.sql.execute(f"select {_COLUMNS} from record where key = ?", (key,)).fetchone()
            if known:
                return _record(known)
            record = Record(id=new_id(collection), collection=collection, body=body, created=_now(), updated=_now())
            _insert(tx, record, key)
            _journal(tx, key, Change(record=record.id, collection=collection, before=None, after=body))
            tx.tell(RecordChanged(id=record.id, record=record))
            return record

        self.touched = True
        return await self._database.write(work)

    async def change(self, record: str, body: Body, *, key: str) -> Record:
        """Replace the body of a record. Raises NotFound."""

        def work(tx: Transaction) -> Record:
            before = _present(tx, record)
            if _journaled(tx, key, record):
                return before
            changed = before.model_copy(update={"body": body, "updated": _now()})
            _update(tx, changed)
            _journal(tx, key, Change(record=record, collection=before.collection, before=before.body, after=body))
            tx.tell(RecordChanged(id=record, record=changed))
            return changed

        self.touched = True
        return await self._database.write(work)

    async def remove(self, record: str, *, key: str) -> Record:
        """Remove a record and return what it was. Raises NotFound."""

        def work(tx: Transaction) -> Record:
            row = tx.sql.execute(f"select {_COLUMNS} from record where id = ?", (record,)).fetchone()
            if row and _journaled(tx, key, record):
                return _record(row)
            before = _present(tx, record)
            tx.sql.execute("update record set removed = ? where id = ?", (_now().isoformat(), record))
            _journal(tx, key, Change(record=record, collection=before.collection, before=before.body, after=None))
            tx.tell(RecordChanged(id=record, record=None))
            return before

        self.touched = True
        return await self._database.write(work)

    async def get(self, record: str) -> Record:
        """One record. Raises NotFound."""

        def work(db: sqlite_utils.Database) -> Record:
            row = db.execute(f"select {_COLUMNS} from record where id = ? and removed is null", [record]).fetchone()
            if row is None:
                raise NotFound("That is not there any more.", ru="Этого больше нет.")
            return _record(row)

        return await self._database.read(work)

    async def find(self, collection: Collection, text: str = "", *, limit: int = 50) -> Sequence[Record]:
        """Records holding all words of `text` by dictionary form, best first; without text the newest first."""

        def work(db: sqlite_utils.Database) -> list[Record]:
            words = query(text)
            if text and not words:
                return []
            if words:
                sql = (
                    f"select {', '.join('r.' + name for name in _COLUMNS.split(', '))} from record_words w join record r on r.rowid = w.rowid "
                    "where record_words match :words and r.collection = :collection and r.removed is null order by w.rank limit :limit"
                )
            else:
                sql = f"select {_COLUMNS} from record where collection = :collection and removed is null order by created desc, rowid desc limit :limit"
            return [
                _record(row) for row in db.execute(sql, {"words": words, "collection": collection, "limit": limit}).fetchall()
            ]

        return await self._database.read(work)

    async def between(self, collection: Collection, start: datetime, end: datetime) -> Sequence[Record]:
        """Records within [start, end), by due, at or start, in order; recurring ones once per occurrence."""

        def work(db: sqlite_utils.Database) -> list[Record]:
            rows = db.execute(
                f"select {_COLUMNS} from record where collection = ? and removed is null and at < ? and (until is null or until > ?)",
                [collection, _utc(end), _utc(start)],
            ).fetchall()
            found = [occurrence for row in rows for occurrence in _expand(_record(row), start, end)]
            return sorted(found, key=lambda record: _at(record.body) or end)

        return await self._database.read(work)

    async def revert(self, key: str) -> Sequence[Change]:
        """Put back everything that was changed under this step key. Raises Conflict when it was changed again since."""

        def work(tx: Transaction) -> list[Change]:
            rows = tx.sql.execute(
                "select number, record, collection, before, after from change where key = ? and reverted is null order by number desc",
                (key,),
            ).fetchall()
            changes = []
            for number, record, collection, before, after in rows:
                later = tx.sql.execute(
                    "select 1 from change where record = ? and number > ? and reverted is null and key not like 'clock:%'",
                    (record, number),
                ).fetchone()
                if later:
                    raise Conflict(
                        "It was changed again since, so it cannot be taken back by itself.",
                        ru="С тех пор это снова изменили, поэтому отдельно отменить нельзя.",
                    )
                change = Change(
                    record=record, collection=collection, before=_body(collection, before), after=_body(collection, after)
                )
                _put_back(tx, change)
                tx.sql.execute("update change set reverted = ? where number = ?", (_now().isoformat(), number))
                changes.append(change)
            return changes

        self.touched = True
        return await self._database.write(work)

    async def fire_due(self, now: datetime) -> datetime | None:
        """Tell every reminder that is due, each once, and move recurring ones on; when the next one is due.

        A reminder that is more than LATE overdue was missed: it is told as such, or passed over, by its own rule.
        """

        def work(tx: Transaction) -> datetime | None:
            rows = tx.sql.execute(
                f"select {_COLUMNS} from record where collection = 'reminder' and removed is null and at <= ? order by at limit 500",
                (_utc(now),),
            ).fetchall()
            for row in rows:
                _fire(tx, _record(row), now)
            next_at = tx.sql.execute("select min(at) from record where collection = 'reminder' and removed is null").fetchone()[0]
            return datetime.fromisoformat(next_at) if next_at else None

        self.touched = False
        return await self._database.write(work)


def _fire(tx: Transaction, record: Record, now: datetime) -> None:
    reminder = record.body
    if not isinstance(reminder, Reminder):
        raise TypeError(record.collection)
    times, next_at = _passed(reminder, now)
    body = reminder.model_copy(update={"fired": True} if next_at is None else {"at": next_at})
    changed = record.model_copy(update={"body": body, "updated": _now()})
    _update(tx, changed)
    tx.tell(RecordChanged(id=record.id, record=changed))
    key = f"{record.id}:{_utc(reminder.at)}"
    if now - reminder.at <= LATE:
        tx.tell(ReminderFired(record=record, due=reminder.at), key)
    elif reminder.missed == "tell":
        tx.tell(ReminderMissed(record=record, due=reminder.at, times=times), key)


def _passed(reminder: Reminder, now: datetime) -> tuple[int, datetime | None]:
    """How often it was due until now (at least once) and when it is due next."""
    if not reminder.recurrence:
        return 1, None
    times = sum(1 for _ in occurrences(reminder.recurrence, reminder.at, reminder.at, now + timedelta(microseconds=1)))
    return max(times, 1), following(reminder.recurrence, reminder.at, now)


def _expand(record: Record, start: datetime, end: datetime) -> list[Record]:
    body = record.body
    if isinstance(body, Reminder):
        times = occurrences(body.recurrence, body.at, start, end)
        return [record.model_copy(update={"body": body.model_copy(update={"at": at})}) for at in times]
    if isinstance(body, Event) and body.recurs:
        earlier = start - (body.end - body.start) - timedelta(days=1)
        times = occurrences(body.recurrence, body.start, earlier, end, zone=body.zone, skipped=body.skipped, added=body.added)
        moved = [
            body.model_copy(update={"start": at, "end": ending(body.start, body.end, at, days=body.all_day)}) for at in times
        ]
        return [record.model_copy(update={"body": event}) for event in moved if event.end > start]
    return [record]


def _at(body: Body) -> datetime | None:
    match body:
        case Task():
            return body.due
        case Reminder():
            return None if body.fired else body.at
        case Event():
            return body.start
        case Note():
            return None


def _until(body: Body) -> datetime | None:
    match body:
        case Event():
            return None if body.recurs else body.end
        case Reminder():
            return None if body.recurrence else body.at + timedelta(microseconds=1)
        case Task():
            return body.due + timedelta(microseconds=1) if body.due else None
        case Note():
            return None


def _text(body: Body) -> str:
    return f"{body.text} {body.place}" if isinstance(body, Event) else body.text


def _insert(tx: Transaction, record: Record, key: str) -> None:
    body, created = record.body, record.created.isoformat()
    tx.sql.execute(
        "insert into record (id, collection, key, body, lemmas, at, until, created, updated) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record.id,
            record.collection,
            key,
            body.model_dump_json(),
            lemmas(_text(body)),
            _utc(_at(body)),
            _utc(_until(body)),
            created,
            created,
        ),
    )


def _update(tx: Transaction, record: Record) -> None:
    body = record.body
    tx.sql.execute(
        "update record set body = ?, lemmas = ?, at = ?, until = ?, updated = ?, removed = null where id = ?",
        (body.model_dump_json(), lemmas(_text(body)), _utc(_at(body)), _utc(_until(body)), record.updated.isoformat(), record.id),
    )


def _put_back(tx: Transaction, change: Change) -> None:
    if change.before is None:
        tx.sql.execute("update record set removed = ? where id = ?", (_now().isoformat(), change.record))
        tx.tell(RecordChanged(id=change.record, record=None))
        return
    row = tx.sql.execute(f"select {_COLUMNS} from record where id = ?", (change.record,)).fetchone()
    restored = _record(row).model_copy(update={"body": change.before, "updated": _now()})
    _update(tx, restored)
    tx.tell(RecordChanged(id=restored.id, record=restored))


def _journal(tx: Transaction, key: str, change: Change) -> None:
    tx.sql.execute(
        "insert into change (key, record, collection, before, after, at) values (?, ?, ?, ?, ?, ?)",
        (
            key,
            change.record,
            change.collection,
            change.before.model_dump_json() if change.before else None,
            change.after.model_dump_json() if change.after else None,
            _now().isoformat(),
        ),
    )


def _journaled(tx: Transaction, key: str, record: str) -> bool:
    return tx.sql.execute("select 1 from change where key = ? and record = ?", (key, record)).fetchone() is not None


def _present(tx: Transaction, record: str) -> Record:
    row = tx.sql.execute(f"select {_COLUMNS} from record where id = ? and removed is null", (record,)).fetchone()
    if row is None:
        raise NotFound("That is not there any more.", ru="Этого больше нет.")
    return _record(row)


def _record(row: tuple[str, str, str, str, str]) -> Record:
    values = {
        "id": row[0],
        "collection": row[1],
        "created": row[3],
        "updated": row[4],
        "body": _BODY[row[1]].model_validate_json(row[2]),
    }
    return Record.model_validate(values)


def _body(collection: str, text: str | None) -> Body | None:
    return _BODY[collection].model_validate_json(text) if text else None


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def _now() -> datetime:
    return datetime.now(UTC)
