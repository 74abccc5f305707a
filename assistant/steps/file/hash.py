"""`file.hash`: what a file holds, as one number."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions import StepContext, StepKind
from assistant.ports import Folders


class HashFile(StepKind["HashFile.Params"]):
    """Gives the SHA-256 of a file in one of the chosen folders: the same as long as nothing in it changes."""

    class Params(BaseModel):
        """Which file."""

        model_config = ConfigDict(extra="forbid")
        path: str = Field(min_length=1, max_length=4_000, description="the file, whole or relative to a chosen folder")

    shorthand = "path"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=await context.use(Folders).digest(params.path))
