"""Recorded events: what a window needs when it opens, and what it missed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlite_utils

from assistant.domain.event.envelope import AnyEvent, Envelope, event_reader
from assistant.domain.event.run import MOST_EARLIER
from assistant.store.database import Database

TURNS_SHOWN = 30
"""Turns a window gets when it opens; older ones come by asking for history."""
REPLAY_LIMIT = 5_000
"""Events a reconnecting window may have missed before it gets everything anew."""
PASSES_FIRST, PASSES_LAST = 200, 1_000
"""Events from within the passes of loops that a window gets of each turn: from the beginning and up to the end."""
MOST_LEFT = 200
"""Events that are left for the next write before they are written by themselves."""


class Events:
    """The recorded events."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, event: AnyEvent, key: str | None = None) -> bool:
        """Record and tell an event; False when one with this key was recorded before."""
        return await self._database.write(lambda tx: tx.tell(event, key))

    async def soon(self, event: AnyEvent, key: str) -> None:
        """Record and tell an event once, together with the next thing that is written, at the latest by `catch_up`.

        For what is told again under the same key when the program dies before: it then has not been told.
        """
        if self._database.leave(event, key) >= MOST_LEFT:
            await self.catch_up()

    async def catch_up(self) -> None:
        """Record and tell what was left for the next write."""
        await self._database.write(lambda _tx: None)

    async def something_left(self) -> None:
        """Return when something is, or has just been, left to be told with the next write."""
        await self._database.something_left()

    async def last(self) -> int:
        """The number of the newest event, zero when there is none."""
        return await self._database.read(lambda db: int(db.execute("select coalesce(max(seq), 0) from event").fetchone()[0]))

    async def since(self, seq: int) -> Sequence[Envelope] | None:
        """Events after `seq`, oldest first; None when there are too many or `seq` is from another database."""

        def find(db: sqlite_utils.Database) -> list[Envelope] | None:
            last = int(db.execute("select coalesce(max(seq), 0) from event").fetchone()[0])
            if seq > last:
                return None
            rows = db.execute(
                "select seq, at, body from event where seq > ? order by seq limit ?", [seq, REPLAY_LIMIT + 1]
            ).fetchall()
            return [_envelope(row) for row in rows] if len(rows) <= REPLAY_LIMIT else None

        return await self._database.read(find)

    async def recent(self) -> tuple[int, Sequence[Envelope], bool]:
        """The newest number, the events of the newest turns and of all unfinished ones in order, and whether there is more."""

        def find(db: sqlite_utils.Database) -> tuple[int, list[Envelope], bool]:
            last = int(db.execute("select coalesce(max(seq), 0) from event").fetchone()[0])
            newest = [
                row[0] for row in db.execute("select id from utterance order by rowid desc limit ?", [TURNS_SHOWN + 1]).fetchall()
            ]
            unfinished = [row[0] for row in db.execute("select distinct turn from run where finished is null").fetchall()]
            turns = sorted({*newest[:TURNS_SHOWN], *unfinished})
            first = (
                db.execute("select min(seq) from event where turn = ?", [newest[TURNS_SHOWN - 1]]).fetchone()[0]
                if len(newest) >= TURNS_SHOWN
                else 0
            )
            rows = db.execute(
                f"{_outlines(len(turns))} "
                "union all select seq, at, body from (select seq, at, body from event where turn = '' and seq >= ? order by seq desc limit 200) "
                "order by seq",
                [*turns, *turns, first or 0],
            ).fetchall()
            return last, [_envelope(row) for row in rows], len(newest) > TURNS_SHOWN

        return await self._database.read(find)

    async def of_turn(self, turn: str) -> Sequence[Envelope]:
        """What was told about one turn; of long loops the first and the last passes."""
        return await self._database.read(
            lambda db: [_envelope(row) for row in db.execute(f"{_outlines(1)} order by seq", [turn, turn]).fetchall()]
        )

    async def of_passes(self, run: str, path: str, first: int, count: int) -> Sequence[Envelope]:
        """What was told from within some passes of a loop, `first` counting from 0, and what they went over; in order."""

        def find(db: sqlite_utils.Database) -> list[Envelope]:
            loop, after = f"{run}:{path}", first + count
            rows: list[tuple[int, str, str]] = []
            for number in range(first, after):
                begin = f"{loop}[{number}]"
                rows += db.execute(
                    "select seq, at, body from event where key >= ? and key < ?", [begin, begin + chr(0x10FFFF)]
                ).fetchall()
            # Passes that were quick are told with a later one.
            keys = [f"{loop}:{number}" for number in (*range(first, after + MOST_EARLIER), "end")]
            marks = ", ".join("?" * len(keys))
            rows += db.execute(f"select seq, at, body from event where key in ({marks})", keys).fetchall()
            return [_envelope(row) for row in sorted(rows)]

        return await self._database.read(find)


def _outlines(turns: int) -> str:
    """Selects the events of so many turns (given twice), without the middle of what was told from within long loops."""
    marks = ", ".join("?" * turns)
    return (
        "with within as (select seq, row_number() over (partition by turn order by seq) as place, count(*) over (partition by turn) as total "
        f"from event where turn in ({marks}) and (type = 'run.changed' or type = 'loop.progressed' and key not like '%:end' "
        "or type in ('step.started', 'step.finished', 'message.said') and instr(key, '['))) "
        f"select seq, at, body from event where turn in ({marks}) "
        f"and seq not in (select seq from within where place > {PASSES_FIRST} and place <= total - {PASSES_LAST})"
    )


def _envelope(row: tuple[int, str, str]) -> Envelope:
    return Envelope(seq=row[0], at=datetime.fromisoformat(row[1]), event=event_reader.validate_json(row[2]))
