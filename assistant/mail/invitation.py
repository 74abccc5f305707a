"""An invitation in a letter: the first event of its calendar part."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from assistant.domain.letter import Address, Invitation

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
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # The library has many ways to say that a text is no calendar.
        return None


def _read(event: Any, method: str) -> Invitation:
    start = _moment(event, "DTSTART")
    return Invitation(
        method=method.upper()[:20],
        uid=str(event.get("UID") or "")[:500],
        title=" ".join(str(event.get("SUMMARY") or "").split())[:500],
        start=start,
        end=_moment(event, "DTEND") or start,
        place=" ".join(str(event.get("LOCATION") or "").split())[:500],
        organiser=_organiser(event),
        recurrence=event["RRULE"].to_ical().decode() if "RRULE" in event else "",
        sequence=int(event.get("SEQUENCE") or 0),
    )


def _moment(event: Any, name: str) -> datetime | None:
    if name not in event:
        return None
    value = event.decoded(name)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.combine(value, time(), UTC) if isinstance(value, date) else None


def _organiser(event: Any) -> Address | None:
    organiser = event.get("ORGANIZER")
    if organiser is None:
        return None
    email = str(organiser)
    email = email[7:] if email.lower().startswith("mailto:") else email
    return Address(name=str(organiser.params.get("CN", ""))[:200], email=email[:320])
