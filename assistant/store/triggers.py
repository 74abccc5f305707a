"""What triggers know between two starts, and the one commit in which one is fired: its mark, its turn, its plan and the duty to
carry it out. So kill -9 at any moment fires it exactly once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlite_utils
from pydantic import TypeAdapter

from assistant.domain.base import Json, Language
from assistant.domain.command import LocalText
from assistant.domain.event.due import TriggerFired, TriggerMissed
from assistant.domain.event.run import RunFinished
from assistant.domain.plan import Plan
from assistant.domain.run import Source
from assistant.domain.speech import Utterance
from assistant.errors import NotFound
from assistant.store.database import Database, Transaction
from assistant.store.turns import insert_plan, insert_utterance

_CURSOR = "triggers_seen"
_SOURCES = TypeAdapter(tuple[Source, ...])
_COLUMNS = "id, command, enabled, first, rule, cron, due, last, last_turn, secret, seen"
MOST = 200
"""Ended runs looked at in one go."""


@dataclass(frozen=True, slots=True)
class StoredTrigger:
    """A trigger as it stands. `secret` is the SHA-256 of a webhook's secret; `seen` what a watched file was like."""

    id: str
    command: str
    enabled: bool
    first: datetime | None
    rule: str
    cron: str
    due: datetime | None
    last: datetime | None
    last_turn: str
    secret: str
    seen: str


@dataclass(frozen=True, slots=True)
class EndedRun:
    """A run that has ended, as triggers see it; `depth` is how many triggers led to it, one after another."""

    seq: int
    run: str
    turn: str
    command: str
    state: str
    result: Json
    depth: int
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Firing:
    """All that firing a trigger keeps. `due` is when it is due next; `seen` what the file is like now, None for no file."""

    told: TriggerFired
    utterance: Utterance
    plan: Plan
    titles: Mapping[str, LocalText]
    depth: int
    due: datetime | None = None
    seen: str | None = None


class Triggers:
    """State of triggers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, wanted: Sequence[StoredTrigger]) -> None:
        """These are the triggers there are. New ones are added; known ones keep their state; others rest, with theirs."""

        def work(tx: Transaction) -> None:
            tx.sql.execute("update command_trigger set present = 0")
            for one in wanted:
                tx.sql.execute(
                    "insert into command_trigger (id, command, first, rule, cron, due, seen) values (?, ?, ?, ?, ?, ?, ?) "
                    "on conflict (id) do update set present = 1",
                    (one.id, one.command, _text(one.first), one.rule, one.cron, _utc(one.due), one.seen),
                )

        await self._database.write(work)

    async def all(self) -> Sequence[StoredTrigger]:
        """Those that are present."""
        sql = f"select {_COLUMNS} from command_trigger where present order by id"
        return await self._database.read(lambda db: [_stored(row) for row in db.execute(sql).fetchall()])

    async def one(self, trigger: str) -> StoredTrigger:
        """One that is present. Raises NotFound."""

        def find(db: sqlite_utils.Database) -> StoredTrigger:
            row = db.execute(f"select {_COLUMNS} from command_trigger where present and id = ?", [trigger]).fetchone()
            if row is None:
                raise NotFound("That trigger does not exist any more.", ru="Этого запуска больше нет.")
            return _stored(row)

        return await self._database.read(find)

    async def fire(self, firing: Firing) -> bool:
        """Fire a trigger, all or nothing; False when this very firing was kept before."""

        def work(tx: Transaction) -> bool:
            if not insert_utterance(tx, firing.utterance, firing.titles):
                return False
            told = firing.told
            tx.tell(told)
            insert_plan(tx, firing.plan, firing.titles, firing.utterance.at)
            tx.sql.execute("insert into trigger_turn values (?, ?, ?)", (told.turn, told.trigger, firing.depth))
            tx.sql.execute(
                "update command_trigger set last = ?, last_turn = ?, due = ?, seen = coalesce(?, seen) where id = ?",
                (_utc(firing.utterance.at), told.turn, _utc(firing.due), firing.seen, told.trigger),
            )
            return True

        return await self._database.write(work)

    async def pass_over(self, missed: TriggerMissed, due: datetime | None, seen: str | None = None) -> None:
        """A trigger was missed and is not made up for; it is due next at `due`."""

        def work(tx: Transaction) -> None:
            tx.tell(missed, key=f"{missed.trigger}:{missed.why}:{missed.turn}:{_utc(missed.due)}")
            tx.sql.execute(
                "update command_trigger set due = ?, seen = coalesce(?, seen) where id = ?", (_utc(due), seen, missed.trigger)
            )

        await self._database.write(work)

    async def set_due(self, trigger: str, due: datetime | None, seen: str | None = None) -> None:
        """Note when it is due next, or what its file is like, without firing."""
        await self._database.write(
            lambda tx: tx.sql.execute(
                "update command_trigger set due = ?, seen = coalesce(?, seen) where id = ?", (_utc(due), seen, trigger)
            )
        )

    async def enable(self, trigger: str, enabled: bool, due: datetime | None) -> None:
        """Switch it on, due next at `due`, or off. Raises NotFound."""
        await self._change(trigger, "enabled = ?, due = ?", (int(enabled), _utc(due)))

    async def set_secret(self, trigger: str, secret: str) -> None:
        """Keep the SHA-256 of a webhook's secret. Raises NotFound."""
        await self._change(trigger, "secret = ?", (secret,))

    async def _change(self, trigger: str, what: str, values: Sequence[Json]) -> None:
        def work(tx: Transaction) -> None:
            if not tx.sql.execute(f"update command_trigger set {what} where present and id = ?", (*values, trigger)).rowcount:
                raise NotFound("That trigger does not exist any more.", ru="Этого запуска больше нет.")

        await self._database.write(work)

    async def states(self, turns: Sequence[str]) -> Mapping[str, str]:
        """How the runs of these turns stand."""
        marks = ", ".join("?" * len(turns))
        sql = f"select turn, max(state) from run where turn in ({marks}) group by turn"
        return await self._database.read(lambda db: dict(db.execute(sql, list(turns)).fetchall()) if turns else {})

    async def ended(self) -> Sequence[EndedRun]:
        """Runs that have ended since `saw`, oldest first. The first time ever, none: what was before is over."""

        def work(tx: Transaction) -> Sequence[EndedRun]:
            row = tx.sql.execute("select value from memo where name = ?", (_CURSOR,)).fetchone()
            if row is None:
                _see(tx, tx.sql.execute("select coalesce(max(seq), 0) from event").fetchone()[0])
                return []
            rows = tx.sql.execute(
                "select e.seq, e.run, e.turn, r.command, e.body, coalesce(t.depth, 0), r.sources from event e join run r on r.id = e.run "
                "left join trigger_turn t on t.turn = e.turn where e.seq > ? and e.type = 'run.finished' order by e.seq limit ?",
                (int(row[0]), MOST),
            ).fetchall()
            return [_ended(row) for row in rows]

        return await self._database.write(work)

    async def saw(self, seq: int) -> None:
        """Everything up to this event has been looked at."""
        await self._database.write(lambda tx: _see(tx, seq))

    async def language(self) -> Language:
        """The language the owner spoke last."""

        def find(db: sqlite_utils.Database) -> Language:
            row = db.execute("select language from utterance where source != 'trigger' order by rowid desc limit 1").fetchone()
            return "ru" if row and row[0] == "ru" else "en"

        return await self._database.read(find)


def _see(tx: Transaction, seq: int) -> None:
    tx.sql.execute("insert into memo values (?, ?) on conflict (name) do update set value = excluded.value", (_CURSOR, str(seq)))


def _stored(row: Sequence[Json]) -> StoredTrigger:
    first, due, last = (datetime.fromisoformat(one) if one else None for one in (row[3], row[6], row[7]))
    return StoredTrigger(row[0], row[1], bool(row[2]), first, row[4], row[5], due, last, row[8], row[9], row[10])


def _ended(row: Sequence[Json]) -> EndedRun:
    told = RunFinished.model_validate(json.loads(row[4]))
    return EndedRun(row[0], row[1], row[2], row[3], told.state.value, told.result, row[5], _SOURCES.validate_json(row[6]))


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
