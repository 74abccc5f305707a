"""`webmail.list`: a page of the letters a mailbox in the browser shows."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.page import Visit
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Sites
from assistant.steps.webmail import _mailbox


class ListWebLetters(StepKind["ListWebLetters.Params"]):
    """Opens the list of letters of a mailbox in the browser and reads it. Gives `{mailbox, address, login, letters, next}`.

    Each letter is `{sender, email, subject, opening, when, today, link, unread, open, weight}`; `open` says whether it is worth reading by the
    rules for important letters. `login` is true when the page asks who is there: the owner signs in himself. The mailbox is described
    in the owner's table: its address, and selectors where the structure of the page does not say it by itself.
    """

    title = local("List letters in the browser", "Письма в браузере")
    about = local("Reads the list of letters of a mailbox open in the browser", "Читает список писем почты, открытой в браузере")

    class Params(BaseModel):
        """Which mailbox, and which page of it."""

        model_config = ConfigDict(extra="forbid")
        mailbox: str = Field(
            default="",
            max_length=100,
            description="its name in the table; empty: the first",
            title="Mailbox",
            json_schema_extra=in_russian("Почта", "название в таблице; пусто — первая"),
        )
        address: str = Field(
            default="",
            max_length=2_000,
            description="the address of a further page; empty: the inbox",
            title="Page",
            json_schema_extra=in_russian("Страница", "адрес следующей страницы; пусто — входящие"),
        )

    untrusted = True
    shorthand = "mailbox"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        mailbox = await _mailbox.mailbox(params.mailbox, context)
        visit = Visit(run=context.run, key=context.key, language=context.language)
        page = await context.use(Sites).letters(mailbox, params.address, context.now, visit)
        shown: list[Json] = [each.model_dump(mode="json") for each in page.letters]
        return StepResult(
            value={
                "mailbox": mailbox.name,
                "address": mailbox.address,
                "login": page.login,
                "letters": shown,
                "next": page.next,
            },
            sources=tuple(_mailbox.source(each) for each in page.letters[:12]),
        )
