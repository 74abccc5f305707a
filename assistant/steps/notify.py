"""`notify`: a notification of the computer."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Notices


class Notify(StepKind["Notify.Params"]):
    """Shows a notification of the computer, also while the window is out of sight. Gives the text.

    The text is one string, or one for each language. It is kept in the conversation too, so that none is missed.
    """

    title = local("Show a notification", "Показать уведомление")
    about = local(
        "Shows a notification of the computer, also while the window is out of sight",
        "Показывает уведомление на компьютере, даже когда окна не видно",
    )

    class Params(BaseModel):
        """What to show."""

        model_config = ConfigDict(extra="forbid")
        text: str | dict[str, str] | int | float = Field(
            default="", description="what to say", title="Text", json_schema_extra=in_russian("Текст", "что сказать")
        )
        en: str | None = Field(
            default=None,
            max_length=1_000,
            description="the text in English",
            title="In English",
            json_schema_extra=in_russian("По-английски", "текст по-английски"),
        )
        ru: str | None = Field(
            default=None,
            max_length=1_000,
            description="the text in Russian",
            title="In Russian",
            json_schema_extra=in_russian("По-русски", "текст по-русски"),
        )
        title: str = Field(
            default="",
            max_length=200,
            description="stands above the text; empty: the name of the assistant",
            title="Title",
            json_schema_extra=in_russian("Заголовок", "стоит над текстом; пусто — имя помощника"),
        )

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
