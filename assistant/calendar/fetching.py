"""What is new in the calendars of Google accounts, fetched by sync tokens; from the start when Google has forgotten one."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import anyio
import anyio.to_thread

from assistant import clock
from assistant.calendar import resource
from assistant.domain.calendar import Calendar
from assistant.domain.google import GoogleAccount, GoogleUse
from assistant.errors import NotFound, ServerRefused
from assistant.google.accounts import GoogleAccounts
from assistant.store.calendars import KnownCalendars, KnownEvent

if TYPE_CHECKING:
    from assistant.google.client import Client

FRESH_S = 5.0
"""Seconds for which what was fetched counts as just now."""
LIST_S = 600.0
"""Seconds after which the list of calendars is fetched again."""
PAGE = 2_500
Ask = Callable[["Client"], Any]


class Fetching:
    """Keeps what is known of the calendars in step with Google. On the event loop; Google is asked in worker threads."""

    def __init__(
        self, accounts: GoogleAccounts, known: KnownCalendars, history_days: Callable[[], int], changed: Callable[[], None]
    ) -> None:
        self._accounts, self._known, self._history_days, self._changed = accounts, known, history_days, changed
        self._looked: dict[str, float] = {}
        self._turns: dict[str, anyio.Lock] = {}
        self._threads = anyio.CapacityLimiter(4)

    async def ask(self, account: str, use: GoogleUse, question: Ask) -> Any:
        """Ask Google in a worker thread. Raises Unreachable, ServerRefused, SignInNeeded."""
        client = await self._accounts.client(use, account)
        return await anyio.to_thread.run_sync(question, client, limiter=self._threads)

    def stale(self, calendar: str) -> None:
        """Look again the next time, however short it is ago."""
        self._looked.pop(calendar, None)

    async def calendars(self, *, fresh: bool) -> Sequence[Calendar]:
        """Those of every connected account, as last known; with `fresh` fetched when nothing is known of an account yet."""
        accounts = await self._used()
        known = await self._known.calendars()
        emails = {each.email for each in accounts}
        if {each.account for each in known} - emails:
            await self._known.keep_accounts([each.id for each in accounts])
        for account in accounts:
            if fresh and not any(each.account == account.email for each in known):
                await self._list(account)
        return [each for each in await self._known.calendars() if each.account in emails]

    async def refresh(self, calendar: str) -> None:
        """Fetch what is new, unless that was just done."""
        account, name, _event = parts(calendar)
        for used in await self._used():
            if used.id == account and self._is_old(account, LIST_S):
                await self._list(used)
        async with self._turns.setdefault(calendar, anyio.Lock()):
            if not self._is_old(calendar, FRESH_S):
                return
            began = time.monotonic()
            token = await self._known.token(calendar)
            try:
                await self._fetch(account, name, calendar, token)
            except ServerRefused as refused:
                if not token or refused.status != 410:
                    raise
                # Google has forgotten how far it was: from the start.
                await self._fetch(account, name, calendar, "")
            self._looked[calendar] = began

    async def _used(self) -> Sequence[GoogleAccount]:
        return [each for each in await self._accounts.all() if {"calendar.read", "calendar.write"} & set(each.uses)]

    def _is_old(self, what: str, seconds: float) -> bool:
        return time.monotonic() - self._looked.get(what, float("-inf")) > seconds

    async def _list(self, account: GoogleAccount) -> None:
        def work(client: Client) -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = []
            page = None
            while True:
                answer = client.ask(client.calendar.calendarList().list(maxResults=250, pageToken=page))
                found += answer.get("items", [])
                page = answer.get("nextPageToken")
                if not page:
                    return found

        found = await self.ask(account.id, "calendar.read", work)
        await self._known.put_calendars(account.id, [_calendar(each, account) for each in found])
        self._looked[account.id] = time.monotonic()

    async def _fetch(self, account: str, name: str, calendar: str, token: str) -> None:
        since = (clock.now() - timedelta(days=self._history_days())).isoformat(timespec="seconds")
        only = {"syncToken": token} if token else {"timeMin": since}
        number: str | None = None
        whole, fresh = not token, False

        def work(client: Client) -> Any:
            events = client.calendar.events()
            return client.ask(events.list(calendarId=name, maxResults=PAGE, singleEvents=False, pageToken=number, **only))

        while True:
            answer = await self.ask(account, "calendar.read", work)
            items = answer.get("items", [])
            gone = [str(each["id"]) for each in items if resource.is_gone(each) and "recurringEventId" not in each]
            changed = [known for each in items if (known := known_event(each)) is not None]
            await self._known.take(calendar, changed, gone, str(answer.get("nextSyncToken", "")), whole=whole)
            fresh = fresh or bool(items) or whole
            number, whole = answer.get("nextPageToken"), False
            if not number:
                break
        if fresh:
            self._changed()


def _calendar(raw: Mapping[str, Any], account: GoogleAccount) -> Calendar:
    primary, writes = bool(raw.get("primary")), "calendar.write" in account.uses
    return Calendar(
        id=f"google:{quote(account.id, safe='@')}/{quote(str(raw['id']), safe='@')}",
        title=str(raw.get("summaryOverride") or raw.get("summary") or raw["id"])[:300],
        account=account.email,
        writable=writes and raw.get("accessRole") in ("owner", "writer"),
        default=primary and writes,
        shown=bool(raw.get("selected")) or primary,
        invites=True,
        zone=str(raw.get("timeZone", "")),
    )


def known_event(raw: Mapping[str, Any]) -> KnownEvent | None:
    """An event as it is kept; one time of a series that does not take place is kept as well. None for what was taken out, or is
    no event."""
    series = str(raw.get("recurringEventId", ""))
    if resource.is_gone(raw):
        at = resource.original_start(raw, UTC) if series else None
        return KnownEvent(id=str(raw["id"]), body=raw, starts=at, until=at, series=series) if at else None
    try:
        starts, until = resource.span(raw, UTC)
    except (ValueError, KeyError, TypeError):
        return None
    # Whole days begin at the owner's midnight, which may be a day away from that of UTC.
    day = timedelta(days=1)
    recurs = "recurrence" in raw
    return KnownEvent(
        id=str(raw["id"]), body=raw, starts=starts - day, until=until if recurs else until + day, series=series, recurs=recurs
    )


def parts(name: str) -> tuple[str, str, str]:
    """Account, calendar and event (empty for a calendar) out of an id. Raises NotFound."""
    found = [unquote(part) for part in name.removeprefix("google:").split("/")]
    if len(found) not in (2, 3):
        raise NotFound("That is not there any more.", ru="Этого больше нет.")
    return found[0], found[1], found[2] if len(found) == 3 else ""
