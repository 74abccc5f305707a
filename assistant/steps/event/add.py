"""`event.add`: put something into the calendar."""

from __future__ import annotations

from assistant.domain.calendar import Wish
from assistant.domain.free import takes_time
from assistant.domain.record import Event
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.extensions.steps import StepContext, StepKind, local
from assistant.ports import Calendars
from assistant.steps.event import _told
from assistant.steps.event._planned import Planned, planned, that_invites
from assistant.wording import calendars, records


class AddEvent(StepKind["AddEvent.Params"]):
    """Puts an event into a calendar. Gives `{id, text, start, end, ...}` with `overlaps`, the events at the same time.

    `text` becomes a title ("встречу с Анной": "Встреча с Анной"). It is an hour long unless `duration` says otherwise; a day
    without a time makes an event of the whole day. A moment in the past is refused. Nobody is invited: `event.invite` does that.
    """

    title = local("Add an event", "Добавить событие")
    about = local("Puts an event into the calendar", "Добавляет событие в календарь")

    class Params(Planned):
        """What, when and for how long."""

    effect = Effect.WRITES
    targets = ("calendar",)

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port, event = context.use(Calendars), planned(params, context)
        named = await calendars.to_write(params.calendar, port, context.decided, context.language)
        calendar = (await that_invites(port, named)).id if params.video else named
        made = await port.add(event, Wish(calendar=calendar, video=params.video), key=context.key)
        there = [] if event.all_day else await port.between(event.start, event.end, fresh=False)
        overlaps = [
            records.value(other)
            for other in there
            if other.id != made.id and isinstance(other.body, Event) and takes_time(other.body)
        ]
        return _told.given(made, context, overlaps=overlaps)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return await _told.put_back(context)
