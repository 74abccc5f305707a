"""`turn.repeat`: do the last thing once more."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.domain.run import StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import History, Turns

_NOTHING = {
    "en": "There is nothing to repeat yet.",
    "ru": "Повторять пока нечего.",
}


class Repeat(StepKind["Repeat.Params"]):
    """Says the last sentence that started something once more, as a turn of its own with its own plan and consent. Gives the sentence."""

    title = local("Say the last sentence again", "Повторить последнюю фразу")
    about = local(
        "Says the last sentence that started something once more", "Повторяет последнюю фразу, которая что-то запустила"
    )

    class Params(BaseModel):
        """Nothing."""

        model_config = ConfigDict(extra="forbid")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        text = await context.use(History).last(before_turn=context.turn)
        if text is None:
            raise StepRefused(_NOTHING[context.language])
        await context.use(Turns).say(text, key=context.key)
        return StepResult(value=text)
