"""`showing.begin`: watch what the owner does in the browser."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Showings

_OPTIONS = {"en": ("Done", "Keep nothing"), "ru": ("Готово", "Ничего не сохранять")}


class BeginShowing(StepKind["BeginShowing.Params"]):
    """Opens Symbiote's browser and records what the owner does in it, passwords never. Gives `{options}`: how it may end.

    `command.shown` ends the recording.
    """

    title = local("Watch what I show", "Смотреть, что я показываю")
    about = local(
        "Opens the browser and records what you do there, passwords never",
        "Открывает браузер и записывает, что вы в нём делаете, кроме паролей",
    )

    class Params(BaseModel):
        """What the command shall be called, if that was said."""

        model_config = ConfigDict(extra="forbid")
        words: str = Field(default="", title="What it will be called", json_schema_extra=in_russian("Как это назвать"))

    shorthand = "words"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        await context.use(Showings).begin(params.words, run=context.run, turn=context.turn, language=context.language)
        return StepResult(value={"options": list(_OPTIONS[context.language])})
