"""`table.find`: rows of a table."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Tables
from assistant.steps.table._rows import Rows, row_value


class FindRows(StepKind["FindRows.Params"]):
    """Finds rows. Gives a list of `{id, ...}` with the cells by the names of their columns.

    Texts are compared without regard to capitals; an amount and a date as they are written. All conditions must hold.
    """

    title = local("Find rows", "Найти строки")
    about = local("Finds rows of a table", "Находит строки таблицы")

    class Params(Rows):
        """Which rows, and in which order."""

        sort: str = Field(
            default="",
            max_length=100,
            description="the column to sort by; empty: as they were added",
            title="Sort by",
            json_schema_extra=in_russian("Сортировать по", "столбец, по которому сортировать; пусто — в порядке добавления"),
        )
        descending: bool = Field(
            default=False,
            description="largest, latest, newest first",
            title="Largest first",
            json_schema_extra=in_russian("Сначала большие", "сначала большие, поздние, новые"),
        )
        limit: int = Field(
            default=1_000,
            ge=1,
            le=100_000,
            description="how many at most",
            title="At most",
            json_schema_extra=in_russian("Не больше", "сколько самое большее"),
        )

    shorthand = "table"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        query = params.query(sort=params.sort, descending=params.descending, limit=params.limit)
        found = await context.use(Tables).find(params.table, query, language=context.language, today=context.now.date())
        sources = await context.use(Tables).sources(params.table)
        return StepResult(value=[row_value(row) for row in found.rows], sources=sources)
