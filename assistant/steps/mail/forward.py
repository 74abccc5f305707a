"""`mail.forward`: pass a letter on."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.letter import Outgoing
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.steps.mail import _people, _told
from assistant.steps.mail._people import People


class ForwardLetter(StepKind["ForwardLetter.Params"]):
    """Passes a letter on, whole, as a file. Gives `{message_id, account, to, subject, folder}`."""

    title = local("Forward a letter", "Переслать письмо")
    about = local("Passes a letter on, whole, as a file", "Пересылает письмо целиком, файлом")

    class Params(BaseModel):
        """The letter, to whom, and some words with it."""

        model_config = ConfigDict(extra="forbid")
        letter: str = Field(
            min_length=1,
            max_length=100,
            description="its id",
            title="Letter",
            json_schema_extra=in_russian("Письмо", "его номер"),
        )
        to: People = Field(
            min_length=1,
            max_length=100,
            description="names or addresses",
            title="To",
            json_schema_extra=in_russian("Кому", "имена или адреса"),
        )
        text: str = Field(default="", max_length=200_000, title="Text", json_schema_extra=in_russian("Текст"))

    effect = Effect.SENDS
    targets = ("to",)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        mail = context.use(Mail)
        to = await _people.addresses(params.to, mail, context.language)
        passed = Outgoing(forwards=params.letter, to=to, text=params.text)
        return _told.sent(await mail.send(passed, key=context.key), context.language)

    async def trace(self, params: Params, context: StepContext) -> Receipt | None:
        """By what was noted before the server was asked, then by the Message-ID in the mailbox."""
        found = await context.use(Mail).sent(context.key)
        return _told.proof(found, context.language) if found else None
