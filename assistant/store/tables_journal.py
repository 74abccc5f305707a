"""What was done to tables, under the step that did it, and how each of it is taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from assistant.domain.base import Json
from assistant.errors import Conflict, StepRefused
from assistant.store.database import Transaction
from assistant.words import fold


def journal(tx: Transaction, key: str, table: str, did: str, rows: int = 0, before: Json = None) -> int:
    """Note a change; its number."""
    text = json.dumps(before, ensure_ascii=False) if before is not None else None
    made = tx.sql.execute(
        "insert into table_change (key, owner_table, did, rows, before, at) values (?, ?, ?, ?, ?, ?)",
        (key, table, did, rows, text, now()),
    )
    return int(made.lastrowid or 0)


def table_done(tx: Transaction, key: str) -> str | None:
    """The table this very step has already changed, before a crash."""
    row = tx.sql.execute("select owner_table from table_change where key = ?", (key,)).fetchone()
    return row[0] if row else None


def take_back(tx: Transaction, number: int, table: str, did: str, before: str | None) -> None:
    """Undo one change. Raises Conflict when what it left was changed since."""
    _REVERTING[did](tx, number, table, before)
    tx.sql.execute("update table_change set reverted = ? where number = ?", (now(), number))


def check_free(tx: Transaction, title: str) -> None:
    """Raises StepRefused when a table has this name."""
    if tx.sql.execute("select 1 from owner_table where folded = ? and dropped is null", (fold(title),)).fetchone():
        raise StepRefused(f"There is a table “{title}” already.", ru=f"Таблица «{title}» уже есть.")


def now() -> str:
    """As times are stored."""
    return datetime.now(UTC).isoformat()


def _uncreate(tx: Transaction, number: int, table: str, _before: str | None) -> None:
    if tx.sql.execute("select 1 from owner_row where owner_table = :table and removed is null", {"table": table}).fetchone():
        raise _changed_since()
    tx.sql.execute("update owner_table set dropped = ? where id = ?", (number, table))


def _undrop(tx: Transaction, number: int, table: str, _before: str | None) -> None:
    check_free(tx, tx.sql.execute("select name from owner_table where id = ?", (table,)).fetchone()[0])
    tx.sql.execute("update owner_table set dropped = null where id = ? and dropped = ?", (table, number))


def _unshape(tx: Transaction, number: int, table: str, before: str | None) -> None:
    later = "select 1 from table_change where owner_table = ? and number > ? and did = 'reshaped' and reverted is null"
    if tx.sql.execute(later, (table, number)).fetchone():
        raise _changed_since()
    was = json.loads(before or "{}")
    tx.sql.execute(
        "update owner_table set name = ?, folded = ?, columns = ? where id = ?",
        (was["name"], fold(was["name"]), json.dumps(was["columns"], ensure_ascii=False), table),
    )


def _unadd(tx: Transaction, number: int, _table: str, _before: str | None) -> None:
    if tx.sql.execute(
        "select 1 from owner_row where added = ? and (touched != added or removed is not null)", (number,)
    ).fetchone():
        raise _changed_since()
    tx.sql.execute("delete from owner_row where added = ?", (number,))


def _unupdate(tx: Transaction, number: int, _table: str, _before: str | None) -> None:
    changed = (
        "select 1 from table_before b left join owner_row r on r.id = b.row "
        "where b.change = ? and (r.id is null or r.touched != b.change or r.removed is not null)"
    )
    if tx.sql.execute(changed, (number,)).fetchone():
        raise _changed_since()
    tx.sql.execute(
        "update owner_row set (body, words, touched) = (select body, words, touched from table_before where change = ?1 and row = owner_row.id) "
        "where id in (select row from table_before where change = ?1)",
        (number,),
    )


def _unremove(tx: Transaction, number: int, _table: str, _before: str | None) -> None:
    tx.sql.execute("update owner_row set removed = null where removed = ?", (number,))


_REVERTING: Mapping[str, Callable[[Transaction, int, str, str | None], None]] = {
    "created": _uncreate,
    "dropped": _undrop,
    "reshaped": _unshape,
    "added": _unadd,
    "updated": _unupdate,
    "removed": _unremove,
}


def _changed_since() -> Conflict:
    return Conflict(
        "The table was changed again since, so this cannot be taken back by itself.",
        ru="Таблица с тех пор изменена, поэтому отменить только это нельзя.",
    )
