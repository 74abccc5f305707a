"""`event.answer`: accept or decline an invitation."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.base import Json
from assistant.domain.calendar import LOCAL, Wish
from assistant.domain.letter import CalendarPart, FoundLetter, Invitation
from assistant.domain.record import Event, Record
from assistant.domain.recurrence import bounded
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Calendars, Mail
from assistant.steps.event import _guests, _told
from assistant.wording import records

Answer = Literal["yes", "no", "maybe"]


class AnswerInvitation(StepKind["AnswerInvitation.Params"]):
    """Answers an invitation (`yes`, `no`, `maybe`) and tells its organiser; what is accepted stands in the calendar. Gives the event.

    The invitation is an event (`id`), or came in a letter (`letter`): then the calendar that knows it answers, or a letter does.
    """

    title = local("Answer an invitation", "Ответить на приглашение")
    about = local(
        "Accepts or declines an invitation and tells its organiser", "Принимает или отклоняет приглашение и сообщает организатору"
    )

    class Params(BaseModel):
        """Which invitation, and what to answer."""

        model_config = ConfigDict(extra="forbid")
        answer: Answer = Field(title="Answer", json_schema_extra=in_russian("Ответ"))
        id: str = Field(default="", max_length=2_000, title="Event", json_schema_extra=in_russian("Событие"))
        letter: str = Field(default="", max_length=100, title="Or letter", json_schema_extra=in_russian("Или письмо"))
        who: str = Field(
            default="",
            max_length=320,
            description="the address of the organiser; another one is refused",
            title="Organiser",
            json_schema_extra=in_russian("Организатор", "адрес организатора; другому не отвечать"),
        )
        text: str = Field(
            default="",
            max_length=2_000,
            description="what it is, as it is shown before it is sent",
            title="What it is",
            json_schema_extra=in_russian("Что это", "как показать перед отправкой"),
        )

    effect = Effect.SENDS
    untrusted = True
    targets = ("who", "answer")

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port = context.use(Calendars)
        if params.id:
            _check_organiser(_told.event_of(await port.get(params.id)).organiser, params.who)
            return _told.given(await port.answer(params.id, params.answer, key=context.key), context)
        if not params.letter:
            raise StepRefused("Say which invitation: an event or a letter.", ru="Скажите, какое приглашение: событие или письмо.")
        found = await context.use(Mail).read(params.letter)
        part = _part(found, params.answer)
        _check_organiser(part.organiser.email, params.who)
        known = await _known(port, part)
        if known is not None and _told.event_of(known).calendar:
            return _told.given(await port.answer(known.id, params.answer, key=context.key), context)
        return await self._by_letter(found, part, params.answer, known, context)

    async def _by_letter(
        self, found: FoundLetter, part: CalendarPart, answer: Answer, known: Record | None, context: StepContext
    ) -> StepResult:
        mail, port = context.use(Mail), context.use(Calendars)
        account = await mail.account(found.head.account)
        sent = await mail.send(_guests.reply(part, answer, account, context.language), key=context.key)
        event = Event(
            text=part.title or "—",
            start=_guests.here(part.start, context.now, days=part.all_day),
            end=_guests.here(part.end, context.now, days=part.all_day),
            all_day=part.all_day,
            recurrence=bounded(part.recurrence, part.start),
            zone=part.zone if part.recurrence else "",
            place=part.place,
            uid=part.uid,
            organiser=part.organiser.email,
            answer=answer,
        )
        value: dict[str, Json] = {"id": "", "collection": "event", **event.model_dump(mode="json")}
        if known is not None and answer == "no":
            await port.remove(known.id, key=context.key)
        elif known is not None:
            value = records.value(await port.change(known.id, event, key=context.key))
        elif answer != "no":
            value = records.value(await port.add(event, Wish(calendar=LOCAL), key=context.key))
        receipt = Receipt(kind="letter", id=sent.message_id, summary=sent.subject)
        return StepResult(value=value, receipt=receipt, sources=(_guests.letter_source(found),))

    async def trace(self, params: Params, context: StepContext) -> Receipt | StepResult | None:
        """By the answer at the event, or the letter among those sent."""
        return await _guests.proven(context)


def _check_organiser(real: str, said: str) -> None:
    """What was allowed for one organiser is not done for another."""
    if said and said.lower() != real.lower():
        raise StepRefused(f"The organiser is {real}, not {said}.", ru=f"Организатор — {real}, а не {said}.")


def _part(found: FoundLetter, answer: Answer) -> CalendarPart:
    """The answer as it goes back. Raises StepRefused for what is no invitation."""
    invitation: Invitation | None = found.letter.invitation
    if invitation is None or invitation.start is None or not invitation.uid:
        raise StepRefused("This letter holds no invitation.", ru="В этом письме нет приглашения.")
    organiser = invitation.organiser or found.letter.sender
    if organiser is None or invitation.method not in ("REQUEST", "PUBLISH"):
        raise StepRefused("This is no invitation that can be answered.", ru="На это приглашение нельзя ответить.")
    return CalendarPart(
        method="REPLY",
        uid=invitation.uid,
        title=invitation.title,
        start=invitation.start,
        end=invitation.end or invitation.start,
        all_day=invitation.all_day,
        recurrence=invitation.recurrence,
        zone=invitation.zone,
        place=invitation.place,
        organiser=organiser,
        sequence=invitation.sequence,
    )


async def _known(port: Calendars, part: CalendarPart) -> Record | None:
    """The same invitation in a calendar, first in one that answers by itself."""
    day = timedelta(days=1)
    found = [
        record
        for record in await port.between(part.start - day, part.end + day)
        if isinstance(event := record.body, Event) and event.uid == part.uid and event.organiser
    ]
    return next((each for each in found if _told.event_of(each).calendar), next(iter(found), None))
