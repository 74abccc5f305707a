"""Doubles of the ports, in memory, that keep their promises: one effect for a key, every change journaled, revert."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

from assistant import ports
from assistant.domain.base import Json, Language, new_id
from assistant.domain.command import Command
from assistant.domain.event.said import ItemAction, Part, View
from assistant.domain.record import Body, Change, Collection, Event, Note, Record, Reminder, Task
from assistant.domain.recurrence import ending, occurrences
from assistant.domain.speech import ListenMode
from assistant.domain.trigger import Watched
from assistant.errors import Conflict, NotFound, StepError, StepRefused
from assistant.words import lemmas

Port = TypeVar("Port")


class FakeRecords(ports.Records):
    """Records in a dictionary, oldest first."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self._made: dict[str, Record] = {}
        self._journal: list[tuple[str, Change]] = []

    async def add(self, collection: Collection, body: Body, *, key: str) -> Record:
        """As the port."""
        if key not in self._made:
            now = datetime.now(UTC)
            record = Record(id=new_id(collection), collection=collection, body=body, created=now, updated=now)
            self._made[key] = self.records[record.id] = record
            self._journal.append((key, Change(record=record.id, collection=collection, before=None, after=body)))
        return self._made[key]

    async def change(self, record: str, body: Body, *, key: str) -> Record:
        """As the port."""
        before = await self.get(record)
        if not self._changed(key, record):
            self.records[record] = before.model_copy(update={"body": body})
            self._journal.append((key, Change(record=record, collection=before.collection, before=before.body, after=body)))
        return self.records[record]

    async def remove(self, record: str, *, key: str) -> Record:
        """As the port."""
        if known := self._changed(key, record):
            now = datetime.now(UTC)
            return Record(id=record, collection=known.collection, body=cast("Body", known.before), created=now, updated=now)
        before = await self.get(record)
        del self.records[record]
        self._journal.append((key, Change(record=record, collection=before.collection, before=before.body, after=None)))
        return before

    async def get(self, record: str) -> Record:
        """As the port."""
        if record not in self.records:
            raise NotFound("That is not there any more.")
        return self.records[record]

    async def find(self, collection: Collection, text: str = "", *, limit: int = 50) -> Sequence[Record]:
        """As the port; the last word may be a beginning."""
        words = lemmas(text).split()
        kept = [
            record
            for record in reversed(self.records.values())
            if record.collection == collection and _holds(lemmas(_text(record.body)).split(), words)
        ]
        return kept[:limit]

    async def between(self, collection: Collection, start: datetime, end: datetime) -> Sequence[Record]:
        """As the port."""
        found = [
            one for record in self.records.values() if record.collection == collection for one in _expand(record, start, end)
        ]
        return sorted(found, key=lambda record: cast("datetime", _at(record.body)))

    async def revert(self, key: str) -> Sequence[Change]:
        """As the port."""
        reverted: list[Change] = []
        for number in range(len(self._journal) - 1, -1, -1):
            its_key, change = self._journal[number]
            if its_key != key:
                continue
            if any(other.record == change.record for _key, other in self._journal[number + 1 :]):
                raise Conflict("It was changed again since.")
            self._put_back(change)
            del self._journal[number]
            reverted.append(change)
        return reverted

    def bodies(self, collection: Collection) -> list[Body]:
        """What a collection holds, oldest first."""
        return [record.body for record in self.records.values() if record.collection == collection]

    def _changed(self, key: str, record: str) -> Change | None:
        return next((change for its, change in self._journal if its == key and change.record == record), None)

    def _put_back(self, change: Change) -> None:
        if change.before is None:
            del self.records[change.record]
            return
        now = datetime.now(UTC)
        known = self.records.get(change.record)
        made = Record(id=change.record, collection=change.collection, body=change.before, created=now, updated=now)
        self.records[change.record] = known.model_copy(update={"body": change.before}) if known else made


def _holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    if not wanted:
        return True
    return all(word in words for word in wanted[:-1]) and any(word.startswith(wanted[-1]) for word in words)


def _text(body: Body) -> str:
    return f"{body.text} {body.place}" if isinstance(body, Event) else body.text


def _at(body: Body) -> datetime | None:
    match body:
        case Task():
            return body.due
        case Reminder():
            return None if body.fired else body.at
        case Event():
            return body.start
        case Note():
            return None


def _expand(record: Record, start: datetime, end: datetime) -> list[Record]:
    body, at = record.body, _at(record.body)
    if at is None:
        return []
    if isinstance(body, Event):
        earlier = start - (body.end - body.start) - timedelta(days=1)
        times = occurrences(body.recurrence, body.start, earlier, end, zone=body.zone, skipped=body.skipped, added=body.added)
        moved = [
            body.model_copy(update={"start": time, "end": ending(body.start, body.end, time, days=body.all_day)})
            for time in times
        ]
        return [record.model_copy(update={"body": event}) for event in moved if event.end > start]
    if isinstance(body, Reminder):
        return [
            record.model_copy(update={"body": body.model_copy(update={"at": time})})
            for time in occurrences(body.recurrence, body.at, start, end)
        ]
    return [record] if start <= at < end else []


class FakeHistory(ports.History):
    """What was said, as given."""

    def __init__(self, turns: Sequence[Mapping[str, object]] = (), newest: str | None = None) -> None:
        self.turns, self.newest = turns, newest
        self.lists: dict[str, Sequence[Mapping[str, Any]]] = {}
        """What was shown, by the command that is offered for it."""

    async def said(self, start: datetime, end: datetime, text: str = "", *, limit: int = 50) -> Sequence[Mapping[str, object]]:
        """As the port."""
        kept = [
            turn for turn in self.turns if start <= datetime.fromisoformat(str(turn["at"])) < end and text in str(turn["text"])
        ]
        return kept[:limit]

    async def last(self, *, before_turn: str) -> str | None:
        """As the port."""
        return self.newest

    async def shown(self, command: str, *, turn: str) -> Sequence[Mapping[str, Any]]:
        """As the port."""
        return self.lists.get(command, ())


class FakeUndo(ports.Undo):
    """What can be taken back, newest last, with its time."""

    def __init__(self, *done: tuple[datetime, str]) -> None:
        self.done = list(done)

    async def undo_last(self, *, before_turn: str) -> str | None:
        """As the port."""
        return self.done.pop()[1] if self.done else None

    async def undo_since(self, since: datetime, *, before_turn: str) -> Sequence[str]:
        """As the port."""
        taken = [summary for at, summary in reversed(self.done) if at >= since]
        self.done = [(at, summary) for at, summary in self.done if at < since]
        return taken


class FakeRuns(ports.Runs):
    """Some unfinished runs."""

    def __init__(self, *running: str) -> None:
        self.running = set(running)

    async def stop_all(self, *, but: str) -> int:
        """As the port."""
        stopped = self.running - {but}
        self.running -= stopped
        return len(stopped)


class FakeCommands(ports.Commands):
    """These commands."""

    def __init__(self, *commands: Command) -> None:
        self.commands = commands

    async def all(self) -> Sequence[Command]:
        """As the port."""
        return self.commands


class FakeTurns(ports.Turns):
    """Keeps what is said, once for a key."""

    def __init__(self) -> None:
        self.said: dict[str, str] = {}

    async def say(self, text: str, *, key: str) -> str:
        """As the port."""
        self.said.setdefault(key, text)
        return f"turn-{key}"


class FakeVoice(ports.Voice):
    """Keeps the mode."""

    mode: ListenMode | None = None

    async def set_mode(self, mode: ListenMode) -> None:
        """As the port."""
        self.mode = mode


class FakeOpener(ports.Opener):
    """Keeps what was opened."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    async def open_url(self, url: str) -> None:
        """As the port."""
        self.opened.append(url)

    async def search(self, query: str) -> str:
        """As the port."""
        url = f"https://search.example/?q={query}"
        self.opened.append(url)
        return url


class FakeFiles(ports.Files):
    """Files in a dictionary."""

    def __init__(self, **files: str) -> None:
        self.files = dict(files)

    async def read_text(self, path: str) -> str:
        """As the port."""
        if path not in self.files:
            raise StepError(f"{path} cannot be read.")
        return self.files[path]

    async def write_text(self, name: str, text: str) -> str:
        """As the port."""
        if name in self.files:
            raise StepError(f"{name} is there already.")
        self.files[name] = text
        return name

    async def write_bytes(self, name: str, content: bytes) -> str:
        """As the port."""
        return await self.write_text(name, content.decode("latin-1"))

    async def remove_written(self, path: str, digest: str) -> bool:
        """As the port."""
        if path not in self.files:
            return False
        if hashlib.sha256(self.files[path].encode()).hexdigest() != digest:
            raise Conflict(f"{path} was changed since.")
        del self.files[path]
        return True


class FakeSecrets(ports.Secrets):
    """These secrets."""

    def __init__(self, **secrets: str) -> None:
        self.secrets = secrets

    async def secret(self, name: str) -> str:
        """As the port."""
        if name not in self.secrets:
            raise StepRefused(f"There is no secret {name}.")
        return self.secrets[name]


class FakeNotices(ports.Notices):
    """Keeps what was shown, once for a key."""

    def __init__(self) -> None:
        self.shown: dict[str, tuple[str, str]] = {}

    async def notify(self, title: str, text: str, *, turn: str, run: str, key: str) -> None:
        """As the port."""
        self.shown.setdefault(key, (title, text))


class FakeWindows(ports.Windows):
    """Keeps what was to be shown."""

    def __init__(self) -> None:
        self.shown: list[tuple[View, Part]] = []

    async def show(self, view: View, part: Part, *, turn: str, run: str) -> None:
        """As the port."""
        self.shown.append((view, part))


class FakeSchedules(ports.Schedules):
    """These triggers."""

    def __init__(self, *watched: Watched) -> None:
        self.watched = watched

    async def all(self) -> Sequence[Watched]:
        """As the port."""
        return self.watched


@dataclass
class FakeContext:
    """A StepContext with these ports; keeps what was said."""

    now: datetime
    language: Language = "en"
    ports: Mapping[type, object] = field(default_factory=dict)
    key: str = "run-1:step"
    run: str = "run-1"
    turn: str = "turn-1"
    path: str = "step"
    decided: Mapping[str, Any] = field(default_factory=dict)
    outside: Mapping[str, str] = field(default_factory=dict)
    said: list[tuple[str, list[Json], str]] = field(default_factory=list)

    def use(self, port: type[Port]) -> Port:
        """The double behind a port."""
        if port not in self.ports:
            raise StepError(f"{port.__name__} is not connected.")
        return cast("Port", self.ports[port])

    async def say(self, text: str, *, items: Sequence[Any] = (), link: str = "", actions: Sequence[ItemAction] = ()) -> None:
        """Keep what would be shown."""
        self.said.append((text, list(items), link))
