"""`schedule.list`: what starts by itself."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Schedules
from assistant.steps.schedule import _meant


class ListSchedules(StepKind["ListSchedules.Params"]):
    """Lists what starts commands by itself, the next due first. Gives a list of `{id, command, text, enabled, next}`."""

    title = local("List the schedules", "Перечислить расписания")
    about = local(
        "Lists what starts commands by itself, the next due first", "Перечисляет, что запускает команды само, ближайшее сначала"
    )

    class Params(BaseModel):
        """Nothing to say."""

        model_config = ConfigDict(extra="forbid")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        found = await context.use(Schedules).all()
        return StepResult(
            value=[
                {
                    "id": one.id,
                    "command": one.command,
                    "text": _meant.line(one, context),
                    "enabled": one.enabled,
                    "next": one.next.isoformat() if one.next else None,
                }
                for one in found
            ]
        )
