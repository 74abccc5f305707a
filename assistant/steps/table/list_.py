"""`table.list`: the tables."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Tables
from assistant.steps.table import _rows


class ListTables(StepKind["ListTables.Params"]):
    """Lists the tables. Gives a list of `{name, rows, columns}`."""

    title = local("List the tables", "Перечислить таблицы")
    about = local("Lists the tables with their columns", "Перечисляет таблицы с их столбцами")

    class Params(BaseModel):
        """Nothing to say."""

        model_config = ConfigDict(extra="forbid")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=[_rows.table_value(table) for table in await context.use(Tables).all()])
