"""`command.find`: the command an owner means."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Lessons
from assistant.steps.command import _texts


class FindCommand(StepKind["FindCommand.Params"]):
    """Finds commands by name, title or phrase, likeliest first; without `text` the one the owner changed last. Gives a list of `{name, title, text}`.

    With `own` only commands the owner made. Finding none is a failure that says what can be said.
    """

    title = local("Find a command", "Найти команду")
    about = local("Finds commands by name, title or phrase, likeliest first", "Находит команды по имени, названию или фразе")

    class Params(BaseModel):
        """What it is called."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(default="", title="What it is called", json_schema_extra=in_russian("Как она называется"))
        own: bool = Field(default=False, title="Only my own", json_schema_extra=in_russian("Только мои"))

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        lessons = context.use(Lessons)
        if params.text:
            found = list(await lessons.meant(params.text, owned=params.own))
        else:
            last = await lessons.last_taught()
            found = [last] if last else []
        if not found:
            text = _texts.NONE[context.language].format(params.text) if params.text else _texts.NONE_YET[context.language]
            raise StepRefused(text)
        exact = [
            command
            for command in found
            if _texts.title(command, context.language).lower() == params.text.strip(' «»"“”.').lower()
        ]
        return StepResult(value=[_texts.entry(command, context.language) for command in exact[:1] or found])
