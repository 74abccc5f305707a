"""`mail.reply`: answer a letter."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.letter import Address, Outgoing
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.steps.mail import _told


class ReplyLetter(StepKind["ReplyLetter.Params"]):
    """Answers a letter within its conversation, and marks it as answered. Gives `{message_id, account, to, subject, folder}`."""

    title = local("Answer a letter", "Ответить на письмо")
    about = local("Answers a letter within its conversation", "Отвечает на письмо в той же переписке")

    class Params(BaseModel):
        """The letter and the answer."""

        model_config = ConfigDict(extra="forbid")
        letter: str = Field(
            min_length=1,
            max_length=100,
            description="its id",
            title="Letter",
            json_schema_extra=in_russian("Письмо", "его номер"),
        )
        text: str = Field(min_length=1, max_length=200_000, title="Text", json_schema_extra=in_russian("Текст"))
        everybody: bool = Field(
            default=False,
            description="to all who got the letter",
            title="Answer everybody",
            json_schema_extra=in_russian("Ответить всем", "всем, кто получил письмо"),
        )

    effect = Effect.SENDS
    targets = ("letter",)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        copies = (Address(email="*"),) if params.everybody else ()
        answer = Outgoing(answers=params.letter, text=params.text, cc=copies)
        return _told.sent(await context.use(Mail).send(answer, key=context.key), context.language)

    async def trace(self, params: Params, context: StepContext) -> Receipt | None:
        """By what was noted before the server was asked, then by the Message-ID in the mailbox."""
        found = await context.use(Mail).sent(context.key)
        return _told.proof(found, context.language) if found else None
