"""Telling guests: by the calendar itself where it does that, else by letters that calendars understand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Literal

from assistant.domain.base import Language
from assistant.domain.letter import Address, CalendarPart, FoundLetter, MailAccount, Outgoing
from assistant.domain.record import Event, Guest
from assistant.domain.run import Receipt, Source, StepResult
from assistant.extensions.steps import StepContext
from assistant.ports import Mail
from assistant.steps.event import _told
from assistant.wording import records

Method = Literal["REQUEST", "CANCEL", "REPLY"]
_SUBJECTS: Mapping[Method, Mapping[Language, str]] = {
    "REQUEST": {"en": "Invitation: {event}", "ru": "Приглашение: {event}"},
    "CANCEL": {"en": "Cancelled: {event}", "ru": "Отменено: {event}"},
    "REPLY": {"en": "{answer}: {event}", "ru": "{answer}: {event}"},
}
ANSWERS: Mapping[str, Mapping[Language, str]] = {
    "yes": {"en": "Accepted", "ru": "Принято"},
    "no": {"en": "Declined", "ru": "Отклонено"},
    "maybe": {"en": "Tentative", "ru": "Под вопросом"},
}


async def tell(event: Event, method: Method, context: StepContext, *, uid: str = "", sequence: int = 0) -> None:
    """Send the guests of an event of this computer its letter, once for the step's key. Raises StepRefused without a mailbox."""
    mail = context.use(Mail)
    account = await mail.account("")
    line = records.body_line(event, context.now, context.language)
    part = CalendarPart(
        method=method,
        uid=uid or event.uid or uid_of(context.key, account),
        title=event.text,
        start=event.start,
        end=event.end,
        all_day=event.all_day,
        recurrence=event.recurrence,
        zone=event.zone or str(context.now.tzinfo or ""),
        place=event.place,
        about=event.about,
        organiser=Address(name=account.name, email=account.email),
        attendees=event.guests,
        sequence=sequence,
    )
    letter = Outgoing(
        account=account.id,
        to=tuple(Address(name=guest.name, email=guest.email) for guest in event.guests),
        subject=_SUBJECTS[method][context.language].format(event=event.text),
        text="\n\n".join(text for text in (line, event.about) if text),
        calendar=part,
    )
    await mail.send(letter, key=context.key)


def uid_of(key: str, account: MailAccount) -> str:
    """The name of an event for all who are invited; the same key gives the same."""
    domain = account.email.rpartition("@")[2] or "localhost"
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}"


def reply(part: CalendarPart, answer: Literal["yes", "no", "maybe"], account: MailAccount, language: Language) -> Outgoing:
    """The letter that answers an invitation that came by letter."""
    said = ANSWERS[answer][language]
    mine = Guest(email=account.email, name=account.name, answer=answer)
    return Outgoing(
        account=account.id,
        to=(part.organiser,),
        subject=_SUBJECTS["REPLY"][language].format(answer=said, event=part.title),
        text=f"{said}: {part.title}",
        calendar=part.model_copy(update={"attendees": (mine,)}),
    )


async def proven(context: StepContext) -> Receipt | StepResult | None:
    """Whether it was done before a crash: by the calendar, else by the letter."""
    if (result := await _told.proven(context)) is not None:
        return result
    mail = context.use(Mail)
    if not await mail.accounts():
        return None
    sent = await mail.sent(context.key)
    return Receipt(kind="letter", id=sent.message_id, summary=sent.subject) if sent is not None else None


def guests(people: Sequence[Address]) -> tuple[Guest, ...]:
    """Who is invited."""
    return tuple(Guest(email=each.email, name=each.name) for each in people)


def next_sequence(event: Event) -> int:
    """The number of the next change of an event of this computer that others know of."""
    return int(event.version) + 1 if event.version.isdigit() else 1


def here(moment: datetime, now: datetime, *, days: bool) -> datetime:
    """A time of an invitation where the owner is; of whole days the midnight of the same day."""
    return datetime.combine(moment.date(), time(), now.tzinfo) if days else moment.astimezone(now.tzinfo)


def letter_source(found: FoundLetter) -> Source:
    """Who wrote a letter."""
    return Source(kind="mail", who=str(found.head.sender), title=found.head.subject, excerpt=found.head.opening[:200])
