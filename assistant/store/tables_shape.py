"""The shape of a table: its name, and its columns with ids that are never used twice."""

from __future__ import annotations

import json
from collections.abc import Sequence

from assistant.domain.base import Language
from assistant.domain.table import Column, Table
from assistant.errors import StepRefused
from assistant.store.database import Transaction
from assistant.store.tables_sql import columns_by_name
from assistant.words import fold

MAX_COLUMNS = 100


def title_of(name: str) -> str:
    title = " ".join(name.split())
    if not title or len(title) > 100 or not title.isprintable():
        raise StepRefused("A table needs a name of at most 100 characters.", ru="Таблице нужно имя не длиннее 100 знаков.")
    return title


def columns_of(columns: Sequence[Column], language: Language, used: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns with ids of their own. Raises StepRefused."""
    if not 0 < len(columns) <= MAX_COLUMNS:
        raise StepRefused(f"A table has between 1 and {MAX_COLUMNS} columns.", ru=f"В таблице от 1 до {MAX_COLUMNS} колонок.")
    names = [fold(column.name).strip() for column in columns]
    wrong = [name for name in names if not name or name == "id" or not name.isprintable() or names.count(name) > 1]
    if wrong:
        raise StepRefused(
            f"A column cannot be called “{wrong[0]}”: names are needed once each, and `id` is every row's own.",
            ru=f"Колонка не может называться «{wrong[0]}»: имена не повторяются, а `id` есть у каждой строки.",
        )
    highest = max([0, *(int(one[1:]) for one in (*used, *(column.id for column in columns if column.id)))])
    made = []
    for column in columns:
        if column.type == "choice" and not column.choices:
            raise StepRefused(f"“{column.name}” needs its choices.", ru=f"Для «{column.name}» нужны варианты.")
        highest += not column.id
        currency = (column.currency or {"ru": "RUB", "en": "USD"}[language]) if column.type == "money" else ""
        made.append(
            column.model_copy(
                update={"id": column.id or f"c{highest}", "name": " ".join(column.name.split()), "currency": currency}
            )
        )
    return tuple(made)


def kept(table: Table, columns: Sequence[Column]) -> list[Column]:
    """The new columns, each with the id and type of the one it is; others are new."""
    by_id, by_name = {column.id: column for column in table.columns}, columns_by_name(table)
    found = []
    for column in columns:
        known = by_id.get(column.id) or (None if column.id else by_name.get(fold(column.name).strip()))
        change = {"id": known.id, "type": known.type} if known else {"id": ""}
        found.append(column.model_copy(update=change))
    return found


def used_ids(tx: Transaction, table: str) -> list[str]:
    """Every id a column of the table ever had, so that a new column never shows the cells of a removed one."""
    shapes = tx.sql.execute("select before from table_change where owner_table = ? and before is not null", (table,)).fetchall()
    now = tx.sql.execute("select columns from owner_table where id = ?", (table,)).fetchone()
    columns = [*json.loads(now[0]), *(column for shape in shapes for column in json.loads(shape[0])["columns"])]
    return [column["id"] for column in columns]


def dump(columns: Sequence[Column]) -> str:
    return json.dumps([column.model_dump(mode="json") for column in columns], ensure_ascii=False)
