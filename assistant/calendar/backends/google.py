"""Google Calendar: what is written carries the mark of its step and is read back; nothing of others is overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from assistant import clock
from assistant.calendar import resource
from assistant.calendar.expand import expand
from assistant.calendar.fetching import Ask, Fetching, known_event, parts
from assistant.domain.calendar import Calendar, Wish
from assistant.domain.google import GoogleUse
from assistant.domain.record import Attendance, Change, Event, Record
from assistant.errors import Conflict, NotFound, ServerRefused, StepRefused
from assistant.extensions.calendar import CalendarBackend, Reach
from assistant.google.accounts import GoogleAccounts
from assistant.settings import CalendarSettings
from assistant.store.calendars import CalendarJournal, KnownCalendars

if TYPE_CHECKING:
    from assistant.google.client import Client

_GONE = (404, 410)


class GoogleCalendar(CalendarBackend):
    """The calendars of every Google account that may be used for them. An event is named by account, calendar and Google's id."""

    needs = (GoogleAccounts, KnownCalendars, CalendarJournal)

    def __init__(self, reach: Reach) -> None:
        super().__init__(reach)
        self._fetching = Fetching(
            reach(GoogleAccounts), reach(KnownCalendars), lambda: reach(CalendarSettings).history_days, lambda: self.changed()
        )

    async def calendars(self, *, fresh: bool) -> Sequence[Calendar]:
        """As last known; fetched when nothing is known of an account yet."""
        return await self._fetching.calendars(fresh=fresh)

    async def refresh(self, calendar: str) -> None:
        """By sync token."""
        await self._fetching.refresh(calendar)

    # --- reading ---

    async def between(self, calendar: str, start: datetime, end: datetime, *, fresh: bool) -> Sequence[Record]:
        """Out of what is known; what is new is fetched before."""
        if fresh:
            await self._fetching.refresh(calendar)
        found = next((each for each in await self._known.calendars() if each.id == calendar), None)
        if found is None:
            return []
        rows = await self._known.within(calendar, start, end)
        placed = expand(rows, start, end, calendar=found.title, owner=found.account, zone=_zone())
        return [_record(f"{calendar}/{quote(name, safe='@')}", event, calendar) for name, event in placed]

    async def get(self, event: str) -> Record:
        """Asked just now."""
        return await self._as_record(event, await self._get(event))

    # --- writing ---

    async def add(self, calendar: str, event: Event, wish: Wish, *, key: str) -> Record:
        """Under an id that follows from the key: what is there already is this very event."""
        account, name, _event = parts(calendar)
        found = resource.event_id(key, calendar)
        body = {**resource.written(event, _zone()), "id": found, **_marked(key)}
        if wish.video:
            body["conferenceData"] = resource.video_request(key)
        identity = f"{calendar}/{found}"
        await self._journal.note(key, identity, None)
        more = {"conferenceDataVersion": 1} if wish.video else {}

        def work(client: Client) -> Any:
            request = client.calendar.events().insert(calendarId=name, body=body, sendUpdates=_told(wish.tell), **more)
            return client.ask(request, repeatable=True)

        try:
            await self._ask(account, "calendar.write", work)
        except ServerRefused as refused:
            if refused.status != 409:
                raise
        return await self._proven(key, identity)

    async def change(self, event: str, body: Event, *, tell: bool, key: str) -> Record:
        """Only what differs, and only if nobody else has changed it meanwhile."""
        raw = await self._get(event)
        if resource.is_marked(raw, key):
            return await self._proven(key, event)
        before = await self._as_record(event, raw)
        changed = resource.changes(_event_of(before), body, _zone())
        return await self._patch(event, raw, changed, body.version, tell=tell, key=key)

    async def answer(self, event: str, answer: Attendance, *, key: str) -> Record:
        """The owner's own line among those who are invited."""
        raw = await self._get(event)
        if resource.is_marked(raw, key):
            return await self._proven(key, event)
        attendees = resource.answered(raw, answer)
        if attendees is None:
            raise StepRefused(
                "You are not among those who are invited to this event.", ru="Вас нет среди приглашённых на это событие."
            )
        return await self._patch(event, raw, {"attendees": attendees}, str(raw.get("etag", "")), tell=True, key=key)

    async def remove(self, event: str, *, tell: bool, key: str) -> Record:
        """What it was is kept, to bring it back."""
        account, name, found = parts(event)
        noted = {change.event: change for change in await self._journal.noted(key)}
        before = noted[event].before if event in noted else None
        if before is None:
            before = await self._get(event)
            await self._journal.note(key, event, before)

        def work(client: Client) -> Any:
            request = client.calendar.events().delete(calendarId=name, eventId=found, sendUpdates=_told(tell))
            return client.ask(request)

        try:
            await self._ask(account, "calendar.write", work)
        except ServerRefused as refused:
            if refused.status not in _GONE:
                raise
        await self._journal.done(key, event, {"status": "cancelled"})
        await self._forget(event)
        return await self._as_record(event, before)

    async def _patch(
        self, event: str, raw: Mapping[str, Any], body: Mapping[str, Any], version: str, *, tell: bool, key: str
    ) -> Record:
        account, name, found = parts(event)
        await self._journal.note(key, event, raw)

        def work(client: Client) -> Any:
            request = client.calendar.events().patch(
                calendarId=name, eventId=found, body={**body, **_marked(key)}, sendUpdates=_told(tell)
            )
            if version:
                request.headers["If-Match"] = version
            return client.ask(request)

        try:
            await self._ask(account, "calendar.write", work)
        except ServerRefused as refused:
            # When an answer was lost and the question repeated, it is our own change that is in the way.
            if refused.status != 412 or not resource.is_marked(await self._get(event), key):
                raise _meanwhile(refused) from refused
        return await self._proven(key, event)

    async def _proven(self, key: str, event: str) -> Record:
        """Read back, and kept as done."""
        raw = await self._get(event)
        if not resource.is_marked(raw, key):
            raise Conflict(
                "It was changed by somebody else right afterwards; look at it.",
                ru="Сразу после этого событие изменил кто-то другой; проверьте его.",
            )
        await self._journal.done(key, event, raw)
        if (known := known_event(raw)) is not None:
            await self._known.take(_calendar_of(event), [known], [], "")
        return await self._as_record(event, raw)

    # --- proof, and back ---

    async def made(self, key: str) -> Record | None:
        """By the mark at the event."""
        for change in await self._journal.noted(key):
            try:
                raw = await self._get(change.event)
            except NotFound:
                if change.before is not None and change.after is not None:
                    return await self._as_record(change.event, change.before)
                continue
            if resource.is_marked(raw, key):
                return await self._as_record(change.event, raw)
        return None

    async def revert(self, key: str) -> Sequence[Change]:
        """Newest first; nothing that was changed since."""
        changes = []
        for done in await self._journal.noted(key):
            await self._journal.check_last(key, done.event)
            changes.append(await self._put_back(done.event, done.before, done.after))
            await self._journal.reverted(key, done.event)
        return changes

    async def _put_back(self, event: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Change:
        account, name, found = parts(event)
        now = await self._now(event)
        if after is not None and not resource.is_gone(after) and now is not None and not resource.is_same(now, after):
            raise _changed_since()

        def work(client: Client) -> Any:
            events = client.calendar.events()
            if before is None:
                return client.ask(events.delete(calendarId=name, eventId=found, sendUpdates="none"))
            body = resource.restoring(before)
            return client.ask(events.patch(calendarId=name, eventId=found, body=body, sendUpdates="none"))

        try:
            await self._ask(account, "calendar.write", work)
        except ServerRefused as refused:
            if before is not None or refused.status not in _GONE:
                raise
        if before is None:
            await self._forget(event)
        else:
            self._fetching.stale(_calendar_of(event))
        bodies = [
            None if each is None or resource.is_gone(each) else _event_of(await self._as_record(event, each))
            for each in (before, after)
        ]
        return Change(record=event, collection="event", before=bodies[0], after=bodies[1])

    async def _now(self, event: str) -> Mapping[str, Any] | None:
        try:
            return await self._get(event)
        except NotFound:
            return None

    async def _forget(self, event: str) -> None:
        self._fetching.stale(_calendar_of(event))
        await self._known.take(_calendar_of(event), [], [parts(event)[2]], "")

    # --- asking ---

    async def _get(self, event: str) -> Mapping[str, Any]:
        account, name, found = parts(event)
        try:
            raw: Mapping[str, Any] = await self._ask(
                account,
                "calendar.read",
                lambda client: client.ask(client.calendar.events().get(calendarId=name, eventId=found)),
            )
        except ServerRefused as refused:
            if refused.status not in _GONE:
                raise
            raise NotFound("That is not there any more.", ru="Этого больше нет.") from refused
        if resource.is_gone(raw):
            raise NotFound("That is not there any more.", ru="Этого больше нет.")
        return raw

    async def _ask(self, account: str, use: GoogleUse, question: Ask) -> Any:
        return await self._fetching.ask(account, use, question)

    async def _as_record(self, event: str, raw: Mapping[str, Any]) -> Record:
        calendar = _calendar_of(event)
        known = next((each for each in await self._known.calendars() if each.id == calendar), None)
        title, owner = (known.title, known.account) if known else ("Google", "")
        found = resource.read(raw, title, owner, _zone())
        if series := str(raw.get("recurringEventId", "")):
            return _record(f"{calendar}/{quote(series, safe='@')}", found.model_copy(update={"occurrence": event}), calendar)
        return _record(event, found, calendar)

    @property
    def _known(self) -> KnownCalendars:
        return self.reach(KnownCalendars)

    @property
    def _journal(self) -> CalendarJournal:
        return self.reach(CalendarJournal)


def _record(name: str, event: Event, calendar: str) -> Record:
    occurrence = event.occurrence
    if occurrence and not occurrence.startswith(calendar):
        event = event.model_copy(update={"occurrence": f"{calendar}/{quote(occurrence, safe='@')}"})
    at = event.start.astimezone(UTC)
    return Record(id=name, collection="event", body=event, created=at, updated=at)


def _calendar_of(event: str) -> str:
    return event.rpartition("/")[0]


def _event_of(record: Record) -> Event:
    assert isinstance(record.body, Event)  # noqa: S101 - made right here
    return record.body


def _marked(key: str) -> dict[str, Any]:
    return {"extendedProperties": {"private": {resource.MARK: resource.mark(key)}}}


def _told(tell: bool) -> str:
    return "all" if tell else "none"


def _zone() -> Any:
    return clock.now().tzinfo


def _meanwhile(refused: ServerRefused) -> Exception:
    if refused.status != 412:
        return refused
    return Conflict(
        "Somebody has changed this event meanwhile; nothing was overwritten. Look at it and say it again.",
        ru="Событие тем временем изменил кто-то другой; ничего не перезаписано. Посмотрите на него и повторите.",
    )


def _changed_since() -> Conflict:
    return Conflict(
        "It was changed again since, so it cannot be taken back by itself.",
        ru="С тех пор это снова изменили, поэтому отдельно отменить нельзя.",
    )
