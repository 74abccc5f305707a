"""`mail.unsubscribe_way`: how a letter says one can be rid of the next."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.steps.mail import _leaving, _told
from assistant.wording import letters


class UnsubscribeWay(StepKind["UnsubscribeWay.Params"]):
    """Tells how to unsubscribe from the sender of a letter, and does nothing. Gives `{letter, sender, how, to}`.

    `how` is `post` (one request to the address `to`), `letter` (a letter to `to`), `page` (only a page for people) or `none`.
    """

    title = local("How to unsubscribe", "Как отписаться")
    about = local("Tells how to unsubscribe from who wrote a letter", "Сообщает, как отписаться от отправителя письма")

    class Params(BaseModel):
        """The letter."""

        model_config = ConfigDict(extra="forbid")
        letter: str = Field(
            min_length=1,
            max_length=100,
            description="its id",
            title="Letter",
            json_schema_extra=in_russian("Письмо", "его номер"),
        )

    untrusted = True
    shorthand = "letter"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        found = await context.use(Mail).read(params.letter)
        way = _leaving.way(found.letter)
        value = {"letter": params.letter, "sender": letters.who(found.head.sender), "how": way.how, "to": way.to}
        return StepResult(value=value, sources=_told.sources([found.head]))
