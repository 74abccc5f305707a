"""What a step may reach in a dry run: ports that look are real, records are imagined, whatever else would act is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from assistant.domain.base import Json, Language, new_id
from assistant.domain.calendar import Calendar, Wish, WorkingHours
from assistant.domain.event.said import ItemAction
from assistant.domain.record import Attendance, Body, Change, Collection, Event, Record, Reminder, Task
from assistant.errors import NotFound, StepError, StepRefused
from assistant.flows.context import Ports
from assistant.ports import Calendars, Records
from assistant.ports.looking import LOOKING, OUTSIDE
from assistant.words import lemmas

Port = TypeVar("Port")


class WouldAct(StepRefused):
    """A step was about to do something real in a dry run."""


class Imagined:
    """The ports of one dry run. `looking`: a step that only reads, which may also look outside this computer."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self.records = ImaginedRecords(ports[Records]) if Records in ports else None
        self._events: dict[str, Record | None] = {}

    def use(self, port: type[Port], *, looking: bool) -> Port:
        """What stands for a port. Raises StepError when the real one is not connected."""
        if port not in self._ports:
            raise StepError(f"{port.__name__} is not connected.", ru=f"{port.__name__} не подключено.")
        if port is Records:
            return cast("Port", self.records)
        if port is Calendars:
            return cast("Port", ImaginedCalendars(self._ports[port], self._events, looking=looking))
        allowed = LOOKING.get(port, frozenset())
        if port in OUTSIDE and not looking:
            allowed = frozenset()
        return cast("Port", _Looking(self._ports[port], allowed, port.__name__))


class _Looking:
    """A port of which only some methods can be called."""

    def __init__(self, real: Any, allowed: frozenset[str], name: str) -> None:
        self._real, self._allowed, self._name = real, allowed, name

    def __getattr__(self, name: str) -> Any:
        if name not in self._allowed:
            raise WouldAct(
                f"{self._name}.{name} is not done in a dry run.", ru=f"{self._name}.{name} в пробном прогоне не выполняется."
            )
        return getattr(self._real, name)


class ImaginedRecords(Records):
    """The owner's records with what the dry run has added, changed and removed on top; nothing is stored."""

    def __init__(self, real: Records) -> None:
        self._real = real
        self._on_top: dict[str, Record | None] = {}
        self._made: dict[str, Record] = {}

    async def add(self, collection: Collection, body: Body, *, key: str) -> Record:
        """As if it were stored."""
        if key not in self._made:
            now = datetime.now(UTC)
            record = Record(id=new_id(collection), collection=collection, body=body, created=now, updated=now)
            self._made[key] = self._on_top[record.id] = record
        return self._made[key]

    async def change(self, record: str, body: Body, *, key: str) -> Record:
        """As if it were changed."""
        changed = (await self.get(record)).model_copy(update={"body": body, "updated": datetime.now(UTC)})
        self._on_top[record] = changed
        return changed

    async def remove(self, record: str, *, key: str) -> Record:
        """As if it were removed."""
        before = await self.get(record)
        self._on_top[record] = None
        return before

    async def get(self, record: str) -> Record:
        """One record. Raises NotFound."""
        if record not in self._on_top:
            return await self._real.get(record)
        found = self._on_top[record]
        if found is None:
            raise NotFound("That is not there any more.", ru="Этого больше нет.")
        return found

    async def find(self, collection: Collection, text: str = "", *, limit: int = 50) -> Sequence[Record]:
        """The imagined ones first: they are the newest."""
        wanted = set(lemmas(text).split())
        mine = [
            record
            for record in reversed(self._on_top.values())
            if record and record.collection == collection and wanted <= set(lemmas(record.body.text).split())
        ]
        real = [record for record in await self._real.find(collection, text, limit=limit) if record.id not in self._on_top]
        return [*mine, *real][:limit]

    async def between(self, collection: Collection, start: datetime, end: datetime) -> Sequence[Record]:
        """Imagined ones count once, also when they recur."""
        real = [record for record in await self._real.between(collection, start, end) if record.id not in self._on_top]
        mine = [
            record
            for record in self._on_top.values()
            if record and record.collection == collection and (at := _at(record.body)) is not None and start <= at < end
        ]
        return sorted([*real, *mine], key=lambda record: _at(record.body) or start)

    async def revert(self, key: str) -> Sequence[Change]:
        """Nothing was done."""
        return []


class ImaginedCalendars(Calendars):
    """The owner's calendars with the imagined `events` on top (None: taken out); only a step that is `looking` has them fetched."""

    def __init__(self, real: Calendars, events: dict[str, Record | None], *, looking: bool) -> None:
        self._real, self._events, self._looking = real, events, looking

    @property
    def hours(self) -> WorkingHours:
        """As they are."""
        return self._real.hours

    async def calendars(self, *, fresh: bool = True) -> Sequence[Calendar]:
        """As they are."""
        return await self._real.calendars(fresh=fresh and self._looking)

    async def calendar(self, said: str) -> Calendar:
        """As it is."""
        return await self._real.calendar(said)

    async def between(
        self, start: datetime, end: datetime, *, calendars: Sequence[str] = (), fresh: bool = True
    ) -> Sequence[Record]:
        """Imagined ones count once, also when they recur."""
        found = await self._real.between(start, end, calendars=calendars, fresh=fresh and self._looking)
        real = [record for record in found if not {record.id, getattr(record.body, "occurrence", "")} & self._events.keys()]
        mine = [
            record
            for record in self._events.values()
            if record and isinstance(record.body, Event) and record.body.start < end and record.body.end > start
        ]
        return sorted([*real, *mine], key=lambda record: _at(record.body) or start)

    async def get(self, event: str) -> Record:
        """One event. Raises NotFound."""
        if event not in self._events:
            return await self._real.get(event)
        found = self._events[event]
        if found is None:
            raise NotFound("That is not there any more.", ru="Этого больше нет.")
        return found

    async def add(self, event: Event, wish: Wish, *, key: str) -> Record:
        """As if it were there."""
        now, name = datetime.now(UTC), f"imagined-{key}"
        record = Record(id=name, collection="event", body=event, created=now, updated=now)
        self._events[name] = record
        return record

    async def change(self, event: str, body: Event, *, tell: bool = False, key: str) -> Record:
        """As if it were changed."""
        changed = (await self.get(event)).model_copy(update={"body": body, "updated": datetime.now(UTC)})
        self._events[event] = changed
        return changed

    async def remove(self, event: str, *, tell: bool = False, key: str) -> Record:
        """As if it were gone."""
        before = await self.get(event)
        self._events[event] = None
        return before

    async def answer(self, event: str, answer: Attendance, *, key: str) -> Record:
        """As if it were answered."""
        record = await self.get(event)
        return await self.change(event, cast("Event", record.body).model_copy(update={"answer": answer}), key=key)

    async def made(self, key: str) -> Record | None:
        """Nothing was done."""
        return None

    async def revert(self, key: str) -> Sequence[Change]:
        """Nothing was done."""
        return []


def _at(body: Body) -> datetime | None:
    match body:
        case Event():
            return body.start
        case Reminder():
            return body.at
        case Task():
            return getattr(body, "due", None)
        case _:
            return None


class LookingContext:
    """The StepContext of one step of a dry run. `said` grows by what the step would have shown."""

    def __init__(
        self, imagined: Imagined, path: str, language: Language, now: datetime, said: list[str], *, looking: bool
    ) -> None:
        self.run = self.turn = "rehearsal"
        self.outside: Mapping[str, str] = {}
        self.path, self.language, self.now = path, language, now
        self.key = f"rehearsal:{path}"
        self._imagined, self._said, self._looking = imagined, said, looking

    def use(self, port: type[Port]) -> Port:
        """What stands for a port. Raises StepError when it is not connected."""
        return self._imagined.use(port, looking=self._looking)

    async def say(self, text: str, *, items: Sequence[Json] = (), link: str = "", actions: Sequence[ItemAction] = ()) -> None:
        """Kept for the report."""
        lines = [str(item.get("text", item)) if isinstance(item, Mapping) else str(item) for item in items[:50]]
        self._said.append("\n".join([text, *(f"- {line}" for line in lines)]))
