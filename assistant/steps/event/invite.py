"""`event.invite`: put something into the calendar and invite people."""

from __future__ import annotations

from pydantic import Field

from assistant.domain.calendar import Wish
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, in_russian, local
from assistant.ports import Calendars, Mail
from assistant.steps.event import _guests, _told
from assistant.steps.event._planned import Planned, planned, that_invites
from assistant.wording import calendars
from assistant.wording.people import People, addresses


class InviteToEvent(StepKind["InviteToEvent.Params"]):
    """Puts an event into a calendar and sends its guests an invitation. Gives the event.

    Guests are addresses, or names of people letters were exchanged with. The calendar sends the invitations itself where it does that
    (Google), else they go by mail from the default mailbox. All else as for `event.add`.
    """

    title = local("Invite to an event", "Пригласить на встречу")
    about = local("Puts an event into the calendar and invites people", "Ставит событие в календарь и приглашает людей")

    class Params(Planned):
        """What, when, and who."""

        guests: People = Field(
            min_length=1,
            max_length=100,
            description="names or addresses",
            title="Guests",
            json_schema_extra=in_russian("Гости", "имена или адреса"),
        )

    effect = Effect.SENDS
    targets = ("guests",)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port, mail = context.use(Calendars), context.use(Mail)
        invited = _guests.guests(await addresses(params.guests, mail, context.language))
        event = planned(params, context).model_copy(update={"guests": invited})
        named = await calendars.to_write(params.calendar, port, context.decided, context.language)
        calendar = await that_invites(port, named)
        wish = Wish(calendar=calendar.id, video=params.video, tell=True)
        if not calendar.invites:
            event = event.model_copy(update={"uid": _guests.uid_of(context.key, await mail.account("")), "version": "0"})
            await _guests.tell(event, "REQUEST", context)
        return _told.given(await port.add(event, wish, key=context.key), context)

    async def trace(self, params: Params, context: StepContext) -> Receipt | StepResult | None:
        """By the event in the calendar, or the letter among those sent."""
        return await _guests.proven(context)
