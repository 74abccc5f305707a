"""`mail.search`: find letters."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.letter import LetterQuery, Role
from assistant.domain.run import StepResult
from assistant.domain.value import Period
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.steps.mail import _account, _told
from assistant.steps.mail._people import Who
from assistant.wording import letters


class SearchLetters(StepKind["SearchLetters.Params"]):
    """Finds letters, newest first. Gives a list of `{id, subject, from, from_email, at, opening, unread, thread, ...}`.

    `text` are words in any form; `sender` and `to` a name or an address. With `fresh: false` the mailbox is not asked.
    """

    title = local("Find letters", "Найти письма")
    about = local("Finds letters by words, people, time and marks", "Находит письма по словам, людям, времени и отметкам")

    class Params(BaseModel):
        """Which letters; what is left out may be anything."""

        model_config = ConfigDict(extra="forbid")
        text: str = Field(default="", max_length=1_000, title="Text", json_schema_extra=in_russian("Текст"))
        sender: Who = Field(default="", max_length=300, title="From", json_schema_extra=in_russian("От кого"))
        to: Who = Field(default="", max_length=300, title="To", json_schema_extra=in_russian("Кому"))
        subject: str = Field(default="", max_length=300, title="Subject", json_schema_extra=in_russian("Тема"))
        period: Period | None = Field(default=None, title="Period", json_schema_extra=in_russian("Период"))
        since: datetime | None = Field(default=None, title="Since", json_schema_extra=in_russian("С какого времени"))
        until: datetime | None = Field(default=None, title="Until", json_schema_extra=in_russian("До какого времени"))
        account: str = Field(
            default="",
            max_length=300,
            description="a mailbox by its title or address",
            title="Mailbox",
            json_schema_extra=in_russian("Почтовый ящик", "ящик по названию или адресу"),
        )
        role: Role | None = Field(
            default=None,
            description="the folder by what it is for",
            title="Kind of folder",
            json_schema_extra=in_russian("Какая папка", "папка по назначению"),
        )
        folder: str = Field(default="", max_length=300, title="Folder", json_schema_extra=in_russian("Папка"))
        thread: str = Field(default="", max_length=100, title="Conversation", json_schema_extra=in_russian("Переписка"))
        unread: bool | None = Field(default=None, title="Unread", json_schema_extra=in_russian("Непрочитанное"))
        flagged: bool | None = Field(default=None, title="Flagged", json_schema_extra=in_russian("Отмечено флажком"))
        attachments: bool | None = Field(default=None, title="With attachments", json_schema_extra=in_russian("С вложениями"))
        bulk: bool | None = Field(
            default=None,
            description="written to many, or by a machine",
            title="Sent to many",
            json_schema_extra=in_russian("Рассылка", "написано многим или программой"),
        )
        limit: int = Field(default=20, ge=1, le=500, title="At most", json_schema_extra=in_russian("Не больше"))
        fresh: bool = Field(default=True, title="Ask the mailbox first", json_schema_extra=in_russian("Сначала спросить сервер"))

    untrusted = True
    shorthand = "text"

    async def run(self, params: Params, context: StepContext) -> StepResult:
        since = params.since or (params.period.start if params.period else None)
        until = params.until or (params.period.end if params.period else None)
        query = LetterQuery(
            since=_aware(since, context),
            until=_aware(until, context),
            role=params.role or "",
            account=await _account.chosen(params.account, context),
            **params.model_dump(exclude={"period", "since", "until", "role", "fresh", "account"}),
        )
        found = await context.use(Mail).search(query, fresh=params.fresh)
        return StepResult(value=[letters.value(head, context.language) for head in found], sources=_told.sources(found))


def _aware(moment: datetime | None, context: StepContext) -> datetime | None:
    return moment.replace(tzinfo=context.now.tzinfo) if moment is not None and moment.tzinfo is None else moment
