"""`table.remove`: remove rows of a table."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Tables
from assistant.steps.table import _rows


class RemoveRows(StepKind["RemoveRows.Params"]):
    """Removes every row that is meant. Gives how many; "undo" brings them back."""

    title = local("Remove rows", "Удалить строки")
    about = local("Removes every row that is meant", "Удаляет все подходящие строки")

    class Params(_rows.Rows):
        """Which rows."""

        every: bool = Field(
            default=False,
            description="remove every row of the table",
            title="Every row",
            json_schema_extra=in_russian("Все строки", "удалить все строки таблицы"),
        )

    effect = Effect.WRITES
    targets = ("table", "every")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        today = context.now.date()
        query = params.narrowed(params.every)
        count = await context.use(Tables).remove(params.table, query, key=context.key, language=context.language, today=today)
        summary = f"{params.table}: −{_rows.count_of_rows(count, context.language)}"
        return StepResult(value=count, receipt=Receipt(kind="table", id=str(count), summary=summary))

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return _rows.undone(await context.use(Tables).revert(context.key), context.language)
