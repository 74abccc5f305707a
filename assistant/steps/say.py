"""`say`: show something to the owner."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.event.said import ItemAction
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local


class Say(StepKind["Say.Params"]):
    """Shows a text in the conversation, with a list below it and a link if given. Gives the text.

    The text is one string, or one for each language (`{en: ..., ru: ...}`); then the language the owner spoke is shown. `actions`
    are buttons beside every item: `{title: {en, ru}, command, slots: {slot: field of the item}}`.
    """

    title = local("Show in the conversation", "Показать в разговоре")
    about = local(
        "Shows a text in the conversation, with a list and a link if given",
        "Показывает в разговоре текст, а если нужно — список и ссылку",
    )

    class Params(BaseModel):
        """What to show."""

        model_config = ConfigDict(extra="forbid")
        text: str | dict[str, str] | int | float | None = Field(default="", title="Text", json_schema_extra=in_russian("Текст"))
        en: str | None = Field(default=None, title="In English", json_schema_extra=in_russian("По-английски"))
        ru: str | None = Field(default=None, title="In Russian", json_schema_extra=in_russian("По-русски"))
        items: list[Any] = Field(default_factory=list, title="List below it", json_schema_extra=in_russian("Список под ним"))
        link: str = Field(default="", title="Link", json_schema_extra=in_russian("Ссылка"))
        actions: list[ItemAction] = Field(
            default_factory=list,
            max_length=8,
            description="buttons beside every item of the list",
            title="Buttons",
            json_schema_extra=in_russian("Кнопки", "кнопки у каждой строки списка"),
        )

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        texts = {key: value for key, value in (("en", params.en), ("ru", params.ru)) if value is not None}
        text = texts or params.text
        if isinstance(text, dict):
            text = text.get(context.language) or next(iter(text.values()), "")
        shown = "" if text is None else str(text)
        await context.say(shown, items=params.items, link=params.link, actions=params.actions)
        return StepResult(value=shown)
