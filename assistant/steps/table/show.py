"""`table.show`: a table in lines, with what it comes to."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from assistant import cell
from assistant.domain.base import Json, Language
from assistant.domain.run import StepResult
from assistant.domain.table import Column, Group, Table, TableQuery, TableRow
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Tables


class ShowTable(StepKind["ShowTable.Params"]):
    """Puts the newest rows of a table into lines for the owner. Gives `{table, rows, lines, total}`.

    `total` is the sum of the first column with amounts or numbers, in words; empty when there is none.
    """

    title = local("Show a table", "Показать таблицу")
    about = local(
        "Puts the newest rows of a table into lines, with their total", "Даёт последние строки таблицы в виде текста и их итог"
    )

    class Params(BaseModel):
        """Which table, and how much of it."""

        model_config = ConfigDict(extra="forbid")
        table: str = Field(
            min_length=1,
            max_length=200,
            description="the table's name",
            title="Table",
            json_schema_extra=in_russian("Таблица", "название таблицы"),
        )
        limit: int = Field(
            default=20,
            ge=0,
            le=200,
            description="lines at most; 0 for the total alone",
            title="At most",
            json_schema_extra=in_russian("Не больше", "сколько строк самое большее; 0 — только итог"),
        )

    shorthand = "table"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port, today, language = context.use(Tables), context.now.date(), context.language
        table = await port.table(params.table)
        rows: Sequence[TableRow] = ()
        if params.limit:
            newest = TableQuery(limit=params.limit, descending=True)
            rows = (await port.find(table.id, newest, language=language, today=today)).rows
        total = ""
        if (column := _counted(table)) is not None:
            groups = await port.total(table.id, TableQuery(), "sum", column.name, language=language, today=today)
            total = _in_words(column, groups, language)
        lines = [_line(table, row, language) for row in rows]
        value: dict[str, Json] = {"table": table.name, "rows": table.rows, "lines": [*lines], "total": total}
        return StepResult(value=value, sources=await port.sources(table.id))


def _counted(table: Table) -> Column | None:
    wanted = [column for kind in ("money", "number") for column in table.columns if column.type == kind]
    return wanted[0] if wanted else None


def _in_words(column: Column, groups: Sequence[Group], language: Language) -> str:
    return " + ".join(cell.said(column, group.value, language) for group in groups if group.value is not None)


def _line(table: Table, row: TableRow, language: Language) -> str:
    parts = (cell.said(column, row.values.get(column.name), language) for column in table.columns)
    return " · ".join(part for part in parts if part)
