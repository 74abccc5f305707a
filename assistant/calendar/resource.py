"""Events in the words of Google Calendar, to and from the owner's. Pure."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from assistant.domain.record import Attendance, Event, Guest
from assistant.domain.recurrence import bounded, named

Resource = Mapping[str, Any]
FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
MARK = "symbiote"
"""The private property that says under which step an event was written last."""
_ANSWERS: Mapping[str, Attendance] = {"needsAction": "waiting", "accepted": "yes", "declined": "no", "tentative": "maybe"}
RESPONSES: Mapping[str, str] = {answer: name for name, answer in _ANSWERS.items()}
_NO_TIME = frozenset({"workingLocation", "birthday"})
_TAG, _BREAK = re.compile(r"<[^>]{0,2000}>"), re.compile(r"<\s*(?:br|/p|/li|/div)\b[^>]{0,200}>", re.IGNORECASE)
LONGEST = 8_000
"""Characters of a description that are taken."""


def event_id(key: str, calendar: str) -> str:
    """The id of the event that is added under a step's key: the same key gives the same id, so that it is there once."""
    return base64.b32hexencode(hashlib.sha256(f"{calendar} {key}".encode()).digest()[:20]).decode().lower()


def mark(key: str) -> str:
    """What is left at an event by the step with this key."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def is_marked(resource: Resource, key: str) -> bool:
    """Whether the step with this key wrote it last."""
    private = resource.get("extendedProperties", {}).get("private", {})
    return bool(private.get(MARK) == mark(key))


def is_gone(resource: Resource) -> bool:
    """Whether it was taken out."""
    return bool(resource.get("status") == "cancelled")


# --- from Google ---


def read(resource: Resource, calendar: str, owner: str, zone: tzinfo | None) -> Event:
    """An event of the calendar with this title, of the account with the address `owner`; whole days are those of `zone`.

    Raises ValueError, KeyError for what is no event.
    """
    start, end = _moment(resource["start"], zone), _moment(resource["end"], zone)
    rule, skipped, added = _recurrence(resource.get("recurrence", ()), start)
    attendees: Sequence[Resource] = resource.get("attendees", ())
    mine = next((each for each in attendees if each.get("self")), None)
    organiser = _organiser(resource, owner)
    return Event(
        text=" ".join(str(resource.get("summary", "")).split())[:2_000] or "—",
        start=start,
        end=max(end, start),
        all_day="date" in resource["start"],
        recurrence=rule,
        place=" ".join(str(resource.get("location", "")).split())[:1_000],
        uid=str(resource.get("iCalUID", "")),
        zone="" if "date" in resource["start"] else _zone_of(resource),
        skipped=skipped,
        added=added,
        about=_plain(str(resource.get("description", ""))),
        guests=tuple(_guest(each) for each in attendees if not each.get("self") and not each.get("resource")),
        organiser=organiser,
        answer=_ANSWERS.get(str(mine.get("responseStatus")), "waiting") if mine is not None and organiser else "",
        free=resource.get("transparency") == "transparent" or resource.get("eventType") in _NO_TIME,
        video=_video(resource),
        link=str(resource.get("htmlLink", "")),
        calendar=calendar,
        version=str(resource.get("etag", "")),
    )


def original_start(resource: Resource, zone: tzinfo | None) -> datetime | None:
    """The time of its series that this event stands for."""
    found = resource.get("originalStartTime")
    return _moment(found, zone) if found else None


def span(resource: Resource, zone: tzinfo | None) -> tuple[datetime, datetime]:
    """From its first beginning to its last end, as far as that is known."""
    start, end = _moment(resource["start"], zone), _moment(resource["end"], zone)
    return (start, FOREVER) if resource.get("recurrence") else (start, max(end, start + timedelta(microseconds=1)))


def occurrence_id(series: str, at: datetime, *, days: bool) -> str:
    """The id of one time of an event that recurs."""
    return f"{series}_{at.strftime('%Y%m%d')}" if days else f"{series}_{at.astimezone(UTC).strftime('%Y%m%dT%H%M%SZ')}"


def _moment(value: Resource, zone: tzinfo | None) -> datetime:
    if "date" in value:
        return datetime.combine(date.fromisoformat(value["date"]), time(), zone)
    found = datetime.fromisoformat(value["dateTime"])
    where = named(str(value.get("timeZone", "")))
    return found.astimezone(where or zone) if found.tzinfo else found.replace(tzinfo=where or zone)


def _zone_of(resource: Resource) -> str:
    zone = str(resource["start"].get("timeZone", ""))
    return zone if named(zone) else ""


def _recurrence(lines: Sequence[str], start: datetime) -> tuple[str, tuple[datetime, ...], tuple[datetime, ...]]:
    """The rule, what is left out and what is added."""
    rule = ""
    skipped: list[datetime] = []
    added: list[datetime] = []
    for line in lines:
        name, _colon, value = line.partition(":")
        kind = name.partition(";")[0].upper()
        if kind == "RRULE" and not rule:
            rule = bounded(value, start)
        elif kind in ("EXDATE", "RDATE"):
            (skipped if kind == "EXDATE" else added).extend(_dates(name, value, start))
    return rule, tuple(skipped), tuple(added)


def _dates(name: str, value: str, start: datetime) -> list[datetime]:
    zone = named(name.partition("TZID=")[2].partition(";")[0]) or start.tzinfo
    found = []
    for each in value.split(","):
        text = each.partition("/")[0].strip()
        for form in ("%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M%S", "%Y%m%d"):
            try:
                moment = datetime.strptime(text, form)  # noqa: DTZ007 - its zone comes with the next line
            except ValueError:
                continue
            found.append(moment.replace(tzinfo=UTC if form.endswith("Z") else zone))
            break
    return found


def _organiser(resource: Resource, owner: str) -> str:
    """Who else arranged it, or put it into the calendar; empty for the owner himself."""
    for role in ("organizer", "creator"):
        person = resource.get(role, {})
        email = str(person.get("email", ""))
        if email and email.lower() != owner.lower() and not (role == "organizer" and person.get("self")):
            return email
    return ""


def _guest(attendee: Resource) -> Guest:
    return Guest(
        email=str(attendee.get("email", ""))[:320],
        name=" ".join(str(attendee.get("displayName", "")).split())[:200],
        answer=_ANSWERS.get(str(attendee.get("responseStatus")), "waiting"),
    )


def _video(resource: Resource) -> str:
    entries = resource.get("conferenceData", {}).get("entryPoints", ())
    found = next((str(each.get("uri", "")) for each in entries if each.get("entryPointType") == "video"), "")
    return found or str(resource.get("hangoutLink", ""))


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).strip()[:LONGEST]


# --- to Google ---


def written(event: Event, zone: tzinfo | None) -> dict[str, Any]:
    """The body of a new event."""
    body: dict[str, Any] = {"summary": event.text, **times(event, zone)}
    if event.place:
        body["location"] = event.place
    if event.about:
        body["description"] = event.about
    if event.recurs:
        body["recurrence"] = recurrence_lines(event)
    if event.guests:
        body["attendees"] = [{"email": each.email, **({"displayName": each.name} if each.name else {})} for each in event.guests]
    return body


def changes(before: Event, after: Event, zone: tzinfo | None) -> dict[str, Any]:
    """The body of a patch that makes one event of the other."""
    body: dict[str, Any] = {}
    if (before.start, before.end, before.all_day) != (after.start, after.end, after.all_day):
        body |= times(after, zone, patch=True)
    for name, field in (("summary", "text"), ("location", "place"), ("description", "about")):
        if getattr(before, field) != getattr(after, field):
            body[name] = getattr(after, field)
    if (before.recurrence, before.skipped, before.added) != (after.recurrence, after.skipped, after.added):
        body["recurrence"] = recurrence_lines(after)
    return body


def times(event: Event, zone: tzinfo | None, *, patch: bool = False) -> dict[str, Any]:
    """Beginning and end; in a patch what was there before is taken away."""
    where = event.zone or _key(event.start.tzinfo) or _key(zone)

    def one(moment: datetime) -> dict[str, Any]:
        if event.all_day:
            day = moment.astimezone(zone).date().isoformat()
            return {"date": day, **({"dateTime": None, "timeZone": None} if patch else {})}
        found: dict[str, Any] = {"dateTime": moment.astimezone(named(where) or UTC).isoformat(timespec="seconds")}
        if where:
            found["timeZone"] = where
        return found | ({"date": None} if patch else {})

    return {"start": one(event.start), "end": one(event.end)}


def recurrence_lines(event: Event) -> list[str]:
    """Rule, exceptions and additions as RFC 5545 has them."""
    lines = [f"RRULE:{event.recurrence}"] if event.recurrence else []
    for name, moments in (("EXDATE", event.skipped), ("RDATE", event.added)):
        if moments and event.all_day:
            lines.append(f"{name};VALUE=DATE:" + ",".join(at.astimezone(event.start.tzinfo).strftime("%Y%m%d") for at in moments))
        elif moments:
            lines.append(f"{name}:" + ",".join(at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for at in moments))
    return lines


def video_request(key: str) -> dict[str, Any]:
    """Asks for a place for a video call, once for a key."""
    return {"createRequest": {"requestId": mark(key), "conferenceSolutionKey": {"type": "hangoutsMeet"}}}


def answered(resource: Resource, answer: Attendance) -> list[dict[str, Any]] | None:
    """The attendees with the owner's own answer; None when he is not among them."""
    attendees = [dict(each) for each in resource.get("attendees", ())]
    mine = next((each for each in attendees if each.get("self")), None)
    if mine is None:
        return None
    mine["responseStatus"] = RESPONSES[answer]
    return attendees


def _key(zone: tzinfo | None) -> str:
    return zone.key if isinstance(zone, ZoneInfo) else ""


def restoring(before: Resource) -> dict[str, Any]:
    """The body that makes an event what it was."""
    kept: dict[str, Any] = {name: before.get(name) for name in ("summary", "location", "description", "recurrence")}
    for side in ("start", "end"):
        kept[side] = {"date": None, "dateTime": None, "timeZone": None, **before[side]}
    return kept | {"status": before.get("status", "confirmed")}


def is_same(one: Resource, other: Resource) -> bool:
    """Whether nothing of what an owner would call a change lies between two readings of an event."""
    return all(
        one.get(name) == other.get(name) for name in ("summary", "location", "description", "recurrence", "status")
    ) and all(_moment(one[side], UTC) == _moment(other[side], UTC) for side in ("start", "end"))
