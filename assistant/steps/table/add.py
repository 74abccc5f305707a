"""`table.add`: add rows to a table."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Tables
from assistant.steps.table import _rows


class AddRows(StepKind["AddRows.Params"]):
    """Adds a row, or many as one. Gives the row as `{id, ...}` with the cells by the names of their columns; of many the list.

    Words are read by the type of their column ("500 рублей", "завтра", "да"). One that does not fit is refused, and nothing is added.
    """

    title = local("Add to a table", "Добавить в таблицу")
    about = local("Adds a row, or many as one", "Добавляет одну строку или сразу много")

    class Params(BaseModel):
        """The table and what to add."""

        model_config = ConfigDict(extra="forbid")
        table: str = Field(
            min_length=1,
            max_length=200,
            description="the table's name",
            title="Table",
            json_schema_extra=in_russian("Таблица", "название таблицы"),
        )
        values: dict[str, Any] = Field(
            default_factory=dict,
            description="one row: column: value",
            title="Row",
            json_schema_extra=in_russian("Строка", "одна строка: столбец: значение"),
        )
        cells: list[Any] = Field(
            default_factory=list,
            max_length=100,
            description="one row in the order of the columns",
            title="Cells in order",
            json_schema_extra=in_russian("Ячейки по порядку", "одна строка в порядке столбцов"),
        )
        rows: list[dict[str, Any]] = Field(
            default_factory=list,
            max_length=100_000,
            description="many rows at once",
            title="Many rows",
            json_schema_extra=in_russian("Много строк", "сразу много строк"),
        )

    effect = Effect.WRITES
    targets = ("table",)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Tables)
        rows = [*([params.values] if params.values else []), *params.rows]
        if params.cells:
            columns = (await port.table(params.table)).columns
            rows.append({column.name: given for column, given in zip(columns, params.cells, strict=False)})
        if not rows:
            raise StepRefused(
                "There is nothing to add: give `values` or `rows`.", ru="Добавлять нечего: нужны `values` или `rows`."
            )
        plain = [{name: value for name, value in row.items() if name != "id"} for row in rows]
        added = await port.add(params.table, plain, key=context.key, language=context.language, today=context.now.date())
        summary = f"{params.table}: +{_rows.count_of_rows(len(added), context.language)}"
        receipt = Receipt(kind="table", id=str(added[0].id), summary=summary)
        values = [_rows.row_value(row) for row in added]
        return StepResult(value=values if params.rows else values[0], receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return _rows.undone(await context.use(Tables).revert(context.key), context.language)
