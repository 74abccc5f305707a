"""Calendars for the Google double: events that are put in, changed, answered, taken out, told by sync tokens."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.google.consent import OWNER
from tests.google.double import Call, Double, Refused

HOLIDAYS = "ru.russian#holiday@group.v.calendar.google.com"
Resource = dict[str, Any]


class Diary:
    """What lies in the calendars of the owner's account. `told` are the sendUpdates that came with what was written."""

    def __init__(self, google: Double) -> None:
        self.events: dict[tuple[str, str], Resource] = {}
        self.told: list[str] = []
        self.forgotten: set[str] = set()
        """Calendars whose next sync token is one Google does not know any more."""
        self.page = 1_000
        self.calendars: list[Resource] = [
            {"id": OWNER, "summary": OWNER, "primary": True, "accessRole": "owner", "timeZone": "Europe/Berlin"},
            {"id": "team@group.calendar.google.com", "summary": "Команда", "accessRole": "writer", "selected": True},
            {"id": HOLIDAYS, "summary": "Праздники", "accessRole": "reader"},
        ]
        self._count = 0
        self._changed: dict[tuple[str, str], int] = {}
        google.answers |= {
            "calendar.calendarList.list": lambda _call: {"items": self.calendars},
            "calendar.events.list": self._list,
            "calendar.events.get": self._get,
            "calendar.events.insert": self._insert,
            "calendar.events.patch": self._patch,
            "calendar.events.delete": self._delete,
        }

    def put(self, name: str, start: str, end: str, *, calendar: str = OWNER, **more: Any) -> Resource:
        """Somebody puts an event into a calendar; times such as `2026-05-06T10:00:00+03:00`, or days."""

        def side(text: str) -> Resource:
            return {"date": text} if len(text) == 10 else {"dateTime": text, "timeZone": more.get("zone", "Europe/Berlin")}

        owner = {"email": OWNER, "self": True}
        body = {"id": name, "summary": name, "start": side(start), "end": side(end), "creator": owner, "organizer": owner}
        return self._keep(calendar, body | {key: value for key, value in more.items() if key != "zone"})

    def change(self, name: str, *, calendar: str = OWNER, **more: Any) -> None:
        """Somebody changes it elsewhere."""
        self._keep(calendar, self.events[calendar, name] | more)

    def _keep(self, calendar: str, body: Resource) -> Resource:
        self._count += 1
        kept = {"status": "confirmed", "kind": "calendar#event", "iCalUID": f"{body['id']}@google.com", **body}
        kept |= {"etag": f'"{self._count}"', "htmlLink": f"https://calendar.google.com/event?eid={body['id']}"}
        self.events[calendar, body["id"]] = kept
        self._changed[calendar, body["id"]] = self._count
        return deepcopy(kept)

    # --- what the double answers ---

    def _list(self, call: Call) -> Any:
        token, calendar = call.params.get("syncToken", ""), call.params["calendarId"]
        if token and call.params.keys() & {"timeMin", "timeMax", "orderBy", "q", "updatedMin"}:
            raise Refused(400, "badRequest", "Sync token cannot be used with these")
        if token and calendar in self.forgotten:
            self.forgotten.remove(calendar)
            raise Refused(410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.")
        since = int(token or 0)
        found = [
            event
            for key, event in self.events.items()
            if key[0] == calendar
            and self._changed[key] > since
            and (token or event["status"] != "cancelled" or "recurringEventId" in event)
        ]
        first = int(call.params.get("pageToken") or 0)
        answer: Resource = {"kind": "calendar#events", "items": deepcopy(found[first : first + self.page])}
        if first + self.page < len(found):
            return answer | {"nextPageToken": str(first + self.page)}
        return answer | {"nextSyncToken": str(self._count)}

    def _get(self, call: Call) -> Any:
        return deepcopy(self._found(call))

    def _insert(self, call: Call) -> Any:
        calendar, body = call.params["calendarId"], deepcopy(call.body)
        self.told.append(call.params.get("sendUpdates", "none"))
        if (calendar, body["id"]) in self.events:
            raise Refused(409, "duplicate", "The requested identifier already exists.")
        if "conferenceData" in body:
            if call.params.get("conferenceDataVersion") != 1:
                raise Refused(400, "invalid", "conferenceDataVersion")
            entry = {"entryPointType": "video", "uri": "https://meet.google.com/abc-defg-hij"}
            body["conferenceData"] = {"entryPoints": [entry], "conferenceId": "abc-defg-hij"}
        owner = {"email": OWNER, "self": True}
        for guest in body.get("attendees", ()):
            guest.setdefault("responseStatus", "needsAction")
        return self._keep(calendar, {"creator": owner, "organizer": owner} | body)

    def _patch(self, call: Call) -> Any:
        event = self._found(call, gone=True)
        self.told.append(call.params.get("sendUpdates", "none"))
        if (wanted := call.headers.get("if-match")) and wanted != event["etag"]:
            raise Refused(412, "conditionNotMet", "Precondition Failed")
        merged = deepcopy(event)
        for name, value in call.body.items():
            if isinstance(value, dict):
                inner = {**merged.get(name, {}), **value}
                merged[name] = {key: part for key, part in inner.items() if part is not None}
            elif value is None:
                merged.pop(name, None)
            else:
                merged[name] = value
        return self._keep(call.params["calendarId"], merged)

    def _delete(self, call: Call) -> None:
        event = self._found(call)
        if event["status"] == "cancelled":
            raise Refused(410, "deleted", "Resource has been deleted")
        self.told.append(call.params.get("sendUpdates", "none"))
        self._keep(call.params["calendarId"], event | {"status": "cancelled"})

    def _found(self, call: Call, *, gone: bool = False) -> Resource:
        key = (call.params["calendarId"], call.params["eventId"])
        if key not in self.events and "_" in key[1]:
            self._make_time(key)
        if key not in self.events:
            raise Refused(404, "notFound", "Not Found")
        return self.events[key]

    def _make_time(self, key: tuple[str, str]) -> None:
        """One time of a series can be asked for though nobody has touched it yet."""
        series, _line, stamp = key[1].rpartition("_")
        if (master := self.events.get((key[0], series))) is None:
            return
        at = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        length = _moment(master["end"]) - _moment(master["start"])
        start, end = ({"dateTime": each.isoformat()} for each in (at, at + length))
        body = {name: value for name, value in master.items() if name != "recurrence"}
        self._keep(
            key[0], body | {"id": key[1], "recurringEventId": series, "originalStartTime": start, "start": start, "end": end}
        )


def _moment(side: Resource) -> datetime:
    return datetime.fromisoformat(side["dateTime"])


def hours(count: float) -> timedelta:
    """So many hours."""
    return timedelta(hours=count)
