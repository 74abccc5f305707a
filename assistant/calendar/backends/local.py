"""The calendar on this computer: the events among the owner's records, with their journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from assistant.domain.calendar import LOCAL, Calendar, Wish
from assistant.domain.record import Attendance, Change, Event, Record
from assistant.domain.recurrence import ending
from assistant.errors import NotFound, StepRefused
from assistant.extensions.calendar import CalendarBackend
from assistant.ports import Records

_AT = "@"
_STAMP = "%Y%m%dT%H%M%SZ"


class LocalCalendar(CalendarBackend):
    """Events on this computer. One time of an event that recurs is named by the record and its beginning."""

    @property
    def _records(self) -> Records:
        found: Records = self.reach(Records)
        return found

    async def calendars(self, *, fresh: bool) -> Sequence[Calendar]:
        """Just the one."""
        return (Calendar(id=LOCAL, title=""),)

    async def between(self, calendar: str, start: datetime, end: datetime, *, fresh: bool) -> Sequence[Record]:
        """From the store."""
        return [_named(record) for record in await self._records.between("event", start, end)]

    async def get(self, event: str) -> Record:
        """An event, or one time of it."""
        series, at = _parts(event)
        record = await self._records.get(series)
        if not isinstance(record.body, Event):
            raise StepRefused(f"`{event}` is not an event.", ru=f"`{event}` — не событие.")
        return record if at is None else _one(record, record.body, at, event)

    async def add(self, calendar: str, event: Event, wish: Wish, *, key: str) -> Record:
        """Into the store."""
        if wish.video:
            raise StepRefused(
                "The calendar on this computer has no video calls; connect Google to have them.",
                ru="В календаре на этом компьютере нет видеозвонков; подключите Google.",
            )
        return await self._records.add("event", event, key=key)

    async def change(self, event: str, body: Event, *, tell: bool, key: str) -> Record:
        """The whole of it; one time of many becomes an event of its own."""
        series, at = _parts(event)
        if at is None:
            return await self._records.change(series, body, key=key)
        await self._leave_out(series, at, key)
        return await self._records.add("event", body.model_copy(update={"occurrence": "", "recurrence": ""}), key=key)

    async def remove(self, event: str, *, tell: bool, key: str) -> Record:
        """The whole of it, or one time of many."""
        series, at = _parts(event)
        if at is None:
            return await self._records.remove(series, key=key)
        record = await self.get(event)
        await self._leave_out(series, at, key)
        return record

    async def answer(self, event: str, answer: Attendance, *, key: str) -> Record:
        """Nobody invites into it."""
        raise StepRefused(
            "This event is on this computer only; there is nobody to answer.",
            ru="Это событие только на этом компьютере, отвечать некому.",
        )

    async def made(self, key: str) -> Record | None:
        """What is not sent needs no tracing."""
        return None

    async def revert(self, key: str) -> Sequence[Change]:
        """By the journal of the records."""
        return await self._records.revert(key)

    async def _leave_out(self, series: str, at: datetime, key: str) -> None:
        record = await self._records.get(series)
        if not isinstance(record.body, Event):
            raise StepRefused(f"`{series}` is not an event.", ru=f"`{series}` — не событие.")
        await self._records.change(
            series, record.body.model_copy(update={"skipped": tuple(dict.fromkeys((*record.body.skipped, at)))}), key=key
        )


def _named(record: Record) -> Record:
    """One time of an event that recurs with its own name."""
    event = record.body
    if not isinstance(event, Event) or not event.recurs:
        return record
    name = f"{record.id}{_AT}{event.start.astimezone(UTC).strftime(_STAMP)}"
    return record.model_copy(update={"body": event.model_copy(update={"occurrence": name})})


def _parts(event: str) -> tuple[str, datetime | None]:
    series, _at, stamp = event.partition(_AT)
    if not stamp:
        return series, None
    try:
        return series, datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError as error:
        raise NotFound("That is not there any more.", ru="Этого больше нет.") from error


def _one(record: Record, event: Event, at: datetime, name: str) -> Record:
    start = at.astimezone(event.start.tzinfo)
    body = event.model_copy(
        update={
            "start": start,
            "end": ending(event.start, event.end, start, days=event.all_day),
            "recurrence": "",
            "skipped": (),
            "added": (),
            "occurrence": name,
        }
    )
    return record.model_copy(update={"body": body})
