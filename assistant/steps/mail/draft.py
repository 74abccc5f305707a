"""`mail.draft`: keep a letter among the drafts."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.steps.mail import _people, _told
from assistant.steps.mail._people import People
from assistant.wording import letters


class DraftLetter(StepKind["DraftLetter.Params"]):
    """Keeps a letter among the drafts of the mailbox, where any mail program finds it. Gives `{message_id, account, to, subject, folder}`."""

    title = local("Draft a letter", "Черновик письма")
    about = local("Keeps a letter among the drafts", "Сохраняет письмо в черновики")

    class Params(BaseModel):
        """The letter; what `mail.prepare` gives fits."""

        model_config = ConfigDict(extra="forbid")
        to: People = Field(
            default_factory=list,
            max_length=100,
            description="names or addresses",
            title="To",
            json_schema_extra=in_russian("Кому", "имена или адреса"),
        )
        cc: People = Field(default_factory=list, max_length=100, title="Copy to", json_schema_extra=in_russian("Копия"))
        subject: str = Field(default="", max_length=1_000, title="Subject", json_schema_extra=in_russian("Тема"))
        text: str = Field(max_length=200_000, title="Text", json_schema_extra=in_russian("Текст"))
        account: str = Field(default="", max_length=300, title="Mailbox", json_schema_extra=in_russian("Почтовый ящик"))
        answers: str = Field(
            default="",
            max_length=100,
            description="the id of the letter it answers",
            title="Answers the letter",
            json_schema_extra=in_russian("Ответ на письмо", "номер письма, на которое это ответ"),
        )
        forwards: str = Field(
            default="",
            max_length=100,
            description="the id of the letter that goes with it",
            title="With the letter",
            json_schema_extra=in_russian("Вместе с письмом", "номер письма, которое идёт вместе"),
        )

    effect = Effect.WRITES

    async def run(self, params: Params, context: StepContext) -> StepResult:
        mail = context.use(Mail)
        said = params.model_dump(exclude={"answers", "forwards"})
        wanted = await _people.outgoing(mail, context.language, **said, bcc=())
        whole = wanted.model_copy(update={"answers": params.answers, "forwards": params.forwards})
        kept = await mail.draft(whole, key=context.key)
        summary = letters.sent_line(kept, context.language)
        return StepResult(value=letters.sent_value(kept), receipt=Receipt(kind="draft", id=kept.message_id, summary=summary))

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return await _told.put_back(context)
