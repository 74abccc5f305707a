"""`approve`: go on only with the owner's yes."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.flow import Step
from assistant.errors import Declined
from assistant.extensions.steps import ControlStep, Walk, in_russian, local


class Approve(ControlStep):
    """Shows the owner exactly what will be done (`details`) and waits for a yes, which counts for just that: the next step that
    acts, if its parameters all stand there, with the same names and values, is not asked about again.

    A no cancels the run, unless the step says otherwise with `on_error`. Gives true; with `changeable` words that change what is
    shown ("instead of Anna put Ivan") are given as they are.
    """

    title = local("Go on only with my yes", "Продолжить только с моего согласия")
    about = local("Shows what will be done and waits for your yes", "Показывает, что будет сделано, и ждёт вашего «да»")

    class Params(BaseModel):
        """What is to be approved."""

        model_config = ConfigDict(extra="forbid")
        text: str | dict[str, str] = Field(title="Question", json_schema_extra=in_russian("Вопрос"))
        details: dict[str, Any] | str = Field(
            default_factory=dict, title="What will be done", json_schema_extra=in_russian("Что будет сделано")
        )
        changeable: bool = Field(
            default=False, title="May be changed in words", json_schema_extra=in_russian("Можно изменить словами")
        )

    class Options(BaseModel):
        """Nothing beside it."""

        model_config = ConfigDict(extra="forbid")

    shorthand = "text"
    carries = ()

    async def run(self, step: Step, walk: Walk) -> Json:
        params = walk.value(step.params)
        text = params["text"]
        details = params.get("details") or {}
        answer = await walk.ask(
            {
                "kind": "approve",
                "text": text.get(walk.language) or next(iter(text.values())) if isinstance(text, dict) else str(text),
                "details": details if isinstance(details, dict) else {"": details},
                "about": walk.acts_next,
                "changeable": bool(params.get("changeable", False)),
            }
        )
        if answer is True and isinstance(details, dict):
            walk.agree(details)
        if not answer:
            raise Declined("You said no." if walk.language == "en" else "Вы ответили «нет».")
        return answer if isinstance(answer, str) else True
