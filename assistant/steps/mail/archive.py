"""`mail.archive`: put letters away."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.letter import LetterChange
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.steps.mail import _told


class ArchiveLetters(StepKind["ArchiveLetters.Params"]):
    """Moves a letter, or each of several, out of the inbox into the archive. Gives the letter, or the letters."""

    title = local("Archive letters", "Письма в архив")
    about = local("Moves letters out of the inbox into the archive", "Убирает письма из входящих в архив")

    class Params(BaseModel):
        """Which letters."""

        model_config = ConfigDict(extra="forbid")
        letter: str | list[str] = Field(
            description="an id, or several",
            max_length=500,
            title="Letter",
            json_schema_extra=in_russian("Письмо", "номер или несколько"),
        )

    effect = Effect.WRITES
    untrusted = True
    shorthand = "letter"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return await _told.changed(params.letter, LetterChange(role="archive"), context)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return await _told.put_back(context)
