"""`calendar.list`: the calendars there are."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Calendars


class ListCalendars(StepKind["ListCalendars.Params"]):
    """Gives the calendars as a list of `{id, text, account, writable, default, shown, invites}`, the default one first."""

    title = local("List the calendars", "Список календарей")
    about = local("Gives the calendars there are", "Даёт список календарей")

    class Params(BaseModel):
        """Nothing."""

        model_config = ConfigDict(extra="forbid")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        here = "На этом компьютере" if context.language == "ru" else "On this computer"
        found = await context.use(Calendars).calendars()
        return StepResult(value=[{"text": each.title or here, **each.model_dump(mode="json")} for each in found])
