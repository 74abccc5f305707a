"""`command.correct`: put a mistake right and learn from it."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Language
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.telling import Mistake
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mistakes

_UNDONE: Mapping[Language, str] = {"ru": "Забыто: «{0}»", "en": "Forgotten: “{0}”"}


class CorrectMistake(StepKind["CorrectMistake.Params"]):
    """Undoes what `mistake` did where it can be undone, remembers that its words mean `command`, and says them again. Gives the list of what was undone.

    "Undo" forgets what was learned.
    """

    title = local("Learn from a mistake", "Исправить ошибку понимания")
    about = local(
        "Undoes what was done by mistake and remembers which command was meant",
        "Отменяет сделанное по ошибке и запоминает, какая команда имелась в виду",
    )

    class Params(BaseModel):
        """From `command.mistake`, and the name of the command that was meant."""

        model_config = ConfigDict(extra="forbid")
        mistake: Mistake = Field(title="Mistake", json_schema_extra=in_russian("Ошибка"))
        command: str = Field(title="Meant command", json_schema_extra=in_russian("Нужная команда"))

    effect = Effect.WRITES

    async def run(self, params: Params, context: StepContext) -> StepResult:
        undone = await context.use(Mistakes).correct(
            params.mistake, params.command, key=context.key, turn=context.turn, language=context.language
        )
        receipt = Receipt(kind="learned", id=context.key, summary=params.mistake.text)
        return StepResult(value=list(undone), receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        texts = await context.use(Mistakes).forget(context.key)
        return _UNDONE[context.language].format(", ".join(texts) or receipt.summary)
