"""`set`: name some values."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.run import StepResult
from assistant.extensions import StepContext, StepKind


class Set(StepKind["Set.Params"]):
    """Gives the mapping that stands under it, with every expression in it evaluated; name it with `as`."""

    class Params(BaseModel):
        """Any names with any values."""

        model_config = ConfigDict(extra="allow")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=params.model_dump())
