"""`mail.mark`: mark letters."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.domain.letter import LetterChange
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.steps.mail import _told


class MarkLetters(StepKind["MarkLetters.Params"]):
    """Marks a letter, or each of several, as read, unread, flagged or not. Gives the letter, or the letters."""

    title = local("Mark letters", "Отметить письма")
    about = local("Marks letters as read, unread, flagged or not", "Отмечает письма прочитанными, непрочитанными или важными")

    class Params(BaseModel):
        """Which letters, and how."""

        model_config = ConfigDict(extra="forbid")
        letter: str | list[str] = Field(
            description="an id, or several",
            max_length=500,
            title="Letter",
            json_schema_extra=in_russian("Письмо", "номер или несколько"),
        )
        unread: bool | None = Field(default=None, title="Unread", json_schema_extra=in_russian("Непрочитанное"))
        flagged: bool | None = Field(default=None, title="Flagged", json_schema_extra=in_russian("Отмечено флажком"))

        @model_validator(mode="after")
        def _something(self) -> MarkLetters.Params:
            if self.unread is None and self.flagged is None:
                raise ValueError("say unread or flagged")
            return self

    effect = Effect.WRITES
    targets = ("unread", "flagged")

    untrusted = True

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return await _told.changed(params.letter, LetterChange(unread=params.unread, flagged=params.flagged), context)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return await _told.put_back(context)
