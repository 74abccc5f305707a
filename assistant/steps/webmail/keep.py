"""`webmail.keep`: where a mailbox is in the browser, kept in the owner's table."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json, Language
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.table import Column
from assistant.errors import NotFound
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Tables
from assistant.steps.webmail import _mailbox

_COLUMNS: dict[Language, tuple[str, ...]] = {
    "en": ("Name", "Address", "Item", "From", "Subject", "Opening", "When", "Link", "Next", "Text"),
    "ru": ("Название", "Адрес", "Письмо", "От кого", "Тема", "Начало", "Когда", "Ссылка", "Дальше", "Текст"),
}


class KeepWebmail(StepKind["KeepWebmail.Params"]):
    """Adds a mailbox to the owner's table of mailboxes in the browser, which is made when there is none. Gives `{name, address}`.

    The other columns are for selectors: of a letter in the list, its sender, subject, time and link, of the next page and of the text.
    What is left empty is found by the structure of the page.
    """

    title = local("Keep a mailbox in the browser", "Запомнить почту в браузере")
    about = local("Keeps the address of your inbox in the browser", "Запоминает адрес входящих в браузере")

    class Params(BaseModel):
        """The mailbox."""

        model_config = ConfigDict(extra="forbid")
        address: str = Field(
            min_length=4,
            max_length=2_000,
            description="the address of the inbox",
            title="Address",
            json_schema_extra=in_russian("Адрес", "адрес папки «Входящие»"),
        )
        name: str = Field(
            default="",
            max_length=100,
            description="what it is called; empty: by its address",
            title="Name",
            json_schema_extra=in_russian("Название", "как называется; пусто — по адресу"),
        )

    effect = Effect.WRITES
    shorthand = "address"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port, names = context.use(Tables), _COLUMNS[context.language]
        address = params.address if "://" in params.address else f"https://{params.address}"
        name = params.name or urlsplit(address).hostname or address
        table = await self._table(context)
        if table is None:
            columns = [Column(name=column) for column in names]
            made = await port.create(_mailbox.TABLE[context.language], columns, key=context.key, language=context.language)
            table = made.name
        own = (await port.table(table)).columns
        row: dict[str, Json] = {own[0].name: name, own[1].name: address}
        (added,) = await port.add(table, [row], key=f"{context.key}:row", language=context.language, today=context.now.date())
        receipt = Receipt(kind="table", id=str(added.id), summary=f"{table}: {name}")
        return StepResult(value={"name": name, "address": address}, receipt=receipt)

    async def _table(self, context: StepContext) -> str | None:
        for name in (_mailbox.TABLE[context.language], *_mailbox.TABLE.values()):
            with suppress(NotFound):
                return (await context.use(Tables).table(name)).name
        return None

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        port = context.use(Tables)
        await port.revert(f"{context.key}:row")
        await port.revert(context.key)
        return f"Убрана почта: {receipt.summary}" if context.language == "ru" else f"Mailbox removed: {receipt.summary}"
