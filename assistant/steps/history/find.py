"""`history.find`: what the owner said before."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.domain.value import Period
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import History


class FindHistory(StepKind["FindHistory.Params"]):
    """Finds what was said in a period, newest first, without the sentence that asks. Gives a list of `{turn, at, text, titles, state}`."""

    title = local("Find what was said", "Найти сказанное")
    about = local("Finds what was said on some days, newest first", "Находит, что было сказано за выбранные дни, новое сначала")

    class Params(BaseModel):
        """When, and words it must hold."""

        model_config = ConfigDict(extra="forbid")
        period: Period = Field(title="Which days", json_schema_extra=in_russian("За какие дни"))
        text: str = Field(default="", title="Words in it", json_schema_extra=in_russian("Слова в нём"))
        limit: int = Field(default=50, ge=1, le=500, title="At most", json_schema_extra=in_russian("Не больше"))

    shorthand = "period"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        period = params.period
        said = await context.use(History).said(period.start, period.end, params.text, limit=params.limit + 1)
        return StepResult(value=[dict(turn) for turn in said if turn["turn"] != context.turn][: params.limit])
