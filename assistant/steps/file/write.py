"""`file.write`: write a text file."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Folders
from assistant.steps.file import _told


class WriteFile(StepKind["WriteFile.Params"]):
    """Writes a text into a file in one of the chosen folders, never over another unless told. Gives `{path, name, bytes, sha256}`.

    "Undo" brings back what stood there before, as long as the file was not changed again.
    """

    title = local("Write a file", "Записать файл")
    about = local("Writes a text into a file in one of the chosen folders", "Записывает текст в файл в выбранной папке")

    class Params(BaseModel):
        """The file and its text."""

        model_config = ConfigDict(extra="forbid")
        path: str = Field(
            min_length=1,
            max_length=4_000,
            description="the file, whole or relative to a chosen folder",
            title="File",
            json_schema_extra=in_russian("Файл", "файл: полный путь или путь внутри выбранной папки"),
        )
        text: str = Field(description="what to write", title="Text", json_schema_extra=in_russian("Текст", "что записать"))
        how: Literal["new", "over", "append"] = Field(
            default="new",
            description="a new file, over the one that is there, or to its end",
            title="How",
            json_schema_extra=in_russian("Как", "новый файл, поверх имеющегося или в его конец"),
        )

    effect = Effect.WRITES
    targets = ("path",)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        change = await context.use(Folders).write(params.path, params.text, params.how, key=context.key)
        return _told.result(change, context.language)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return _told.undone(await context.use(Folders).revert(context.key), context.language)
