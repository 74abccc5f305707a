"""`mail.label`: label letters."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.letter import LetterChange
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.steps.mail import _told


class LabelLetters(StepKind["LabelLetters.Params"]):
    """Puts labels on a letter, or on each of several, or takes them off. Gives the letter, or the letters."""

    title = local("Label letters", "Пометить письма метками")
    about = local("Puts labels on letters, or takes them off", "Ставит метки на письма или снимает их")

    class Params(BaseModel):
        """Which letters, which labels."""

        model_config = ConfigDict(extra="forbid")
        letter: str | list[str] = Field(
            description="an id, or several",
            max_length=500,
            title="Letter",
            json_schema_extra=in_russian("Письмо", "номер или несколько"),
        )
        add: list[str] = Field(
            default_factory=list, max_length=20, title="Labels to add", json_schema_extra=in_russian("Поставить метки")
        )
        remove: list[str] = Field(
            default_factory=list, max_length=20, title="Labels to remove", json_schema_extra=in_russian("Снять метки")
        )

    effect = Effect.WRITES
    targets = ("add", "remove")

    untrusted = True

    async def run(self, params: Params, context: StepContext) -> StepResult:
        change = LetterChange(add_labels=tuple(params.add), remove_labels=tuple(params.remove))
        return await _told.changed(params.letter, change, context)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return await _told.put_back(context)
