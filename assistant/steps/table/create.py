"""`table.create`: a new table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant import sheet
from assistant.domain.base import Json
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.table import Column
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Tables
from assistant.steps.table import _rows


class CreateTable(StepKind["CreateTable.Params"]):
    """Makes an empty table. Gives `{name, rows, columns}`.

    `columns`: a list of names (their types are guessed: a price is money, a deadline is a date), or `name: type` with the types
    text, number, money, date, yes_no, choice; a choice is `name: {type: choice, choices: [...]}`, money may have a `currency`.
    """

    title = local("Create a table", "Создать таблицу")
    about = local("Makes an empty table", "Создаёт пустую таблицу")

    class Params(BaseModel):
        """The table."""

        model_config = ConfigDict(extra="forbid")
        name: str = Field(
            min_length=1,
            max_length=100,
            description="what it is called",
            title="Name",
            json_schema_extra=in_russian("Название", "как она называется"),
        )
        columns: list[str] | dict[str, Any] = Field(
            min_length=1,
            description="names, or `name: type`",
            title="Columns",
            json_schema_extra=in_russian("Столбцы", "имена или `имя: тип`"),
        )

    effect = Effect.WRITES
    targets = ("name",)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Tables)
        table = await port.create(params.name, _columns(params.columns), key=context.key, language=context.language)
        names = ", ".join(column.name for column in table.columns)
        receipt = Receipt(kind="table", id=table.id, summary=f"{table.name}: {names}")
        return StepResult(value=_rows.table_value(table), receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return _rows.undone(await context.use(Tables).revert(context.key), context.language)


def _columns(given: list[str] | Mapping[str, Json]) -> list[Column]:
    if isinstance(given, list):
        capital = [name.strip()[:1].upper() + name.strip()[1:] for name in given]
        return [Column(name=name, type=sheet.type_by_name(name)) for name in capital if name]
    try:
        return [
            Column.model_validate({"name": name, **(kind if isinstance(kind, Mapping) else {"type": kind})})
            for name, kind in given.items()
        ]
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise StepRefused(
            f"A column is wrong: {place}: {error.errors()[0]['msg']}.", ru=f"Колонка задана неверно: {place}."
        ) from error
