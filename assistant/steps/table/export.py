"""`table.export`: a table as a CSV file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import Field

from assistant import sheet
from assistant.domain.base import Language
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Files, Tables
from assistant.steps.table._rows import Rows

_UNDONE: dict[Language, dict[bool, str]] = {
    "en": {True: "The file {name} is removed", False: "The file {name} was gone already"},
    "ru": {True: "Файл {name} удалён", False: "Файла {name} уже не было"},
}


class ExportTable(StepKind["ExportTable.Params"]):
    """Writes rows of a table into a new CSV file in the export folder, never over another. Gives `{path, count}`.

    As the spreadsheet of the language opens it: `;` and decimal commas in Russian, `,` and points in English.
    """

    title = local("Export a table", "Экспортировать таблицу")
    about = local("Writes rows of a table into a new CSV file", "Записывает строки таблицы в новый файл CSV")

    class Params(Rows):
        """Which rows, and what the file is called."""

        name: str = Field(
            default="",
            max_length=100,
            description="the file's name; empty: that of the table",
            title="Name of the file",
            json_schema_extra=in_russian("Имя файла", "имя файла; пусто — имя таблицы"),
        )
        sort: str = Field(
            default="",
            max_length=100,
            description="the column to sort by",
            title="Sort by",
            json_schema_extra=in_russian("Сортировать по", "столбец, по которому сортировать"),
        )

    effect = Effect.WRITES
    targets = ("table", "name")
    shorthand = "table"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port, today = context.use(Tables), context.now.date()
        table = await port.table(params.table)
        page = await port.find(
            params.table, params.query(sort=params.sort, limit=100_000), language=context.language, today=today
        )
        name = params.name or "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in table.name)
        # The mark at the beginning tells spreadsheets that it is UTF-8.
        text = "\ufeff" + sheet.write(table.columns, page.rows, context.language)
        path = await context.use(Files).write_text(name if name.endswith(".csv") else f"{name}.csv", text)
        receipt = Receipt(kind="file", id=hashlib.sha256(text.encode()).hexdigest(), summary=path)
        return StepResult(value={"path": path, "count": len(page.rows)}, receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        removed = await context.use(Files).remove_written(receipt.summary, receipt.id)
        return _UNDONE[context.language][removed].format(name=Path(receipt.summary).name)
