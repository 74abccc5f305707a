"""`command.mistake`: what was done wrong."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Language
from assistant.domain.run import StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mistakes

_WHICH: Mapping[Language, str] = {
    "ru": "Не знаю команды «{0}». Скажите, например: «нет, я про мои заметки».",
    "en": "I do not know the command “{0}”. Say for example “no, I meant my notes”.",
}


class FindMistake(StepKind["FindMistake.Params"]):
    """Finds what was done last and which commands `text` may mean instead. Gives `{text, title, options, sure, ...}`."""

    title = local("Find what was misunderstood", "Найти, что понято неверно")
    about = local(
        "Finds what was done last and which commands may have been meant",
        "Находит, что сделано последним и какие команды могли иметься в виду",
    )

    class Params(BaseModel):
        """What was meant, in the owner's words."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(default="", title="What was meant", json_schema_extra=in_russian("Что имелось в виду"))

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        mistake = await context.use(Mistakes).last(params.text, before_turn=context.turn, language=context.language)
        if not mistake.options:
            raise StepRefused(_WHICH[context.language].format(params.text))
        return StepResult(value=mistake.model_dump(mode="json"))
