"""`file.hash`: what a file holds, as one number."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Folders


class HashFile(StepKind["HashFile.Params"]):
    """Gives the SHA-256 of a file in one of the chosen folders: the same as long as nothing in it changes."""

    title = local("Fingerprint of a file", "Отпечаток файла")
    about = local(
        "Gives the SHA-256 of a file: the same as long as nothing in it changes",
        "Даёт SHA-256 файла: одинаковый, пока в файле ничего не изменилось",
    )

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

    shorthand = "path"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=await context.use(Folders).digest(params.path))
