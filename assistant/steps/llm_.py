"""`llm`: ask the language model."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic.json_schema import SkipJsonSchema

from assistant.domain.base import Json
from assistant.domain.marked import Marked
from assistant.domain.model import Prompt
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.llm.shapes import schema_of
from assistant.ports import Model

_LANGUAGES = {"ru": "Russian", "en": "English"}


class AskModel(StepKind["AskModel.Params"]):
    """Asks the language model. Gives its text, or with `answer` a mapping of the values named there.

    `answer: {important: boolean, why: text, mood: [good, bad], names: [text], due: text?}`. What {{ }} gives reaches the model
    as data, never as instructions. With `later: true` the flow goes on at once with a ticket, and `llm.answer` waits for the
    answer. The answer is recorded: a resumed run never asks again.
    """

    title = local("Ask the model", "Спросить модель")
    about = local(
        "Asks the language model and gives its text or the values wanted",
        "Спрашивает языковую модель и даёт её текст или нужные значения",
    )

    class Params(BaseModel):
        """What to ask."""

        model_config = ConfigDict(extra="forbid")
        prompt: str | SkipJsonSchema[Marked] = Field(
            description="what the model shall do",
            title="What the model is asked",
            json_schema_extra=in_russian("Что спросить у модели", "что модель должна сделать"),
        )
        answer: dict[str, Any] | None = Field(
            default=None,
            description="the values wanted, each with its type",
            title="Values wanted",
            json_schema_extra=in_russian("Нужные значения", "какие значения нужны, каждое со своим типом"),
        )
        data: dict[str, Any] = Field(
            default_factory=dict,
            description="more material, by name",
            title="Material",
            json_schema_extra=in_russian("Материал", "ещё материал, по именам"),
        )
        model: Literal["", "small"] = Field(
            default="",
            description="small: the cheaper model",
            title="Model",
            json_schema_extra=in_russian("Модель", "small: модель подешевле"),
        )
        longest: int = Field(
            default=0,
            ge=0,
            le=100_000,
            description="tokens of the answer at most",
            title="Longest answer",
            json_schema_extra=in_russian("Самый длинный ответ", "сколько токенов ответа самое большее"),
        )
        later: bool = Field(
            default=False,
            description="go on at once; `llm.answer` takes the answer",
            title="Answer later",
            json_schema_extra=in_russian("Ответ потом", "идти дальше сразу; ответ возьмёт `llm.answer`"),
        )

        @field_validator("answer")
        @classmethod
        def _is_a_shape(cls, answer: dict[str, Any] | None) -> dict[str, Any] | None:
            if answer is not None:
                schema_of(answer)
            return answer

    shorthand = "prompt"
    marked = ("prompt",)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        asked = params.prompt if isinstance(params.prompt, Marked) else Marked(text=params.prompt)
        prompt = Prompt(
            instructions=f"{asked.text}\n\nAnswer in {_LANGUAGES[context.language]} unless told otherwise.",
            data={**asked.data, **{name: _text(value) for name, value in params.data.items()}},
            answer=schema_of(params.answer) if params.answer is not None else None,
            run=context.run,
            turn=context.turn,
            key=context.key,
            size=params.model,
            longest=params.longest,
        )
        model = context.use(Model)
        if params.later:
            await model.begin(prompt)
            return StepResult(value={"ticket": prompt.key})
        done = await model.ask(prompt)
        return StepResult(value=done.text if params.answer is None else done.value)


def _text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
