"""Questions to a table as SQL: every name, path and value is bound, none is written into a statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant import cell
from assistant.domain.base import Json, Language
from assistant.domain.table import Column, Condition, Table, TableQuery, Total
from assistant.errors import NotFound, StepRefused
from assistant.words import fold

_COMPARED = {"=": "=", "!=": "is not", ">": ">", ">=": ">=", "<": "<", "<=": "<="}
_TOTALS = {"sum": "sum", "avg": "avg", "min": "min", "max": "max"}
_EACH = {"": 10, "day": 10, "month": 7, "year": 4}
MAX_GROUPS = 1_000


def columns_by_name(table: Table) -> dict[str, Column]:
    """The columns by their folded names."""
    return {fold(column.name): column for column in table.columns}


def column_of(table: Table, name: str) -> Column:
    """The column of that name. Raises StepRefused with those there are."""
    found = columns_by_name(table).get(" ".join(fold(name).split()))
    if found is None:
        there = ", ".join(column.name for column in table.columns)
        raise StepRefused(
            f"“{table.name}” has no column “{name}”; it has: {there}.",
            ru=f"В таблице «{table.name}» нет колонки «{name}»; есть: {there}.",
        )
    return found


def misnamed(name: str, known: Sequence[str]) -> NotFound:
    """The word that there is no such table, with those there are."""
    there = ", ".join(sorted(known)[:20])
    if not there:
        return NotFound(f"There is no table “{name}”, nor any other yet.", ru=f"Таблицы «{name}» нет, и других пока тоже.")
    return NotFound(f"There is no table “{name}”; there are: {there}.", ru=f"Таблицы «{name}» нет; есть: {there}.")


def expression(column: Column, path: str) -> str:
    """What a cell is compared, sorted and summed by; `path` names the bound JSON path."""
    plain = f"json_extract(body, :{path})"
    return f"fold({plain})" if column.type in ("text", "choice") else plain


def path_of(column: Column) -> str:
    """Where the comparable value of a cell is in the row."""
    return f"$.{column.id}.amount" if column.type == "money" else f"$.{column.id}"


class Asked:
    """A query as conditions: `where`, `order`, and what is `bound`. Raises StepRefused for what the table does not have."""

    def __init__(self, table: Table, query: TableQuery, language: Language, today: date) -> None:
        self.bound: dict[str, Json] = {"table": table.id, "limit": query.limit, "offset": query.offset}
        self._table, self._language, self._today = table, language, today
        parts = ["owner_table = :table", "removed is null"]
        parts += [self._words(number, word) for number, word in enumerate(query.text.split()[:20])]
        parts += [self._condition(number, condition) for number, condition in enumerate(query.where)]
        if query.ids:
            names = [self._bind(f"id{number}", row) for number, row in enumerate(query.ids)]
            parts.append(f"id in ({', '.join(names)})")
        self.where = "where " + " and ".join(parts)
        self.order = "order by id" + (" desc" if query.descending and not query.sort else "")
        if query.sort:
            column = column_of(table, query.sort)
            self.bound["sorted"] = path_of(column)
            by = expression(column, "sorted")
            self.order = f"order by {by} is null, {by} {'desc' if query.descending else 'asc'}, id"

    def _bind(self, name: str, value: Json) -> str:
        self.bound[name] = value
        return f":{name}"

    def _words(self, number: int, word: str) -> str:
        return f"instr(words, {self._bind(f'word{number}', fold(word))}) > 0"

    def _condition(self, number: int, condition: Condition) -> str:
        column = column_of(self._table, condition.column)
        self.bound[f"path{number}"] = path_of(column)
        found = expression(column, f"path{number}")
        if condition.op == "empty" or condition.value is None:
            empty = condition.value not in (False, "false", "no", "нет") if condition.op == "empty" else condition.op == "="
            return f"{found} is {'' if empty else 'not '}null"
        if condition.op == "contains":
            return (
                f"instr(fold(json_extract(body, :path{number})), {self._bind(f'value{number}', fold(str(condition.value)))}) > 0"
            )
        return f"{found} {_COMPARED[condition.op]} {self._bind(f'value{number}', self._value(column, condition))}"

    def _value(self, column: Column, condition: Condition) -> Json:
        if column.type in ("text", "choice"):
            return fold(str(condition.value).strip())
        try:
            value = cell.read(column, condition.value, self._language, self._today)
        except cell.BadCell as error:
            raise StepRefused(
                f"“{column.name}” cannot be compared with “{str(condition.value)[:100]}”.",
                ru=f"«{column.name}» нельзя сравнить с «{str(condition.value)[:100]}».",
            ) from error
        return value["amount"] if isinstance(value, dict) else value


def grouping(table: Table, asked: Asked, how: Total, of: str, by: str, each: str) -> tuple[str, dict[str, Json]]:
    """The statement of a total: rows of group, value, currency and count."""
    bound = dict(asked.bound)
    value, currency = "count(*)", "null"
    if how != "count":
        column = column_of(table, of)
        fits = ("number", "money") if how in ("sum", "avg") else ("number", "money", "date")
        if column.type not in fits:
            raise StepRefused(f"“{column.name}” is nothing to add up.", ru=f"«{column.name}» нельзя сложить.")
        bound["of"] = path_of(column)
        value = f"{_TOTALS[how]}(json_extract(body, :of))"
        if column.type == "money":
            bound["currency"] = f"$.{column.id}.currency"
            currency = "json_extract(body, :currency)"
    group = "null"
    if by:
        column = column_of(table, by)
        bound["by"] = path_of(column)
        group = "json_extract(body, :by)"
        if column.type == "date":
            bound["each"] = _EACH.get(each, 10)
            group = f"substr({group}, 1, :each)"
    keys = [str(number) for number, part in ((1, group), (3, currency)) if part != "null"]
    groups = f"group by {', '.join(keys)} order by 1, 4 desc" if keys else ""
    some = f"and {currency} is not null" if currency != "null" else ""
    return f"select {group}, {value}, {currency}, count(*) from owner_row {asked.where} {some} {groups} limit {MAX_GROUPS}", bound
