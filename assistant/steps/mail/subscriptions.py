"""`mail.subscriptions`: who can be unsubscribed from."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json, Language
from assistant.domain.letter import Subscription
from assistant.domain.run import StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Mail
from assistant.steps.mail import _account, _told
from assistant.wording import letters

_NOTE: dict[Language, str] = {"en": "letters: {letters}, unread: {unread}", "ru": "писем: {letters}, непрочитанных: {unread}"}


class Subscriptions(StepKind["Subscriptions.Params"]):
    """Gathers letters that say how to be rid of them, by sender, the most frequent first.

    Gives a list of `{letter, text, about, note, at, email, letters, unread}`, items for `say`; `letter` is the newest one.
    """

    title = local("List subscriptions", "Перечислить рассылки")
    about = local("Lists who can be unsubscribed from", "Перечисляет, от чьих рассылок можно отписаться")

    class Params(BaseModel):
        """Where, and how far back."""

        model_config = ConfigDict(extra="forbid")
        account: str = Field(default="", max_length=300, title="Mailbox", json_schema_extra=in_russian("Почтовый ящик"))
        days: int = Field(
            default=180,
            ge=1,
            le=3_650,
            description="how many days back",
            title="Days",
            json_schema_extra=in_russian("Дней", "за сколько последних дней"),
        )
        limit: int = Field(
            default=50,
            ge=1,
            le=500,
            description="how many at most",
            title="At most",
            json_schema_extra=in_russian("Не больше", "сколько самое большее"),
        )

    untrusted = True

    async def run(self, params: Params, context: StepContext) -> StepResult:
        since = context.now - timedelta(days=params.days)
        found = await context.use(Mail).subscriptions(await _account.chosen(params.account, context), since, limit=params.limit)
        heads = [each.newest for each in found]
        return StepResult(value=[_item(each, context.language) for each in found], sources=_told.sources(heads))


def _item(found: Subscription, language: Language) -> Json:
    newest = found.newest
    return {
        "letter": newest.id,
        "text": letters.who(newest.sender),
        "about": newest.subject,
        "note": _NOTE[language].format(letters=found.letters, unread=found.unread),
        "at": newest.date.isoformat(),
        "email": newest.sender.email,
        "letters": found.letters,
        "unread": found.unread,
    }
