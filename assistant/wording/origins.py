"""Who wrote what stands in a calendar, when it was not the owner."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.domain.record import Event, Record
from assistant.domain.run import Source

MOST = 20


def of_events(found: Iterable[Record]) -> tuple[Source, ...]:
    """Where the words of these events come from: whoever invited the owner, or a file that was imported. His own come from nowhere."""
    foreign = [event for record in found if isinstance(event := record.body, Event) and is_foreign(event)]
    return tuple(
        Source(kind="calendar", who=event.organiser, title=event.text, link=event.link, excerpt=event.about[:200])
        for event in foreign[:MOST]
    )


def is_foreign(event: Event) -> bool:
    """Whether somebody else wrote it."""
    return bool(event.organiser) or (bool(event.uid) and not event.calendar and not event.guests)
