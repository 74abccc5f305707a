"""`event.add`: put something into the calendar."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.record import Event
from assistant.domain.run import Effect, Receipt, StepResult
from assistant.domain.value import Duration, Moment
from assistant.extensions import StepContext, StepKind, in_russian, local
from assistant.ports import Records
from assistant.steps.event._span import USUAL, start_of
from assistant.wording import records, undone
from assistant.wording.titles import title


class AddEvent(StepKind["AddEvent.Params"]):
    """Puts an event into the local calendar. Gives `{id, text, start, end, ...}` with `overlaps`, the events at the same time.

    `text` becomes a title ("встречу с Анной": "Встреча с Анной"). It is an hour long unless `duration` says otherwise; a day
    without a time makes an event of the whole day. A moment in the past is refused.
    """

    title = local("Add an event", "Добавить событие")
    about = local("Puts an event into the calendar", "Добавляет событие в календарь")

    class Params(BaseModel):
        """What, when and for how long."""

        model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
        text: str = Field(min_length=1, max_length=2_000, title="Text", json_schema_extra=in_russian("Текст"))
        when: Moment = Field(title="When", json_schema_extra=in_russian("Когда"))
        duration: Duration | None = Field(default=None, title="How long", json_schema_extra=in_russian("Сколько времени"))
        place: str = Field(default="", title="Place", json_schema_extra=in_russian("Место"))

    effect = Effect.WRITES

    async def run(self, params: Params, context: StepContext) -> StepResult:
        port, start = context.use(Records), start_of(params.when, context.now, context.language)
        event = Event(
            text=title(params.text),
            start=start,
            end=_end(start, params),
            all_day=not params.when.has_time,
            recurrence=params.when.recurrence,
            place=params.place,
        )
        record = await port.add("event", event, key=context.key)
        there = [] if event.all_day else await port.between("event", event.start, event.end)
        overlaps = [
            records.value(other)
            for other in there
            if other.id != record.id and isinstance(other.body, Event) and not other.body.all_day
        ]
        receipt = Receipt(kind="event", id=record.id, summary=records.line(record, context.now, context.language))
        return StepResult(value={**records.value(record), "overlaps": overlaps}, receipt=receipt)

    async def undo(self, receipt: Receipt, context: StepContext) -> str:
        return undone.sentence(await context.use(Records).revert(context.key), context.now, context.language)


def _end(start: datetime, params: AddEvent.Params) -> datetime:
    if params.when.has_time:
        return start + (timedelta(seconds=max(params.duration.seconds, 60)) if params.duration else USUAL)
    days = max(1, round(params.duration.seconds / 86_400)) if params.duration else 1
    return datetime.combine(start.date() + timedelta(days=days), time(), start.tzinfo)
