"""iCalendar (RFC 5545) text from and to events. Pure: no files, no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from icalendar import Calendar, Component
from icalendar import Event as Entry
from icalendar.prop import vRecur

from assistant.domain.record import Event, Record
from assistant.domain.recurrence import is_valid

MOST = 5_000
"""Events taken from one file."""
MAX_CHARACTERS = 5_000_000


class NotACalendar(ValueError):
    """The text cannot be taken: it is `large`, or `unreadable` as iCalendar."""


def read(text: str, zone: tzinfo | None) -> Iterator[Event]:
    """The events in a file; times without a zone are in `zone`. Raises NotACalendar.

    A rule we cannot follow is left out (the event stays, once); so is an event without a start.
    """
    if len(text) > MAX_CHARACTERS:
        raise NotACalendar("large")
    try:
        entries = Calendar.from_ical(text).walk("VEVENT")
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise NotACalendar("unreadable") from error
    for entry in entries[:MOST]:
        event = _event(entry, zone)
        if event is not None:
            yield event


def write(records: Sequence[Record], stamp: datetime) -> str:
    """Events as an iCalendar file. `stamp` is the time it is written at."""
    calendar = Calendar()
    calendar.add("prodid", "-//Symbiote//EN")
    calendar.add("version", "2.0")
    for record in records:
        if isinstance(record.body, Event):
            calendar.add_component(_entry(record.id, record.body, stamp))
    text: bytes = calendar.to_ical()
    return text.decode()


def _event(entry: Component, zone: tzinfo | None) -> Event | None:
    try:
        begins = entry.decoded("dtstart")
        ends = entry.decoded("dtend") if "dtend" in entry else begins + entry.decoded("duration") if "duration" in entry else None
        rule: Any = entry.get("rrule")
        recurrence = rule.to_ical().decode() if rule is not None else ""
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    all_day = not isinstance(begins, datetime)
    start = _moment(begins, zone)
    end = _moment(ends, zone) if ends is not None else start + (timedelta(days=1) if all_day else timedelta(hours=1))
    return Event(
        text=str(entry.get("summary", "")).strip() or "—",
        start=start,
        end=max(end, start),
        all_day=all_day,
        recurrence=recurrence if is_valid(recurrence, start) else "",
        place=str(entry.get("location", "")).strip(),
        uid=str(entry.get("uid", "")),
    )


def _text(rule: vRecur) -> str:
    written: bytes = rule.to_ical()  # type: ignore[no-untyped-call]  # icalendar leaves its values untyped
    return written.decode()


def _moment(value: date, zone: tzinfo | None) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    return datetime.combine(value, datetime.min.time(), zone)


def _entry(identity: str, event: Event, stamp: datetime) -> Entry:
    entry = Entry()
    entry.add("uid", event.uid or f"{identity}@symbiote")
    entry.add("dtstamp", stamp.astimezone(UTC))
    entry.add("summary", event.text)
    entry.add("dtstart", event.start.date() if event.all_day else _written(event, event.start))
    entry.add("dtend", event.end.date() if event.all_day else _written(event, event.end))
    if event.place:
        entry.add("location", event.place)
    if event.recurrence:
        entry.add("rrule", vRecur.from_ical(event.recurrence))
    return entry


def _written(event: Event, moment: datetime) -> datetime:
    """What recurs is written in local wall time, so that nine o'clock stays nine o'clock; a single time in UTC."""
    return moment.replace(tzinfo=None) if event.recurrence else moment.astimezone(UTC)
