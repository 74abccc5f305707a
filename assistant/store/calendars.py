"""What is known of calendars kept elsewhere, and what steps did to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlite_utils

from assistant.domain.calendar import Calendar
from assistant.errors import Conflict
from assistant.store.database import Database, Transaction

Resource = Mapping[str, Any]
"""An event in the words of the server it lies on."""


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event to be kept. `series` is the event that recurs, when this is one time of it; `starts` and `until` span all its times."""

    id: str
    body: Resource
    starts: datetime
    until: datetime
    series: str = ""
    recurs: bool = False


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What a step did to an event: what it was before and after, nothing when it was not there."""

    event: str
    before: Resource | None
    after: Resource | None


class KnownCalendars:
    """Calendars and events as they were last fetched."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def calendars(self) -> tuple[Calendar, ...]:
        """Every calendar, in the order they became known."""

        def work(db: sqlite_utils.Database) -> tuple[Calendar, ...]:
            rows = db.execute("select body from calendar_known order by added, rowid").fetchall()
            return tuple(Calendar.model_validate_json(row[0]) for row in rows)

        return await self._database.read(work)

    async def put_calendars(self, account: str, found: Sequence[Calendar]) -> None:
        """These are all the calendars of an account; what is known of others of it is forgotten."""

        def work(tx: Transaction) -> None:
            kept = {each.id for each in found}
            known = {row[0] for row in tx.sql.execute("select id from calendar_known where account = ?", (account,)).fetchall()}
            for gone in known - kept:
                tx.sql.execute("delete from calendar_known where id = ?", (gone,))
            for each in found:
                tx.sql.execute(
                    "insert into calendar_known (id, account, body, added) values (?, ?, ?, ?) "
                    "on conflict (id) do update set body = excluded.body",
                    (each.id, account, each.model_dump_json(), _now()),
                )

        await self._database.write(work)

    async def keep_accounts(self, accounts: Sequence[str]) -> None:
        """Forget the calendars of every other account."""

        def work(tx: Transaction) -> None:
            rows = tx.sql.execute("select id, account from calendar_known").fetchall()
            for gone in [row[0] for row in rows if row[1] not in accounts]:
                tx.sql.execute("delete from calendar_known where id = ?", (gone,))

        await self._database.write(work)

    async def token(self, calendar: str) -> str:
        """How far a calendar is known, in its server's words; empty when not at all."""

        def work(db: sqlite_utils.Database) -> str:
            row = db.execute("select token from calendar_known where id = ?", [calendar]).fetchone()
            return str(row[0]) if row else ""

        return await self._database.read(work)

    async def take(
        self, calendar: str, changed: Sequence[KnownEvent], gone: Sequence[str], token: str, *, whole: bool = False
    ) -> None:
        """Take over what has changed; with `whole` there is nothing else."""
        if not (changed or gone or whole) and token == await self.token(calendar):
            return

        def work(tx: Transaction) -> None:
            if whole:
                tx.sql.execute("delete from calendar_event where calendar = ?", (calendar,))
            for name in gone:
                # With an event that recurs go the times of it that were unlike the others.
                tx.sql.execute("delete from calendar_event where calendar = ? and (id = ? or series = ?)", (calendar, name, name))
            for event in changed:
                tx.sql.execute(
                    "insert or replace into calendar_event values (?, ?, ?, ?, ?, ?, ?)",
                    (
                        calendar,
                        event.id,
                        event.series,
                        int(event.recurs),
                        _utc(event.starts),
                        _utc(event.until),
                        json.dumps(event.body, ensure_ascii=False),
                    ),
                )
            if token:
                tx.sql.execute("update calendar_known set token = ? where id = ?", (token, calendar))

        await self._database.write(work)

    async def within(self, calendar: str, start: datetime, end: datetime) -> list[dict[str, Any]]:
        """What may take place within [start, end): single events then, and all that recurs, with every time that is unlike the others."""

        def work(db: sqlite_utils.Database) -> list[dict[str, Any]]:
            rows = db.execute(
                "select body from calendar_event where calendar = ? and (series != '' or (starts < ? and (recurs or until > ?)))",
                [calendar, _utc(end), _utc(start)],
            ).fetchall()
            return [json.loads(row[0]) for row in rows]

        return await self._database.read(work)


class CalendarJournal:
    """What steps did to events elsewhere, under their keys."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, key: str, event: str, before: Resource | None) -> Resource | None:
        """Note what an event was before it is touched, once for a key; what was noted."""

        def work(tx: Transaction) -> Resource | None:
            row = tx.sql.execute("select before from calendar_change where key = ? and event = ?", (key, event)).fetchone()
            if row is None:
                tx.sql.execute(
                    "insert into calendar_change (key, event, before, at) values (?, ?, ?, ?)",
                    (key, event, _dumped(before), _now()),
                )
                return before
            return _loaded(row[0])

        return await self._database.write(work)

    async def done(self, key: str, event: str, after: Resource | None) -> None:
        """It was done; what the event is now."""
        await self._database.write(
            lambda tx: tx.sql.execute(
                "update calendar_change set after = ? where key = ? and event = ?", (_dumped(after), key, event)
            )
        )

    async def noted(self, key: str) -> list[CalendarChange]:
        """What was begun under a key, newest first, what was put back left out."""

        def work(db: sqlite_utils.Database) -> list[CalendarChange]:
            rows = db.execute(
                "select event, before, after from calendar_change where key = ? and reverted is null order by number desc", [key]
            ).fetchall()
            return [CalendarChange(row[0], _loaded(row[1]), _loaded(row[2])) for row in rows]

        return await self._database.read(work)

    async def check_last(self, key: str, event: str) -> None:
        """Raises Conflict when another step changed the event after this one."""

        def work(db: sqlite_utils.Database) -> bool:
            later = (
                "select 1 from calendar_change where event = ? and key != ? and reverted is null and number > "
                "(select max(number) from calendar_change where key = ? and event = ?)"
            )
            return db.execute(later, [event, key, key, event]).fetchone() is not None

        if await self._database.read(work):
            raise Conflict(
                "It was changed again since, so it cannot be taken back by itself.",
                ru="С тех пор это снова изменили, поэтому отдельно отменить нельзя.",
            )

    async def reverted(self, key: str, event: str) -> None:
        """It was put back."""
        await self._database.write(
            lambda tx: tx.sql.execute(
                "update calendar_change set reverted = ? where key = ? and event = ? and reverted is null", (_now(), key, event)
            )
        )


def _dumped(body: Resource | None) -> str | None:
    return None if body is None else json.dumps(dict(body), ensure_ascii=False)


def _loaded(text: str | None) -> Resource | None:
    found: Resource | None = json.loads(text) if text else None
    return found


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _now() -> str:
    return datetime.now(UTC).isoformat()
