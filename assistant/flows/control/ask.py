"""`ask`: a question to the owner."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.flow import Step
from assistant.domain.value import SlotKind
from assistant.extensions.steps import ControlStep, Walk, in_russian, local


class Ask(ControlStep):
    """Asks the owner and waits for the answer, days if need be; gives the answer as a value of `type`.

    With `options` (a list, or an expression that gives one) the owner chooses one of them and the chosen option is given.
    With `verbatim` words that could be a command are the answer as well.
    """

    title = local("Ask me", "Спросить меня")
    about = local(
        "Asks you and waits for the answer, days if need be", "Задаёт вопрос и ждёт ответа, если нужно — хоть несколько дней"
    )

    class Params(BaseModel):
        """The question, as one text or one per language."""

        model_config = ConfigDict(extra="forbid")
        text: str | dict[str, str] = Field(title="Question", json_schema_extra=in_russian("Вопрос"))
        type: SlotKind = Field(default="text", title="Kind of answer", json_schema_extra=in_russian("Вид ответа"))
        options: list[Any] | str = Field(default_factory=list, title="To choose from", json_schema_extra=in_russian("Варианты"))
        verbatim: bool | str = Field(
            default=False, title="Take any words as the answer", json_schema_extra=in_russian("Считать ответом любые слова")
        )

    class Options(BaseModel):
        """Nothing beside it."""

        model_config = ConfigDict(extra="forbid")

    shorthand = "text"
    carries = ("options",)

    async def run(self, step: Step, walk: Walk) -> Json:
        params = walk.value(step.params)
        options = params.get("options") or []
        text = params["text"]
        question = {
            "kind": "choose" if options else "ask",
            "text": text.get(walk.language) or next(iter(text.values())) if isinstance(text, dict) else str(text),
            "slot_type": params.get("type", "text"),
            "verbatim": bool(params.get("verbatim", False)),
            "options": tuple(str(option.get("text", option) if isinstance(option, dict) else option) for option in options),
        }
        value = await walk.ask(question)
        return options[int(value)] if options else value
