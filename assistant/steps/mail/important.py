"""`mail.important`: what matters among the letters of some time."""

from __future__ import annotations

from datetime import datetime, time

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.letter import LetterQuery
from assistant.domain.run import StepResult
from assistant.domain.value import Period
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.steps.mail import _account, _told
from assistant.steps.mail._judged import judged
from assistant.wording import letters


class ImportantLetters(StepKind["ImportantLetters.Params"]):
    """Weighs the letters of some time by rules: who wrote, to whom, whether something is asked, and by when.

    Where the rules are not sure, the connected model is asked about each such letter by itself; without one the rules stand.

    Gives `{count, letters}`: how many there were, and those that matter, the weightiest first, each with `why` and `score`.
    """

    title = local("Important letters", "Важные письма")
    about = local(
        "Weighs letters by rules: who wrote, what is asked, by when",
        "Взвешивает письма по правилам: кто написал, что просят, к какому сроку",
    )

    class Params(BaseModel):
        """Which letters; today's when nothing is said."""

        model_config = ConfigDict(extra="forbid")
        period: Period | None = Field(default=None, title="Period", json_schema_extra=in_russian("Период"))
        account: str = Field(default="", max_length=300, title="Mailbox", json_schema_extra=in_russian("Почтовый ящик"))
        least: float = Field(
            default=3.0,
            description="the weight from which a letter matters",
            title="Least weight",
            json_schema_extra=in_russian("Наименьший вес", "вес, с которого письмо важно"),
        )
        limit: int = Field(default=20, ge=1, le=200, title="At most", json_schema_extra=in_russian("Не больше"))

        ask: bool = Field(
            default=True,
            description="about letters the rules leave unsure",
            title="Ask the connected model",
            json_schema_extra=in_russian("Спросить подключённую модель", "о письмах, в которых правила не уверены"),
        )

    untrusted = True
    shorthand = "period"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        midnight = datetime.combine(context.now.date(), time(), context.now.tzinfo)
        since, until = (params.period.start, params.period.end) if params.period else (midnight, None)
        account = await _account.chosen(params.account, context)
        query = LetterQuery(since=since, until=until, role="inbox", account=account, limit=500)
        found = await context.use(Mail).weigh(query, context.now)
        if params.ask:
            found = await judged(found, params.least, context)
        chosen = [letters.weighed_value(each, context.language) for each in found if each.score >= params.least]
        return StepResult(
            value={"count": len(found), "letters": chosen[: params.limit]}, sources=_told.sources(each.head for each in found)
        )
