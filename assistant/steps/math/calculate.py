"""`math.calculate`: arithmetic."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.steps.math._arithmetic import calculate


class Calculate(StepKind["Calculate.Params"]):
    """Calculates what is said or written: "12% от 50 тысяч", "15 * 7", "twenty five times four". Gives the number.

    + - * / ^ and brackets, percent of something and percent added, squares, cubes, powers and square roots; numbers in
    words of both languages. `100 + 10%` is 110. Anything else is refused with the word that cannot be read.
    """

    title = local("Calculate", "Посчитать")
    about = local("Calculates what is said or written", "Считает сказанное или написанное")

    class Params(BaseModel):
        """What to calculate."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(min_length=1, max_length=500, title="What to calculate", json_schema_extra=in_russian("Что посчитать"))

    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        value = calculate(params.text, context.language)
        return StepResult(value=int(value) if value == int(value) and abs(value) < 1e15 else float(f"{value:.12g}"))
