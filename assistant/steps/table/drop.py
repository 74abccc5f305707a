"""`table.drop`: remove a table."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Tables
from assistant.steps.table import _rows


class DropTable(StepKind["DropTable.Params"]):
    """Removes a table with all its rows. Gives what it was; "undo" brings it back."""

    title = local("Remove a table", "Удалить таблицу")
    about = local("Removes a table with all its rows", "Удаляет таблицу со всеми строками")

    class Params(BaseModel):
        """Which table."""

        model_config = ConfigDict(extra="forbid")
        table: str = Field(
            min_length=1,
            max_length=200,
            description="the table's name",
            title="Table",
            json_schema_extra=in_russian("Таблица", "название таблицы"),
        )

    effect = Effect.WRITES
    targets = ("table",)
    shorthand = "table"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        table = await context.use(Tables).drop(params.table, key=context.key)
        summary = f"{table.name}, {_rows.count_of_rows(table.rows, context.language)}"
        return StepResult(value=_rows.table_value(table), receipt=Receipt(kind="table", id=table.id, summary=summary))

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return _rows.undone(await context.use(Tables).revert(context.key), context.language)
