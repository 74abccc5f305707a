"""`code`: a little JavaScript."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions import StepContext, StepKind
from assistant.ports import Scripts


class Code(StepKind["Code.Params"]):
    """Runs a little JavaScript on a value, `input`. Gives what it returns.

    One expression (`input.filter(x => x > 2)`), or a body with `return`. Values go in and out as JSON. There is nothing to
    reach from it: no files, no network, no waiting. Code that runs too long or wants too much memory is stopped. Take values
    through `input`, not by writing {{ }} into the code: then a quote in a value is no part of the code.
    """

    class Params(BaseModel):
        """The code and what it works on."""

        model_config = ConfigDict(extra="forbid")
        code: str = Field(min_length=1, max_length=100_000, description="JavaScript: an expression, or a body with `return`")
        input: Any = Field(default=None, description="what the code sees as `input`")
        seconds: float = Field(default=2, gt=0, le=30, description="seconds of processor time it may take")

    shorthand = "code"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        return StepResult(value=await context.use(Scripts).run(params.code, params.input, seconds=params.seconds))
