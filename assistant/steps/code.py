"""`code`: a little JavaScript."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Scripts


class Code(StepKind["Code.Params"]):
    """Runs a little JavaScript on a value, `input`. Gives what it returns.

    One expression (`input.filter(x => x > 2)`), or a body with `return`. Values go in and out as JSON. There is nothing to
    reach from it: no files, no network, no waiting. Code that runs too long or wants too much memory is stopped. Take values
    through `input`, not by writing {{ }} into the code: then a quote in a value is no part of the code.
    """

    title = local("Run a little code", "Выполнить код")
    about = local(
        "Runs a little JavaScript on a value and gives what it returns",
        "Выполняет немного JavaScript над значением и даёт, что он вернул",
    )

    class Params(BaseModel):
        """The code and what it works on."""

        model_config = ConfigDict(extra="forbid")
        code: str = Field(
            min_length=1,
            max_length=100_000,
            description="JavaScript: an expression, or a body with `return`",
            title="Code",
            json_schema_extra=in_russian("Код", "JavaScript: выражение или тело с `return`"),
        )
        input: Any = Field(
            default=None,
            description="what the code sees as `input`",
            title="Value",
            json_schema_extra=in_russian("Значение", "что код видит как `input`"),
        )
        seconds: float = Field(
            default=2,
            gt=0,
            le=30,
            description="seconds of processor time it may take",
            title="Seconds",
            json_schema_extra=in_russian("Секунд", "сколько секунд процессорного времени можно занять"),
        )

    shorthand = "code"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=await context.use(Scripts).run(params.code, params.input, seconds=params.seconds))
