"""`say`: show something to the owner."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions import StepContext, StepKind


class Say(StepKind["Say.Params"]):
    """Shows a text in the conversation, with a list below it and a link if given. Gives the text.

    The text is one string, or one for each language (`{en: ..., ru: ...}`); then the language the owner spoke is shown.
    """

    class Params(BaseModel):
        """What to show."""

        model_config = ConfigDict(extra="forbid")
        text: str | dict[str, str] | int | float | None = ""
        en: str | None = None
        ru: str | None = None
        items: list[Any] = Field(default_factory=list)
        link: str = ""

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        texts = {key: value for key, value in (("en", params.en), ("ru", params.ru)) if value is not None}
        text = texts or params.text
        if isinstance(text, dict):
            text = text.get(context.language) or next(iter(text.values()), "")
        shown = "" if text is None else str(text)
        await context.say(shown, items=params.items, link=params.link)
        return StepResult(value=shown)
