"""`file.list`: what lies in a folder."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions import StepContext, StepKind
from assistant.ports import Folders


class ListFiles(StepKind["ListFiles.Params"]):
    """Lists a folder. Gives a list of `{path, name, kind, bytes, changed}` by name; without a folder the folders that may be used."""

    class Params(BaseModel):
        """Which files."""

        model_config = ConfigDict(extra="forbid")
        folder: str = Field(default="", max_length=4_000, description="the folder; empty lists the folders that may be used")
        pattern: str = Field(default="*", max_length=200, description="such as `*.csv`; `**/*.csv` looks in folders within too")
        limit: int = Field(default=200, ge=1, le=5_000, description="how many at most")

    shorthand = "folder"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        found = await context.use(Folders).list(params.folder, params.pattern, limit=params.limit)
        return StepResult(value=[file.model_dump(mode="json") for file in found])
