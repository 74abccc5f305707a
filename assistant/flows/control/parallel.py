"""`parallel`: several lists of steps side by side."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.flow import Step
from assistant.errors import StepError
from assistant.extensions.steps import ControlStep, Walk, in_russian, local


class Parallel(ControlStep):
    """Carries out its named branches side by side; gives a mapping of each branch's name to its last saved value.

    When a branch fails the others are finished first, then the step fails and says which one it was.
    """

    title = local("Several at the same time", "Несколько дел одновременно")
    about = local("Carries out named branches side by side", "Выполняет несколько веток одновременно")

    class Params(BaseModel):
        """The branches stand under their names."""

        model_config = ConfigDict(extra="allow")

    class Options(BaseModel):
        """How many at once."""

        model_config = ConfigDict(extra="forbid")
        limit: int = Field(
            default=8, ge=1, le=16, title="At once, at most", json_schema_extra=in_russian("Одновременно, не больше")
        )

    blocks = ()
    named_blocks = True

    async def run(self, step: Step, walk: Walk) -> Json:
        options = self.Options.model_validate(dict(step.options))
        ended = await walk.branches({name: (steps, walk.names) for name, steps in step.blocks.items()}, options.limit)
        failures = [f"{name}: {outcome['error']}" for name, outcome in ended.items() if "error" in outcome]
        if failures:
            raise StepError("; ".join(failures))
        return {name: outcome["names"].get("last") for name, outcome in ended.items()}
