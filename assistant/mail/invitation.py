"""Invitations in letters: read out of a calendar part, and written as one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant.domain.letter import Address, CalendarPart, Invitation
from assistant.domain.recurrence import named

LONGEST = 1_000_000
"""Bytes of a calendar part that are looked at."""


def invitation(text: str, method: str) -> Invitation | None:
    """The invitation in a calendar text; None when it holds no event that can be read."""
    import icalendar  # 0.2 s that letters without invitations never pay

    if len(text) > LONGEST:
        return None
    try:
        calendar = icalendar.Calendar.from_ical(text)
        event = next(iter(calendar.walk("VEVENT")), None)
        return _read(event, str(calendar.get("METHOD") or method or "PUBLISH")) if event is not None else None
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        # The library has many ways to say that a text is no calendar.
        return None


def _read(event: Any, method: str) -> Invitation:
    start = _moment(event, "DTSTART")
    begins = event.decoded("DTSTART") if start else None
    all_day = begins is not None and not isinstance(begins, datetime)
    return Invitation(
        method=method.upper()[:20],
        uid=str(event.get("UID") or "")[:500],
        title=" ".join(str(event.get("SUMMARY") or "").split())[:500],
        start=start,
        end=_end(event, start, all_day=all_day),
        all_day=all_day,
        place=" ".join(str(event.get("LOCATION") or "").split())[:500],
        organiser=_organiser(event),
        recurrence=event["RRULE"].to_ical().decode() if "RRULE" in event else "",
        zone=begins.tzinfo.key if isinstance(begins, datetime) and isinstance(begins.tzinfo, ZoneInfo) else "",
        sequence=int(event.get("SEQUENCE") or 0),
    )


def _end(event: Any, start: datetime | None, *, all_day: bool) -> datetime | None:
    """As it is told, or by how long it is; of a day without an end the next midnight."""
    if (end := _moment(event, "DTEND")) is not None or start is None:
        return end
    length = event.decoded("DURATION") if "DURATION" in event else timedelta(days=1 if all_day else 0)
    return max(start + length, start)


def _moment(event: Any, name: str) -> datetime | None:
    if name not in event:
        return None
    value = event.decoded(name)
    if isinstance(value, datetime):
        # A time without a zone is that of whoever reads it.
        return value if value.tzinfo else value.astimezone()
    return datetime.combine(value, time(), UTC) if isinstance(value, date) else None


def _organiser(event: Any) -> Address | None:
    organiser = event.get("ORGANIZER")
    if organiser is None:
        return None
    email = str(organiser)
    email = email[7:] if email.lower().startswith("mailto:") else email
    return Address(name=str(organiser.params.get("CN", ""))[:200], email=email[:320])


_STATUS = {"waiting": "NEEDS-ACTION", "": "NEEDS-ACTION", "yes": "ACCEPTED", "no": "DECLINED", "maybe": "TENTATIVE"}


def calendar_text(part: CalendarPart, now: datetime) -> str:
    """The calendar part of a letter, as RFC 5546 has it."""
    import icalendar  # as above

    calendar, event = icalendar.Calendar(), icalendar.Event()
    for name, value in (("prodid", "-//Symbiote//EN"), ("version", "2.0"), ("method", part.method)):
        calendar.add(name, value)
    event.add("uid", part.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", part.sequence)
    event.add("summary", part.title)
    event.add("dtstart", _written(part, part.start))
    event.add("dtend", _written(part, part.end))
    if part.recurrence:
        event.add("rrule", icalendar.prop.vRecur.from_ical(part.recurrence))
    for name, value in (("location", part.place), ("description", part.about)):
        if value:
            event.add(name, value)
    event.add("organizer", _person(icalendar, part.organiser.email, part.organiser.name), encode=False)
    for guest in part.attendees:
        person = _person(icalendar, guest.email, guest.name)
        person.params["PARTSTAT"] = icalendar.vText(_STATUS[guest.answer])
        if part.method == "REQUEST":
            person.params["RSVP"] = icalendar.vText("TRUE")
        event.add("attendee", person, encode=False)
    event.add("status", "CANCELLED" if part.method == "CANCEL" else "CONFIRMED")
    calendar.add_component(event)
    if part.recurrence:
        calendar.add_missing_timezones()
    text: bytes = calendar.to_ical()
    return text.decode()


def _person(library: Any, email: str, name: str) -> Any:
    person = library.vCalAddress(f"mailto:{email}")
    if name:
        person.params["CN"] = library.vText(" ".join(name.replace('"', "").split()))
    return person


def _written(part: CalendarPart, moment: datetime) -> date:
    """What recurs in wall time of its zone; all else in UTC; whole days as days."""
    if part.all_day:
        return moment.date()
    zone = named(part.zone) if part.recurrence else None
    return moment.astimezone(zone or UTC)
