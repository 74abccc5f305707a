"""When events of a Google calendar take place: rules followed here, with the times that are unlike the others put in. Pure."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from assistant.calendar import resource
from assistant.calendar.resource import Resource
from assistant.domain.record import Event
from assistant.domain.recurrence import ending, occurrences

logger = logging.getLogger(__name__)
Placed = tuple[str, Event]
"""The id of an event that recurs, or of a single one, and the event at one of its times."""


def expand(
    found: Sequence[Resource], start: datetime, end: datetime, *, calendar: str, owner: str, zone: tzinfo | None
) -> Iterator[Placed]:
    """Every event within [start, end), in no order; `occurrence` is the server's id of one time."""
    unlike: dict[str, list[Resource]] = {}
    for each in found:
        if series := each.get("recurringEventId"):
            unlike.setdefault(str(series), []).append(each)
    for each in found:
        if resource.is_gone(each):
            continue
        try:
            event = resource.read(each, calendar, owner, zone)
            if series := str(each.get("recurringEventId", "")):
                times = [event.model_copy(update={"occurrence": str(each["id"])})]
            elif event.recurs:
                times = list(_times(str(each["id"]), event, unlike.get(str(each["id"]), ()), start, end, zone))
            else:
                times = [event]
        except (ValueError, KeyError, TypeError) as fault:
            logger.info("an event cannot be read: %s", type(fault).__name__)
            continue
        for one in times:
            if one.start < end and (one.end > start or one.start >= start):
                yield series or str(each["id"]), one


def _times(
    name: str, event: Event, unlike: Sequence[Resource], start: datetime, end: datetime, zone: tzinfo | None
) -> Iterator[Event]:
    replaced = {moment for each in unlike if (moment := resource.original_start(each, zone)) is not None}
    earlier = start - (event.end - event.start) - timedelta(days=1)
    times = occurrences(
        event.recurrence,
        event.start,
        earlier,
        end,
        zone=event.zone,
        skipped=(*event.skipped, *replaced),
        added=event.added,
    )
    for at in times:
        yield event.model_copy(
            update={
                "start": at,
                "end": ending(event.start.astimezone(UTC), event.end.astimezone(UTC), at, days=event.all_day),
                "occurrence": resource.occurrence_id(name, at, days=event.all_day),
            }
        )
