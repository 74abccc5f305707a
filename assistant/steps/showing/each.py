"""`showing.each`: the same for every row."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Showings


class ShowForEach(StepKind["ShowForEach.Params"]):
    """What is being shown for a row of a list is meant for every row of it. Gives `{count}`, how many rows there are now."""

    title = local("The same for every row shown", "То же для каждой показанной строки")
    about = local(
        "What you show for one row will be done for every row of the list",
        "То, что вы показываете для одной строки, будет делаться для каждой строки списка",
    )

    class Params(BaseModel):
        """Nothing."""

        model_config = ConfigDict(extra="forbid")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value={"count": await context.use(Showings).each()})
