"""iCalendar (RFC 5545) text from and to events. Pure: no files, no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from assistant.domain.record import Event, Record
from assistant.domain.recurrence import bounded, named

if TYPE_CHECKING:
    from icalendar import Component
    from icalendar import Event as Entry

MOST = 5_000
"""Events taken from one file."""
MOST_SKIPPED = 1_000
"""Occurrences left out of one rule."""
MAX_CHARACTERS = 5_000_000


class NotACalendar(ValueError):
    """The text cannot be taken: it is `large`, or `unreadable` as iCalendar."""


def read(text: str, zone: tzinfo | None) -> Iterator[Event]:
    """The events in a file; times without a zone are in `zone`. Raises NotACalendar.

    A rule we cannot follow is left out (the event stays, once); so is an event without a start, or one that was cancelled.
    One occurrence that was moved is an event of its own, and skipped in the rule it belongs to; a change to one and all that follow
    (RANGE=THISANDFUTURE) counts for that one only.
    """
    if len(text) > MAX_CHARACTERS:
        raise NotACalendar("large")
    from icalendar import Calendar  # 0.2 s and 2 MB that only files of calendars cost

    try:
        entries = Calendar.from_ical(text).walk("VEVENT")
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise NotACalendar("unreadable") from error
    replaced: dict[str, list[datetime]] = {}
    for entry in entries[:MOST]:
        if (moment := _replaces(entry, zone)) is not None:
            replaced.setdefault(_uid(entry), []).append(moment)
    for entry in entries[:MOST]:
        event = None if str(entry.get("status", "")).upper() == "CANCELLED" else _event(entry, zone)
        if event is None:
            continue
        if (moment := _replaces(entry, zone)) is not None:
            yield event.model_copy(update={"recurrence": "", "uid": f"{event.uid}/{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"})
        elif event.recurs:
            skipped = (*_dates(entry, "exdate", zone), *replaced.get(event.uid, ()))
            yield event.model_copy(update={"skipped": skipped[:MOST_SKIPPED]})
        else:
            yield event


def write(records: Sequence[Record], stamp: datetime) -> str:
    """Events as an iCalendar file. `stamp` is the time it is written at."""
    from icalendar import Calendar  # as above

    calendar = Calendar()
    calendar.add("prodid", "-//Symbiote//EN")
    calendar.add("version", "2.0")
    for record in records:
        if isinstance(record.body, Event):
            calendar.add_component(_entry(record.id, record.body, stamp))
    calendar.add_missing_timezones()
    text: bytes = calendar.to_ical()
    return text.decode()


def _event(entry: Component, zone: tzinfo | None) -> Event | None:
    try:
        begins = _first(entry.decoded("dtstart"))
        ends = _first(entry.decoded("dtend")) if "dtend" in entry else None
        if ends is None and "duration" in entry:
            ends = begins + _first(entry.decoded("duration"))
        rule: Any = _first(entry.get("rrule"))
        recurrence = rule.to_ical().decode() if rule is not None else ""
        all_day = not isinstance(begins, datetime)
        start = _moment(begins, zone)
        end = _moment(ends, zone) if ends is not None else start + (timedelta(days=1) if all_day else timedelta(hours=1))
        end = max(end, start)
        start.astimezone(UTC), end.astimezone(UTC)  # at the ends of time they cannot
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None
    added = tuple(_dates(entry, "rdate", zone))[:MOST_SKIPPED]
    return Event(
        text=str(_first(entry.get("summary", ""))).strip() or "—",
        start=start,
        end=end,
        all_day=all_day,
        recurrence=bounded(recurrence, start),
        place=str(_first(entry.get("location", ""))).strip(),
        uid=_uid(entry),
        zone="" if all_day or not (recurrence or added) or begins.tzinfo is None else _name(begins.tzinfo),
        added=added,
    )


def _first(value: Any) -> Any:
    """What is written more often than it may be counts once."""
    return next(iter(value), None) if isinstance(value, list) else value


def _uid(entry: Component) -> str:
    return str(_first(entry.get("uid", "")))


def _replaces(entry: Component, zone: tzinfo | None) -> datetime | None:
    """The occurrence of a recurring event that this entry stands for."""
    try:
        return _moment(_first(entry.decoded("recurrence-id")), zone) if "recurrence-id" in entry else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _dates(entry: Component, name: str, zone: tzinfo | None) -> Iterator[datetime]:
    """The beginnings that EXDATE takes out, or RDATE adds (of a period its beginning)."""
    found: Any = entry.get(name, [])
    for several in found if isinstance(found, list) else [found]:
        try:
            moments = [_moment(one.dt[0] if isinstance(one.dt, tuple) else one.dt, zone) for one in several.dts]
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        yield from moments


def _name(zone: tzinfo | None) -> str:
    return zone.key if isinstance(zone, ZoneInfo) else "UTC" if zone is UTC else ""


def _moment(value: date, zone: tzinfo | None) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    return datetime.combine(value, datetime.min.time(), zone)


def _entry(identity: str, event: Event, stamp: datetime) -> Entry:
    from icalendar import Event as Entry  # as above
    from icalendar.prop import vRecur

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
    for name, moments in (("exdate", event.skipped), ("rdate", event.added)):
        if event.recurs and moments:
            entry.add(name, [at.date() if event.all_day else _written(event, at) for at in moments])
    return entry


def _written(event: Event, moment: datetime) -> datetime:
    """What recurs is written in wall time, its zone's or the owner's, so that nine o'clock stays nine; a single time in UTC."""
    if not event.recurs:
        return moment.astimezone(UTC)
    zone = named(event.zone)
    return moment.astimezone(zone) if zone else moment.replace(tzinfo=None)
