"""`mail.send`: send a letter."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.steps.mail import _account, _people, _told
from assistant.steps.mail._people import People
from assistant.steps.mail._written import SAID, Written, enclosed


class SendLetter(StepKind["SendLetter.Params"]):
    """Sends a letter, once, and keeps a copy among those sent. Gives `{message_id, account, to, subject, folder, files}`.

    People are addresses, or names of those letters were exchanged with.
    """

    title = local("Send a letter", "Отправить письмо")
    about = local("Sends a letter, once, and keeps a copy", "Отправляет письмо один раз и сохраняет копию")

    class Params(Written):
        """The letter; what `mail.prepare` gives fits."""

        to: People = Field(
            min_length=1,
            max_length=100,
            description="names or addresses",
            title="To",
            json_schema_extra=in_russian("Кому", "имена или адреса"),
        )
        text: str = Field(min_length=1, max_length=200_000, title="Text", json_schema_extra=in_russian("Текст"))
        bcc: People = Field(
            default_factory=list, max_length=100, title="Blind copy to", json_schema_extra=in_russian("Скрытая копия")
        )

    effect = Effect.SENDS
    targets = ("to", "cc", "bcc", "files")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        mail = context.use(Mail)
        said = {**params.model_dump(exclude=set(SAID)), "account": await _account.chosen(params.account, context)}
        wanted = await _people.outgoing(mail, context.language, **said)
        files = await enclosed(params, context)
        whole = wanted.model_copy(update={"answers": params.answers, "forwards": params.forwards, "enclosed": files})
        return _told.sent(await mail.send(whole, key=context.key), context.language)

    async def trace(self, params: Params, context: StepContext) -> Receipt | None:
        """By what was noted before the server was asked, then by the Message-ID in the mailbox."""
        found = await context.use(Mail).sent(context.key)
        return _told.proof(found, context.language) if found else None
