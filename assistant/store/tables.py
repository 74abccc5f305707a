"""The owner's tables: rows as JSON under the ids of their columns, so that no name of the owner's ever becomes SQL.

A change is journaled under the step that made it: rows added carry its number, rows removed are kept and carry it, rows
changed leave what they were. So a change of a hundred thousand rows is taken back as one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import sqlite_utils
from pydantic import TypeAdapter

from assistant import cell, ports
from assistant.domain.base import Json, Language, new_id
from assistant.domain.event.changed import TableChanged
from assistant.domain.run import Source
from assistant.domain.table import Column, Group, Table, TableChange, TablePage, TableQuery, TableRow, Total
from assistant.errors import NotFound, StepRefused
from assistant.store.database import Database, Transaction
from assistant.store.tables_journal import check_free, journal, now, table_done, take_back
from assistant.store.tables_shape import columns_of, dump, kept, title_of, used_ids
from assistant.store.tables_sql import Asked, columns_by_name, grouping, misnamed
from assistant.words import fold

MAX_TABLES = 200
MAX_ROWS = 200_000
"""Rows of one table."""
MOST_SOURCES = 12
"""Sources of one table; the first ones are kept."""
_SOURCES = TypeAdapter(tuple[Source, ...])
_PRESENT = "owner_table = :table and removed is null"


class Tables(ports.Tables):
    """The real thing behind the port of the same name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> Sequence[Table]:
        """Every table, by name."""
        return await self._database.read(
            lambda db: [_table(db, row) for row in db.execute(f"{_HEAD} where dropped is null order by folded").fetchall()]
        )

    async def table(self, name: str) -> Table:
        """The table of that name, in any capitals, or of that id. Raises NotFound with the tables there are."""
        return await self._database.read(lambda db: _named(db, name))

    async def create(self, name: str, columns: Sequence[Column], *, key: str, language: Language) -> Table:
        """A new, empty table. Raises StepRefused."""

        def work(tx: Transaction) -> Table:
            if (done := table_done(tx, key)) is not None:
                return _by_id(tx.db, done)
            made = columns_of(columns, language)
            title = title_of(name)
            if tx.sql.execute("select count(*) from owner_table where dropped is null").fetchone()[0] >= MAX_TABLES:
                raise StepRefused(f"There are {MAX_TABLES} tables already.", ru=f"Уже есть {MAX_TABLES} таблиц.")
            check_free(tx, title)
            table = new_id("table")
            tx.sql.execute(
                "insert into owner_table (id, name, folded, columns, created) values (?, ?, ?, ?, ?)",
                (table, title, fold(title), dump(made), now()),
            )
            journal(tx, key, table, "created")
            return _told(tx, table)

        return await self._database.write(work)

    async def reshape(self, name: str, title: str, columns: Sequence[Column], *, key: str, language: Language) -> Table:
        """Give a table this name and these columns. A column keeps its cells when its id or name is known; a known one that
        is left out goes with its cells, until it is taken back. Its type does not change. Raises NotFound, StepRefused."""

        def work(tx: Transaction) -> Table:
            if (done := table_done(tx, key)) is not None:
                return _by_id(tx.db, done)
            table = _named(tx.db, name)
            made = columns_of(kept(table, columns), language, used_ids(tx, table.id))
            new = title_of(title or table.name)
            if fold(new) != fold(table.name):
                check_free(tx, new)
            before = {"name": table.name, "columns": json.loads(dump(table.columns))}
            journal(tx, key, table.id, "reshaped", before=before)
            tx.sql.execute(
                "update owner_table set name = ?, folded = ?, columns = ? where id = ?", (new, fold(new), dump(made), table.id)
            )
            return _told(tx, table.id)

        return await self._database.write(work)

    async def drop(self, name: str, *, key: str) -> Table:
        """Remove a table with its rows; what it was. Raises NotFound."""

        def work(tx: Transaction) -> Table:
            if (done := table_done(tx, key)) is not None:
                return _by_id(tx.db, done)
            table = _named(tx.db, name)
            number = journal(tx, key, table.id, "dropped", table.rows)
            tx.sql.execute("update owner_table set dropped = ? where id = ?", (number, table.id))
            tx.tell(TableChanged(id=table.id, table=None))
            return table

        return await self._database.write(work)

    async def add(
        self, name: str, rows: Sequence[Mapping[str, Json]], *, key: str, language: Language, today: date
    ) -> Sequence[TableRow]:
        """Add rows, values by the names of columns; all or none. Raises NotFound, StepRefused naming row and column."""

        def work(tx: Transaction) -> Sequence[TableRow]:
            table = _named(tx.db, name)
            if table_done(tx, key) is not None:
                added = "added in (select number from table_change where key = :key)"
                return _rows(tx.db, table, f"{_PRESENT} and {added} order by id", {"table": table.id, "key": key})
            if table.rows + len(rows) > MAX_ROWS:
                raise StepRefused(f"A table holds at most {MAX_ROWS:,} rows.", ru=f"В таблице — не больше {MAX_ROWS} строк.")
            bodies = [_body(table, row, language, today, number) for number, row in enumerate(rows, start=1)]
            change = journal(tx, key, table.id, "added", len(bodies))
            first = tx.sql.execute("select coalesce(max(seq), 0) from sqlite_sequence where name = 'owner_row'").fetchone()[0]
            tx.sql.executemany(
                "insert into owner_row (owner_table, body, words, added, touched) values (?, ?, ?, ?, ?)",
                ((table.id, json.dumps(body, ensure_ascii=False), _words(table, body), change, change) for body in bodies),
            )
            _told(tx, table.id)
            return [TableRow(id=first + number, values=_values(table, body)) for number, body in enumerate(bodies, start=1)]

        return await self._database.write(work)

    async def update(
        self, name: str, query: TableQuery, values: Mapping[str, Json], *, key: str, language: Language, today: date
    ) -> Sequence[TableRow]:
        """Set cells of every row the query gives; the rows as they are now. Raises NotFound, StepRefused."""

        def work(tx: Transaction) -> Sequence[TableRow]:
            table = _named(tx.db, name)
            if table_done(tx, key) is not None:
                was = "id in (select row from table_before where change in (select number from table_change where key = :key))"
                return _rows(tx.db, table, f"{_PRESENT} and {was} order by id", {"table": table.id, "key": key})
            changes = _body(table, values, language, today, 0, whole=False)
            asked = Asked(table, query, language, today)
            found = tx.sql.execute(f"select id, body, words, touched from owner_row {asked.where}", asked.bound).fetchall()
            change = journal(tx, key, table.id, "updated", len(found))
            after = [(row, {**json.loads(body), **changes}) for row, body, _words_, _touched in found]
            tx.sql.executemany("insert into table_before values (?, ?, ?, ?, ?)", ((change, *row) for row in found))
            tx.sql.executemany(
                "update owner_row set body = ?, words = ?, touched = ? where id = ?",
                ((json.dumps(body, ensure_ascii=False), _words(table, body), change, row) for row, body in after),
            )
            _told(tx, table.id)
            return [TableRow(id=row, values=_values(table, body)) for row, body in after]

        return await self._database.write(work)

    async def remove(self, name: str, query: TableQuery, *, key: str, language: Language, today: date) -> int:
        """Remove every row the query gives; how many. Raises NotFound, StepRefused."""

        def work(tx: Transaction) -> int:
            table = _named(tx.db, name)
            done = tx.sql.execute("select rows from table_change where key = ?", (key,)).fetchone()
            if done is not None:
                return int(done[0])
            asked = Asked(table, query, language, today)
            change = journal(tx, key, table.id, "removed")
            bound = {**asked.bound, "change": change}
            count = tx.sql.execute(f"update owner_row set removed = :change {asked.where}", bound).rowcount
            tx.sql.execute("update table_change set rows = ? where number = ?", (count, change))
            _told(tx, table.id)
            return count

        return await self._database.write(work)

    async def find(self, name: str, query: TableQuery, *, language: Language, today: date) -> TablePage:
        """Rows of a table in the order asked for, else as they were added. Raises NotFound, StepRefused."""

        def work(db: sqlite_utils.Database) -> TablePage:
            table = _named(db, name)
            asked = Asked(table, query, language, today)
            total = db.execute(f"select count(*) from owner_row {asked.where}", asked.bound).fetchone()[0]
            condition = asked.where.removeprefix("where ")
            rows = _rows(db, table, f"{condition} {asked.order} limit :limit offset :offset", asked.bound)
            return TablePage(rows=tuple(rows), total=total)

        return await self._database.read(work)

    async def total(
        self,
        name: str,
        query: TableQuery,
        how: Total,
        of: str = "",
        by: str = "",
        each: str = "",
        *,
        language: Language,
        today: date,
    ) -> Sequence[Group]:
        """A total of a column over the rows of a query, one for each value of `by` (of each `day`, `month` or `year` of a
        date). `count` needs no column. Raises NotFound, StepRefused."""

        def work(db: sqlite_utils.Database) -> Sequence[Group]:
            table = _named(db, name)
            asked = Asked(table, query, language, today)
            sql, bound = grouping(table, asked, how, of, by, each)
            return [_group(row, how) for row in db.execute(sql, bound).fetchall()]

        return await self._database.read(work)

    async def sources(self, name: str) -> tuple[Source, ...]:
        """Where text in a table came from that neither the owner nor the house wrote. Raises NotFound."""

        def work(db: sqlite_utils.Database) -> tuple[Source, ...]:
            table = _named(db, name)
            return _SOURCES.validate_json(db.execute("select sources from owner_table where id = ?", [table.id]).fetchone()[0])

        return await self._database.read(work)

    async def mark(self, key: str, sources: Sequence[Source]) -> None:
        """The tables changed under this step key hold text from these sources from now on."""

        def work(tx: Transaction) -> None:
            changed = tx.sql.execute(
                "select distinct t.id, t.sources from table_change c join owner_table t on t.id = c.owner_table "
                "where c.key in (:key, :key || ':row', :key || ':rows')",
                {"key": key},
            ).fetchall()
            for table, known in changed:
                marks = tuple(dict.fromkeys((*_SOURCES.validate_json(known), *sources)))[:MOST_SOURCES]
                tx.sql.execute("update owner_table set sources = ? where id = ?", (_SOURCES.dump_json(marks).decode(), table))

        await self._database.write(work)

    async def revert(self, key: str) -> Sequence[TableChange]:
        """Take back everything that was done under this key. Raises Conflict when it was changed again since."""

        def work(tx: Transaction) -> Sequence[TableChange]:
            rows = tx.sql.execute(
                "select number, owner_table, did, rows, before from table_change where key = ? and reverted is null order by number desc",
                (key,),
            ).fetchall()
            return [_reverted(tx, *row) for row in rows]

        return await self._database.write(work)


_HEAD = "select id, name, columns, created from owner_table"


def _table(db: sqlite_utils.Database, row: tuple[str, str, str, str]) -> Table:
    count = db.execute("select count(*) from owner_row where owner_table = ? and removed is null", [row[0]]).fetchone()[0]
    columns = tuple(Column.model_validate(column) for column in json.loads(row[2]))
    return Table(id=row[0], name=row[1], columns=columns, rows=count, created=datetime.fromisoformat(row[3]))


def _named(db: sqlite_utils.Database, name: str) -> Table:
    row = db.execute(f"{_HEAD} where dropped is null and (folded = ? or id = ?)", [" ".join(fold(name).split()), name]).fetchone()
    if row is None:
        raise misnamed(name, [known[0] for known in db.execute("select name from owner_table where dropped is null").fetchall()])
    return _table(db, row)


def _by_id(db: sqlite_utils.Database, table: str) -> Table:
    row = db.execute(f"{_HEAD} where id = ?", [table]).fetchone()
    if row is None:
        raise NotFound("That table does not exist any more.", ru="Этой таблицы больше нет.")
    return _table(db, row)


def _told(tx: Transaction, table: str) -> Table:
    found = _by_id(tx.db, table)
    tx.tell(TableChanged(id=table, table=found))
    return found


def _rows(db: sqlite_utils.Database, table: Table, condition: str, bound: Mapping[str, Json]) -> list[TableRow]:
    found = db.execute(f"select id, body from owner_row where {condition}", dict(bound)).fetchall()
    return [TableRow(id=row, values=_values(table, json.loads(body))) for row, body in found]


def _values(table: Table, body: Mapping[str, Json]) -> dict[str, Json]:
    return {column.name: body.get(column.id) for column in table.columns}


def _words(table: Table, body: Mapping[str, Json]) -> str:
    """All of a row in folded words, as it is read in either language."""
    texts = [cell.said(column, body.get(column.id), "ru") for column in table.columns]
    texts += [str(body[column.id]) for column in table.columns if column.type == "date" and body.get(column.id)]
    return fold("\n".join(texts)).replace("\u00a0", " ")


def _body(
    table: Table, row: Mapping[str, Json], language: Language, today: date, number: int, *, whole: bool = True
) -> dict[str, Json]:
    known = columns_by_name(table)
    body: dict[str, Json] = {}
    for name, raw in row.items():
        column = known.get(fold(str(name)).strip())
        if column is None:
            raise StepRefused(
                f"“{table.name}” has no column “{name}”; it has: {', '.join(one.name for one in table.columns)}.",
                ru=f"В таблице «{table.name}» нет колонки «{name}»; есть: {', '.join(one.name for one in table.columns)}.",
            )
        try:
            value = cell.read(column, raw, language, today)
        except cell.BadCell as error:
            raise _bad(column, raw, number) from error
        if value is not None or not whole:
            body[column.id] = value
    return body


def _bad(column: Column, raw: Json, number: int) -> StepRefused:
    shown = str(raw)[:100]
    kinds = {
        "text": ("a text", "текст"), "number": ("a number", "число"), "money": ("an amount", "сумма"), "date": ("a date", "дата"),
        "yes_no": ("yes or no", "да или нет"), "choice": (f"one of: {', '.join(column.choices)}", f"одно из: {', '.join(column.choices)}"),
    }  # fmt: skip
    en, ru = kinds[column.type]
    row_en, row_ru = (f"Row {number}: ", f"Строка {number}: ") if number > 1 else ("", "")
    return StepRefused(
        f"{row_en}“{column.name}” takes {en}, this is “{shown}”.", ru=f"{row_ru}«{column.name}» — {ru}, а дано «{shown}»."
    )


def _reverted(tx: Transaction, number: int, table: str, did: str, rows: int, before: str | None) -> TableChange:
    take_back(tx, number, table, did, before)
    name, dropped = tx.sql.execute("select name, dropped from owner_table where id = ?", (table,)).fetchone()
    if dropped is None:
        _told(tx, table)
    else:
        tx.tell(TableChanged(id=table, table=None))
    return TableChange.model_validate({"table": name, "did": did, "rows": rows})


def _group(row: tuple[Json, Json, Json, int], how: Total) -> Group:
    group, value, currency, rows = row
    if isinstance(value, float):
        value = round(value, 6)
        value = int(value) if value.is_integer() else value
    if currency is not None and how != "count":
        value = {"amount": value if value is None else round(value, 2), "currency": currency}
    return Group(group=group, value=value, rows=rows)
