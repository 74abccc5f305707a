"""`mail.draft`: keep a letter among the drafts."""

from __future__ import annotations

from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Mail
from assistant.steps.mail import _account, _people, _told
from assistant.steps.mail._written import SAID, Written, enclosed
from assistant.wording import letters


class DraftLetter(StepKind["DraftLetter.Params"]):
    """Keeps a letter among the drafts of the mailbox, where any mail program finds it. Gives `{message_id, account, to, subject, folder}`."""

    title = local("Draft a letter", "Черновик письма")
    about = local("Keeps a letter among the drafts", "Сохраняет письмо в черновики")

    class Params(Written):
        """The letter; what `mail.prepare` gives fits."""

    effect = Effect.WRITES
    targets = ("to", "cc", "files")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        mail = context.use(Mail)
        said = {**params.model_dump(exclude=set(SAID)), "account": await _account.chosen(params.account, context)}
        wanted = await _people.outgoing(mail, context.language, **said, bcc=())
        files = await enclosed(params, context)
        whole = wanted.model_copy(update={"answers": params.answers, "forwards": params.forwards, "enclosed": files})
        kept = await mail.draft(whole, key=context.key)
        summary = letters.sent_line(kept, context.language)
        return StepResult(value=letters.sent_value(kept), receipt=Receipt(kind="draft", id=kept.message_id, summary=summary))

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return await _told.put_back(context)
