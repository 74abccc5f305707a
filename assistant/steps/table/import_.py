"""`table.import`: rows from a CSV file."""

from __future__ import annotations

from contextlib import suppress

from pydantic import BaseModel, ConfigDict, Field

from assistant import sheet
from assistant.domain.run import Effect, Receipt, Source, StepResult
from assistant.domain.table import Table
from assistant.errors import NotFound, StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Folders, Tables
from assistant.steps.table import _rows
from assistant.words import fold


class ImportTable(StepKind["ImportTable.Params"]):
    """Adds the rows of a CSV file to a table, all or none. Gives `{table, added, ignored}`; "undo" takes them out again.

    The first line names the columns; `;`, `,` or a tab separates them. Without such a table one is made and the types are guessed.
    Columns the table does not have are `ignored`. A cell that does not fit its column refuses the file and is named.
    """

    title = local("Import a table", "Импортировать таблицу")
    about = local("Adds the rows of a CSV file to a table, all or none", "Добавляет в таблицу строки файла CSV: все или ни одной")

    class Params(BaseModel):
        """The file, by its path, or its text."""

        model_config = ConfigDict(extra="forbid")
        table: str = Field(
            min_length=1,
            max_length=100,
            description="the table; made when there is none",
            title="Table",
            json_schema_extra=in_russian("Таблица", "таблица; если её нет, она будет создана"),
        )
        path: str = Field(
            default="",
            max_length=4_000,
            description="a file in one of the chosen folders",
            title="File",
            json_schema_extra=in_russian("Файл", "файл в одной из выбранных папок"),
        )
        text: str = Field(
            default="",
            max_length=sheet.MAX_CHARACTERS,
            description="the CSV itself",
            title="Or its text",
            json_schema_extra=in_russian("Или его текст", "сам текст CSV"),
        )

    effect = Effect.WRITES
    targets = ("table",)
    untrusted = True

    async def run(self, params: Params, context: StepContext) -> StepResult:
        text = params.text or await context.use(Folders).read(params.path)
        found = sheet.read(text)
        table, names = await self._table(params.table, found, context), found.names
        known = {fold(column.name): column.name for column in table.columns}
        places = [(index, known[fold(name)]) for index, name in enumerate(names) if fold(name) in known]
        if not places:
            raise StepRefused(
                f"No column of the file is one of “{table.name}”: {', '.join(names[:10])}.",
                ru=f"Ни одной колонки файла нет в таблице «{table.name}»: {', '.join(names[:10])}.",
            )
        rows = [{name: row[index] for index, name in places} for row in found.rows]
        added = await context.use(Tables).add(
            table.id, rows, key=f"{context.key}:rows", language=context.language, today=context.now.date()
        )
        ignored = [name for name in names if fold(name) not in known]
        summary = f"{table.name}: +{_rows.count_of_rows(len(added), context.language)}"
        source = Source(kind="file", title=params.path, excerpt=" ".join(text[:1_200].split())[:300])
        receipt = Receipt(kind="table", id=table.id, summary=summary)
        return StepResult(
            value={"table": table.name, "added": len(added), "ignored": ignored}, receipt=receipt, sources=(source,)
        )

    async def _table(self, name: str, found: sheet.Sheet, context: StepContext) -> Table:
        port = context.use(Tables)
        with suppress(NotFound):
            return await port.table(name)
        columns = sheet.guessed(found, context.language, context.now.date())
        return await port.create(name, columns, key=context.key, language=context.language)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        port = context.use(Tables)
        changes = [*await port.revert(f"{context.key}:rows"), *await port.revert(context.key)]
        return _rows.undone(changes, context.language)
