"""`table.aggregate`: totals of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from assistant.domain.base import Json
from assistant.domain.run import StepResult
from assistant.domain.table import Group, Table
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Tables
from assistant.steps.table._rows import Rows


class Aggregate(StepKind["Aggregate.Params"]):
    """Counts or adds up rows. Gives `{column, how, value, rows, groups}`; `groups` is a list of `{group, value, rows}`.

    `of` is the column; left out, the first one with amounts or numbers. With `by` there is a group for each value of that column,
    with `each` for each month or year of a date. Money in several currencies is never added together: then `value` is a list.
    """

    title = local("Count or add up rows", "Посчитать по таблице")
    about = local("Counts or adds up the rows of a table", "Считает или складывает строки таблицы")

    class Params(Rows):
        """What to count, of which rows."""

        how: Literal["count", "sum", "avg", "min", "max"] = Field(
            default="sum",
            description="count, sum, avg, min or max",
            title="How",
            json_schema_extra=in_russian("Как", "count — количество, sum — сумма, avg — среднее, min, max"),
        )
        of: str = Field(
            default="",
            max_length=100,
            description="the column; empty: the first with amounts or numbers",
            title="Column",
            json_schema_extra=in_russian("Столбец", "столбец; пусто — первый с суммами или числами"),
        )
        by: str = Field(
            default="",
            max_length=100,
            description="a group for each value of this column",
            title="Group by",
            json_schema_extra=in_russian("Группировать по", "группа для каждого значения этого столбца"),
        )
        each: Literal["", "day", "month", "year"] = Field(
            default="",
            description="for a date in `by`: each day, month or year",
            title="Each",
            json_schema_extra=in_russian("За каждый", "для даты в `by`: каждый день, месяц или год"),
        )

    shorthand = "table"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port, today = context.use(Tables), context.now.date()
        of = params.of or ("" if params.how == "count" else _first_number(await port.table(params.table)))
        groups = await port.total(
            params.table, params.query(), params.how, of, params.by, params.each, language=context.language, today=today
        )
        rows = sum(group.rows for group in groups)
        value = None if params.by else _value(groups)
        return StepResult(
            value={
                "column": of,
                "how": params.how,
                "value": value,
                "rows": rows,
                "groups": [group.model_dump(mode="json") for group in groups] if params.by else [],
            },
            sources=await port.sources(params.table),
        )


def _first_number(table: Table) -> str:
    for kind in ("money", "number"):
        for column in table.columns:
            if column.type == kind:
                return column.name
    raise StepRefused(
        f"“{table.name}” has no column with amounts or numbers.",
        ru=f"В таблице «{table.name}» нет колонки с суммами или числами.",
    )


def _value(groups: Sequence[Group]) -> Json:
    found = [group.value for group in groups]
    return (found[0] if found else 0) if len(found) <= 1 else found
