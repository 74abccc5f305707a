"""`notify`: a notification of the computer."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions import StepContext, StepKind
from assistant.ports import Notices


class Notify(StepKind["Notify.Params"]):
    """Shows a notification of the computer, also while the window is out of sight. Gives the text.

    The text is one string, or one for each language. It is kept in the conversation too, so that none is missed.
    """

    class Params(BaseModel):
        """What to show."""

        model_config = ConfigDict(extra="forbid")
        text: str | dict[str, str] | int | float = Field(default="", description="what to say")
        en: str | None = Field(default=None, max_length=1_000, description="the text in English")
        ru: str | None = Field(default=None, max_length=1_000, description="the text in Russian")
        title: str = Field(default="", max_length=200, description="stands above the text; empty: the name of the assistant")

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        texts = {key: value for key, value in (("en", params.en), ("ru", params.ru)) if value is not None}
        text = texts or params.text
        if isinstance(text, dict):
            text = text.get(context.language) or next(iter(text.values()), "")
        shown = str(text)[:1_000]
        await context.use(Notices).notify(params.title, shown, turn=context.turn, run=context.run, key=f"{context.key}:notified")
        await context.say(f"{params.title}: {shown}" if params.title else shown)
        return StepResult(value=shown)
