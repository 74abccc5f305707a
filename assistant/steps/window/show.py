"""`window.show`: bring a view of the window into sight."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.event.said import Part, View
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Windows


class ShowView(StepKind["ShowView.Params"]):
    """Brings a view of the window into sight, at a part of it. Nothing is started there; gives the view."""

    title = local("Show in the window", "Показать в окне")
    about = local(
        "Brings a view of the window into sight, starts nothing there", "Показывает раздел окна и ничего там не запускает"
    )

    class Params(BaseModel):
        """Which view, and for the connections which part of it."""

        model_config = ConfigDict(extra="forbid")
        view: View = Field(title="View", json_schema_extra=in_russian("Раздел"))
        part: Part = Field(
            default="",
            description="of the connections: google, mail, model, browser",
            title="Part of it",
            json_schema_extra=in_russian("Место в нём", "в подключениях: google, mail, model, browser"),
        )

    shorthand = "view"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        await context.use(Windows).show(params.view, params.part, turn=context.turn, run=context.run)
        return StepResult(value=params.view)
