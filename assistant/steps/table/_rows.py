"""Which rows a step means, and rows and tables as steps give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.domain.base import Json, Language
from assistant.domain.table import Condition, Table, TableChange, TableQuery, TableRow
from assistant.errors import StepRefused
from assistant.extensions.steps import in_russian
from assistant.wording import numbers

_OPERATORS = ("=", "!=", ">", ">=", "<", "<=", "contains", "empty")


class Rows(BaseModel):
    """Which rows of which table."""

    model_config = ConfigDict(extra="forbid")
    table: str = Field(
        min_length=1,
        max_length=200,
        description="the table's name",
        title="Table",
        json_schema_extra=in_russian("Таблица", "название таблицы"),
    )
    where: dict[str, Json] = Field(
        default_factory=dict,
        max_length=20,
        description="column: the value it must have, or `{'>': 100}` (also =, !=, >=, <, <=, contains, empty)",
        title="Where",
        json_schema_extra=in_russian(
            "Где", "столбец: значение, которое в нём должно быть, или `{'>': 100}` (а также =, !=, >=, <, <=, contains, empty)"
        ),
    )
    text: str = Field(
        default="",
        max_length=400,
        description="words that must stand somewhere in the row",
        title="Words in it",
        json_schema_extra=in_russian("Слова в ней", "слова, которые должны где-то стоять в строке"),
    )
    id: int | list[int] | None = Field(
        default=None,
        description="the id of a row, or a list of them",
        title="Row",
        json_schema_extra=in_russian("Строка", "id строки или список таких"),
    )

    def query(self, **more: Json) -> TableQuery:
        """The query these parameters stand for. Raises StepRefused."""
        ids = () if self.id is None else (self.id,) if isinstance(self.id, int) else tuple(self.id)
        try:
            return TableQuery(text=self.text, where=_conditions(self.where), ids=ids, **more)
        except ValidationError as error:
            raise StepRefused(
                f"`where` cannot be read: {error.errors()[0]['msg']}.", ru="Условие `where` нельзя понять."
            ) from error

    def narrowed(self, every: bool) -> TableQuery:
        """The query of a step that changes rows: it must say which, or that it means all. Raises StepRefused."""
        query = self.query()
        if query.is_all and not every:
            raise StepRefused(
                "Say which rows (`where`, `text` or `id`), or `every: true` for all of them.",
                ru="Укажите, какие строки (`where`, `text` или `id`), или `every: true`, если все.",
            )
        return query


def _conditions(where: Mapping[str, Json]) -> tuple[Condition, ...]:
    found = []
    for column, wanted in where.items():
        if isinstance(wanted, Mapping) and wanted and set(wanted) <= set(_OPERATORS):
            found += [Condition.model_validate({"column": column, "op": op, "value": value}) for op, value in wanted.items()]
        else:
            found.append(Condition(column=column, value=wanted))
    return tuple(found)


def row_value(row: TableRow) -> dict[str, Json]:
    """A row as steps give it: `id` and the cells by the names of their columns."""
    return {"id": row.id, **row.values}


def table_value(table: Table) -> dict[str, Json]:
    """A table as steps give it."""
    columns = [column.model_dump(mode="json", exclude={"id"}, exclude_defaults=True) for column in table.columns]
    return {"name": table.name, "text": table.name, "rows": table.rows, "columns": columns}


def count_of_rows(count: int, language: Language) -> str:
    """Such as "3 rows", "3 строки"."""
    forms = ("строка", "строки", "строк") if language == "ru" else ("row", "rows")
    return f"{numbers.number(count, language)} {numbers.plural(count, language, *forms)}"


_UNDONE: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "created": "Table removed", "dropped": "Table restored", "reshaped": "Table as before", "added": "Rows removed",
        "updated": "Rows as before", "removed": "Rows restored",
    },
    "ru": {
        "created": "Таблица убрана", "dropped": "Таблица возвращена", "reshaped": "Таблица как прежде", "added": "Строки убраны",
        "updated": "Строки как прежде", "removed": "Строки возвращены",
    },
}  # fmt: skip


def undone(changes: Sequence[TableChange], language: Language) -> str:
    """What `Tables.revert` took back, in one sentence."""
    if not changes:
        return "Отменять уже нечего" if language == "ru" else "There was nothing left to take back"
    parts = []
    for change in changes:
        rows = f", {count_of_rows(change.rows, language)}" if change.rows else ""
        parts.append(f"{_UNDONE[language][change.did]}: {change.table}{rows}")
    return "; ".join(parts)
