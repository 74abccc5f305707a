"""`mail.draft`: keep a letter among the drafts."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions import StepContext, StepKind
from assistant.ports import Mail
from assistant.steps.mail import _people, _told
from assistant.steps.mail._people import People
from assistant.wording import letters


class DraftLetter(StepKind["DraftLetter.Params"]):
    """Keeps a letter among the drafts of the mailbox, where any mail program finds it. Gives `{message_id, account, to, subject, folder}`."""

    class Params(BaseModel):
        """The letter; what `mail.prepare` gives fits."""

        model_config = ConfigDict(extra="forbid")
        to: People = Field(default_factory=list, max_length=100, description="names or addresses")
        cc: People = Field(default_factory=list, max_length=100)
        subject: str = Field(default="", max_length=1_000)
        text: str = Field(max_length=200_000)
        account: str = Field(default="", max_length=300)
        answers: str = Field(default="", max_length=100, description="the id of the letter it answers")
        forwards: str = Field(default="", max_length=100, description="the id of the letter that goes with it")

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
