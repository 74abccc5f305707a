"""`file.move`: move or rename a file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Folders
from assistant.steps.file import _told


class MoveFile(StepKind["MoveFile.Params"]):
    """Moves or renames a file within the chosen folders. Gives `{path, name, bytes, sha256}`; "undo" moves it back."""

    title = local("Move a file", "Переместить файл")
    about = local(
        "Moves or renames a file within the chosen folders", "Перемещает или переименовывает файл внутри выбранных папок"
    )

    class Params(BaseModel):
        """From where to where."""

        model_config = ConfigDict(extra="forbid")
        path: str = Field(
            min_length=1,
            max_length=4_000,
            description="the file, whole or relative to a chosen folder",
            title="File",
            json_schema_extra=in_russian("Файл", "файл: полный путь или путь внутри выбранной папки"),
        )
        to: str = Field(
            min_length=1,
            max_length=4_000,
            description="the new place; a folder keeps the name",
            title="To",
            json_schema_extra=in_russian("Куда", "новое место; если это папка, имя остаётся"),
        )
        over: bool = Field(
            default=False,
            description="replace a file that is there",
            title="Replace",
            json_schema_extra=in_russian("Заменить", "заменить файл, который там есть"),
        )

    effect = Effect.WRITES
    targets = ("path", "to")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        change = await context.use(Folders).move(params.path, params.to, over=params.over, key=context.key)
        return _told.result(change, context.language)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return _told.undone(await context.use(Folders).revert(context.key), context.language)
