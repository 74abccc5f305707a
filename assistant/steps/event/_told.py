"""What steps about events give, prove and say."""

from __future__ import annotations

from assistant.domain.base import Json
from assistant.domain.record import Event, Record
from assistant.domain.run import Receipt, StepResult
from assistant.errors import StepRefused
from assistant.extensions.steps import StepContext
from assistant.ports import Calendars
from assistant.wording import origins, records, undone


def given(record: Record, context: StepContext, **more: Json) -> StepResult:
    """An event that was written and read back, with its proof: its id and the version that was read."""
    event = event_of(record)
    identity = f"{event.occurrence or record.id} {event.version}".strip()
    receipt = Receipt(
        kind="event", id=identity, summary=records.line(record, context.now, context.language), link=event.link or event.video
    )
    return StepResult(value={**records.value(record), **more}, receipt=receipt, sources=origins.of_events([record]))


def event_of(record: Record) -> Event:
    """The event in a record. Raises StepRefused."""
    if not isinstance(record.body, Event):
        raise StepRefused(f"`{record.id}` is not an event.", ru=f"`{record.id}` — не событие.")
    return record.body


def check_own(event: Event, kind: str) -> None:
    """Raises StepRefused when others would have to decide."""
    if event.organiser and event.calendar:
        raise StepRefused(
            f"`{kind}` does not touch what somebody else has arranged; answer the invitation instead: “decline the invitation”.",
            ru=f"`{kind}` не меняет то, что назначил другой; ответьте на приглашение: «отклони приглашение».",
        )


def check_quiet(event: Event, kind: str, instead: str) -> None:
    """Raises StepRefused when others would have to be told, or decide."""
    check_own(event, kind)
    if event.guests:
        raise StepRefused(
            f"This event has guests, who must be told: use `{instead}`.",
            ru=f"У события есть гости, им нужно сообщить: возьмите шаг `{instead}`.",
        )


async def put_back(context: StepContext) -> str:
    """Undo what was done under the step's key."""
    return undone.sentence(await context.use(Calendars).revert(context.key), context.now, context.language)


async def proven(context: StepContext) -> StepResult | None:
    """What a send that was begun before a crash has done."""
    found = await context.use(Calendars).made(context.key)
    return given(found, context) if found is not None else None
