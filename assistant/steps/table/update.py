"""`table.update`: change rows of a table."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Tables
from assistant.steps.table import _rows


class UpdateRows(StepKind["UpdateRows.Params"]):
    """Sets cells of every row that is meant. Gives the list of rows as they are now; "undo" brings back what they were."""

    title = local("Change rows", "Изменить строки")
    about = local("Sets cells of every row that is meant", "Записывает значения в ячейки всех подходящих строк")

    class Params(_rows.Rows):
        """Which rows, and their new cells."""

        values: dict[str, Any] = Field(
            min_length=1,
            description="column: new value; nothing (null) empties a cell",
            title="New values",
            json_schema_extra=in_russian("Новые значения", "столбец: новое значение; ничто (null) очищает ячейку"),
        )
        every: bool = Field(
            default=False,
            description="change every row of the table",
            title="Every row",
            json_schema_extra=in_russian("Все строки", "изменить все строки таблицы"),
        )

    effect = Effect.WRITES
    targets = ("table", "every")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        today = context.now.date()
        query = params.narrowed(params.every)
        port = context.use(Tables)
        rows = await port.update(params.table, query, params.values, key=context.key, language=context.language, today=today)
        summary = f"{params.table}: {_rows.count_of_rows(len(rows), context.language)}"
        receipt = Receipt(kind="table", id=",".join(str(row.id) for row in rows[:20]) or "0", summary=summary)
        return StepResult(value=[_rows.row_value(row) for row in rows], receipt=receipt, sources=await port.sources(params.table))

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return _rows.undone(await context.use(Tables).revert(context.key), context.language)
