"""`table.reshape`: rename a table, add, rename or remove its columns."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.table import Column
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Tables
from assistant.steps.table import _rows
from assistant.words import fold


class ReshapeTable(StepKind["ReshapeTable.Params"]):
    """Renames a table, adds, renames or removes columns. Gives `{name, rows, columns}`; "undo" brings the former shape and its cells back."""

    title = local("Change a table's columns", "Изменить столбцы таблицы")
    about = local(
        "Renames a table, adds, renames or removes columns",
        "Переименовывает таблицу, добавляет, переименовывает или удаляет столбцы",
    )

    class Params(BaseModel):
        """What shall be different."""

        model_config = ConfigDict(extra="forbid")
        table: str = Field(
            min_length=1,
            max_length=200,
            description="the table's name",
            title="Table",
            json_schema_extra=in_russian("Таблица", "название таблицы"),
        )
        name: str = Field(
            default="",
            max_length=100,
            description="its new name",
            title="New name",
            json_schema_extra=in_russian("Новое название", "новое название таблицы"),
        )
        add: dict[str, Any] = Field(
            default_factory=dict,
            description="new columns, `name: type`",
            title="New columns",
            json_schema_extra=in_russian("Новые столбцы", "новые столбцы, `имя: тип`"),
        )
        rename: dict[str, str] = Field(
            default_factory=dict,
            description="column: its new name",
            title="Rename columns",
            json_schema_extra=in_russian("Переименовать столбцы", "столбец: его новое имя"),
        )
        remove: list[str] = Field(
            default_factory=list,
            description="columns that go with their cells",
            title="Remove columns",
            json_schema_extra=in_russian("Удалить столбцы", "столбцы, которые удалить вместе с ячейками"),
        )

    effect = Effect.WRITES
    targets = ("table",)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Tables)
        table = await port.table(params.table)
        gone, renamed = {fold(name) for name in params.remove}, {fold(old): new for old, new in params.rename.items()}
        known = {fold(column.name) for column in table.columns}
        if lost := [name for name in (*gone, *renamed) if name not in known]:
            raise StepRefused(
                f"“{table.name}” has no column “{lost[0]}”.", ru=f"В таблице «{table.name}» нет колонки «{lost[0]}»."
            )
        columns = [
            column.model_copy(update={"name": renamed.get(fold(column.name), column.name)})
            for column in table.columns
            if fold(column.name) not in gone
        ]
        try:
            columns += [
                Column.model_validate({"name": name, **(kind if isinstance(kind, dict) else {"type": kind})})
                for name, kind in params.add.items()
            ]
        except ValidationError as error:
            raise StepRefused(f"A column is wrong: {error.errors()[0]['msg']}.", ru="Новая колонка задана неверно.") from error
        table = await port.reshape(params.table, params.name, columns, key=context.key, language=context.language)
        receipt = Receipt(
            kind="table", id=table.id, summary=f"{table.name}: {', '.join(column.name for column in table.columns)}"
        )
        return StepResult(value=_rows.table_value(table), receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return _rows.undone(await context.use(Tables).revert(context.key), context.language)
