"""`webmail.read`: one letter in the browser."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.market import WebLetter
from assistant.domain.page import Visit
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Sites
from assistant.steps.webmail import _mailbox


class ReadWebLetter(StepKind["ReadWebLetter.Params"]):
    """Opens a letter in the browser, reads it and weighs it by the rules for important letters.

    Gives the letter with `text`, `score`, `important` and `why`. The webmail marks it as read, as for a person.
    """

    title = local("Read a letter in the browser", "Прочитать письмо в браузере")
    about = local(
        "Opens a letter in the browser, reads it and tells whether it matters",
        "Открывает письмо в браузере, читает и говорит, важно ли оно",
    )

    class Params(BaseModel):
        """Which letter."""

        model_config = ConfigDict(extra="forbid")
        letter: WebLetter = Field(
            description="a letter as `webmail.list` gives it",
            title="Letter",
            json_schema_extra=in_russian("Письмо", "письмо, как его даёт `webmail.list`"),
        )
        mailbox: str = Field(
            default="",
            max_length=100,
            description="the mailbox's name in the table; empty: the first",
            title="Mailbox",
            json_schema_extra=in_russian("Почта", "название почты в таблице; пусто — первая"),
        )

    untrusted = True
    shorthand = "letter"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        mailbox = await _mailbox.mailbox(params.mailbox, context)
        visit = Visit(run=context.run, key=context.key, language=context.language)
        read = await context.use(Sites).letter(mailbox, params.letter, context.now, visit)
        value: dict[str, Json] = {
            **params.letter.model_dump(mode="json", exclude={"open", "weight"}),
            "text": read.text,
            "score": read.score,
            "important": read.important,
            "why": ", ".join(ru if context.language == "ru" else en for en, ru in read.reasons),
        }
        return StepResult(value=value, sources=(_mailbox.source(params.letter),))
