"""`file.list`: what lies in a folder."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Source, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Folders


class ListFiles(StepKind["ListFiles.Params"]):
    """Lists a folder. Gives a list of `{path, name, kind, bytes, changed}` by name; without a folder the folders that may be used."""

    title = local("List files", "Перечислить файлы")
    about = local("Lists the files of a folder by name", "Перечисляет файлы папки по имени")

    class Params(BaseModel):
        """Which files."""

        model_config = ConfigDict(extra="forbid")
        folder: str = Field(
            default="",
            max_length=4_000,
            description="the folder; empty lists the folders that may be used",
            title="Folder",
            json_schema_extra=in_russian("Папка", "папка; пусто — перечислить папки, которыми можно пользоваться"),
        )
        pattern: str = Field(
            default="*",
            max_length=200,
            description="such as `*.csv`; `**/*.csv` looks in folders within too",
            title="Pattern",
            json_schema_extra=in_russian("Образец", "например `*.csv`; `**/*.csv` ищет и во вложенных папках"),
        )
        limit: int = Field(
            default=200,
            ge=1,
            le=5_000,
            description="how many at most",
            title="At most",
            json_schema_extra=in_russian("Не больше", "сколько самое большее"),
        )

    untrusted = True
    shorthand = "folder"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        found = await context.use(Folders).list(params.folder, params.pattern, limit=params.limit)
        names = ", ".join(file.name for file in found[:20])
        source = Source(kind="file", title=params.folder, excerpt=names[:300])
        return StepResult(value=[file.model_dump(mode="json") for file in found], sources=(source,))
