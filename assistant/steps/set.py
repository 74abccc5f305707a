"""`set`: name some values."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, local


class Set(StepKind["Set.Params"]):
    """Gives the mapping that stands under it, with every expression in it evaluated; name it with `as`."""

    title = local("Name some values", "Задать значения")
    about = local("Gives names to values for the steps that follow", "Даёт имена значениям для следующих шагов")

    class Params(BaseModel):
        """Any names with any values."""

        model_config = ConfigDict(extra="allow")

    pure = True

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=params.model_dump())
