"""`mail.move`: move letters."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.letter import LetterChange
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.steps.mail import _told


class MoveLetters(StepKind["MoveLetters.Params"]):
    """Moves a letter, or each of several, into a folder of the mailbox. Gives the letter, or the letters."""

    title = local("Move letters", "Переместить письма")
    about = local("Moves letters into a folder of the mailbox", "Перемещает письма в папку ящика")

    class Params(BaseModel):
        """Which letters, and where to."""

        model_config = ConfigDict(extra="forbid")
        letter: str | list[str] = Field(
            description="an id, or several",
            max_length=500,
            title="Letter",
            json_schema_extra=in_russian("Письмо", "номер или несколько"),
        )
        folder: str = Field(
            min_length=1,
            max_length=300,
            description="its name in the mailbox",
            title="Folder",
            json_schema_extra=in_russian("Папка", "её имя в ящике"),
        )

    effect = Effect.WRITES
    targets = ("folder",)

    untrusted = True

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return await _told.changed(params.letter, LetterChange(folder=params.folder), context)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return await _told.put_back(context)
