"""`file.read`: the text of a file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Source, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Folders


class ReadFile(StepKind["ReadFile.Params"]):
    """Reads a text file in one of the chosen folders (UTF-8, else Windows-1251; at most 10 MB). Gives its text."""

    title = local("Read a file", "Прочитать файл")
    about = local("Gives the text of a file in one of the chosen folders", "Даёт текст файла из выбранной папки")

    class Params(BaseModel):
        """Which file."""

        model_config = ConfigDict(extra="forbid")
        path: str = Field(
            min_length=1,
            max_length=4_000,
            description="the file, whole or relative to a chosen folder",
            title="File",
            json_schema_extra=in_russian("Файл", "файл: полный путь или путь внутри выбранной папки"),
        )

    untrusted = True
    shorthand = "path"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        text = await context.use(Folders).read(params.path)
        return StepResult(
            value=text, sources=(Source(kind="file", title=params.path, excerpt=" ".join(text[:1_200].split())[:300]),)
        )
