"""`mail.prepare`: work a letter out before it is sent."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.letter import Address, Outgoing
from assistant.domain.run import Source, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.steps.mail import _account, _people, _told
from assistant.steps.mail._written import Written, enclosed


class PrepareLetter(StepKind["PrepareLetter.Params"]):
    """Works out a letter without sending it: the addresses of people named, for an answer also its subject.

    Gives `{account, to, cc, subject, text, answers, forwards, files, digests}`, to be shown with `approve` and sent with `mail.send`.
    """

    title = local("Prepare a letter", "Подготовить письмо")
    about = local(
        "Works out the addresses and subject of a letter without sending it", "Выясняет адреса и тему письма, не отправляя его"
    )

    class Params(Written):
        """The letter as it was said."""

        everybody: bool = Field(
            default=False,
            description="an answer to all who got the letter",
            title="Answer everybody",
            json_schema_extra=in_russian("Ответить всем", "ответ всем, кто получил письмо"),
        )

    untrusted = True

    async def run(self, params: Params, context: StepContext) -> StepResult:
        mail = context.use(Mail)
        copies = (Address(email="*"),) if params.everybody else await _people.addresses(params.cc, mail, context.language)
        wanted = Outgoing(
            account=await _account.chosen(params.account, context),
            to=await _people.addresses(params.to, mail, context.language),
            cc=copies,
            subject=params.subject,
            text=params.text,
            answers=params.answers,
            forwards=params.forwards,
            enclosed=await enclosed(params, context),
        )
        ready = await mail.prepare(wanted)
        people = ", ".join(str(each) for each in ready.to)
        source = Source(kind="mail", who=people, title=ready.subject)
        return StepResult(value=_told.prepared(ready, params.files), sources=(source,))
