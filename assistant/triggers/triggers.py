"""Watches every trigger of every command, and fires each once.

The store is the truth: what is due, and that it was fired. This only looks: at the wall clock (which may be moved, and stands
while the computer sleeps), at files (the system's own events tell of some disks only), at runs that have ended. What was missed is made up for, passed over, or asked about.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import anyio
import anyio.to_thread

from assistant import clock, ports, schedule
from assistant.bus import Bus
from assistant.domain.base import Json, new_id
from assistant.domain.command import Command
from assistant.domain.event.due import TriggerMissed
from assistant.domain.event.run import RunFinished
from assistant.domain.run import Source
from assistant.domain.trigger import Trigger, Watched
from assistant.errors import AssistantError, Conflict, DataFolderUnusable, NotFound
from assistant.registry.triggers import moment_of
from assistant.store.triggers import EndedRun, StoredTrigger, Triggers
from assistant.triggers.firing import Fires

logger = logging.getLogger(__name__)
TICK = 1.0
LATE = timedelta(seconds=90)
"""What fires later than this was missed."""
_UNSEEN = "…"
"""A file that cannot be looked at just now."""
DEEPEST = 5
"""Triggers that may lead to one another; a further one is a loop."""
MAX_BODY = 64 * 1024
"""Bytes of what a webhook brings."""
HOOKS_A_MINUTE = 60
_FAILED = frozenset({"failed"})
_DONE = frozenset({"done", "unconfirmed"})


class Known(Protocol):
    """The loaded commands by name."""

    @property
    def commands(self) -> Mapping[str, Command]:
        """Every command as it is now."""


class Watcher(ports.Schedules):
    """All triggers of the house. On the event loop. `ring` tells the engine that a plan waits."""

    def __init__(
        self, store: Triggers, known: Known, bus: Bus, ring: Callable[[], None], *, now: Callable[[], datetime] = clock.now
    ) -> None:
        self._store, self._known, self._bus, self._ring, self._now = store, known, bus, ring, now
        self._commands: Mapping[str, Command] = {}
        self._lines: dict[str, tuple[Command, Trigger]] = {}
        self._turn = anyio.Lock()
        self._next_due: datetime | None = None
        self._dirty = True
        self._calls: dict[str, list[datetime]] = {}
        self._looked: dict[str, str] = {}
        """What each file was like at the last look, and what it was like when that was last acted upon."""
        self._noted: dict[str, str] = {}

    async def run(self) -> None:
        """Look until cancelled. The commands must have been loaded."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._listen)
            await self._patiently(self.begin)
            while True:
                await self._patiently(self.look)
                await anyio.sleep(TICK)

    async def _patiently(self, work: Callable[[], object]) -> None:
        try:
            await work()  # type: ignore[misc]
        except DataFolderUnusable as error:
            self._dirty = True
            logger.warning("triggers wait: %s", error)

    async def _listen(self) -> None:
        """Runs that end are news; so is all that was missed when the bus dropped us."""
        while True:
            self._dirty = True
            with self._bus.listen() as told:
                async for envelope in told:
                    if isinstance(envelope.event, RunFinished):
                        self._dirty = True

    # --- looking ---

    async def begin(self) -> None:
        """The assistant has started: fire what fires then. Called once."""
        async with self._turn:
            await self._sync()
        start = new_id("start")
        for name, (command, line) in list(self._lines.items()):
            if line.kind == "start" and (await self._store.one(name)).enabled:
                fires = await self._fires(name, command, line, f"{name}@{start}", self._now())
                await self._keep(fires)

    async def look(self) -> None:
        """Look once at everything that may be due."""
        async with self._turn:
            if self._known.commands is not self._commands:
                await self._sync()
            now = self._now()
            dirty, self._dirty = self._dirty, False
            if dirty or (self._next_due is not None and self._next_due <= now.astimezone(UTC)):
                await self._fire_due(now)
            if dirty:
                await self._fire_after()
            if any(line.kind == "file" for _command, line in self._lines.values()):
                await self._look_at_files(now)

    async def _sync(self) -> None:
        """Take over the triggers of the commands as they are loaded now."""
        self._commands = self._known.commands
        self._lines = {
            f"{command.name}/{line.kind}:{line.spec}": (command, line)
            for command in self._commands.values()
            if command.enabled
            for line in command.triggers
        }
        now = self._now()
        wanted = [
            await anyio.to_thread.run_sync(_first_state, name, command, line, now)
            for name, (command, line) in self._lines.items()
        ]
        await self._store.keep(wanted)
        self._dirty = True

    async def _fire_due(self, now: datetime) -> None:
        """In universal time: two times of one zone are compared by the clock on the wall, which an hour of the year shows twice."""
        self._next_due = None
        for stored in await self._store.all():
            if not stored.enabled or stored.due is None or stored.id not in self._lines:
                continue
            due: datetime | None = stored.due
            if stored.due <= now.astimezone(UTC):
                due = await self._fire_scheduled(stored, stored.due.astimezone(now.tzinfo), now)
            if due is not None and (self._next_due is None or due.astimezone(UTC) < self._next_due):
                self._next_due = due.astimezone(UTC)

    async def _fire_scheduled(self, stored: StoredTrigger, due: datetime, now: datetime) -> datetime | None:
        """Fire, make up for, ask about or pass over what is due; when it is due next."""
        command, line = self._lines[stored.id]
        first = (stored.first or due).astimezone(now.tzinfo)
        following = schedule.next_time(stored.rule, stored.cron, first, now)
        fires = await self._fires(stored.id, command, line, f"{stored.id}@{due.isoformat()}", due)
        fires.times = max(1, schedule.times_between(stored.rule, stored.cron, first, due, now))
        fires.late = now.astimezone(UTC) - due.astimezone(UTC) > LATE
        if fires.late and line.missed == "skip":
            await self._store.pass_over(_missed(fires, "away"), following)
            return following
        fires.asks = fires.late and line.missed == "ask"
        await self._keep(fires, next_due=following)
        return following

    async def _fire_after(self) -> None:
        for ended in await self._store.ended():
            for name, (command, line) in list(self._lines.items()):
                if line.kind == "after" and line.spec == ended.command and _fits(line, ended.state):
                    await self._follow(name, command, line, ended)
            await self._store.saw(ended.seq)
            self._dirty = True

    async def _follow(self, name: str, command: Command, line: Trigger, ended: EndedRun) -> None:
        if not (await self._store.one(name)).enabled:
            return
        fires = await self._fires(name, command, line, f"{name}@{ended.run}", self._now())
        fires.depth = ended.depth + 1
        fires.brings = {"result": ended.result, "state": ended.state}
        fires.sources = ended.sources
        if fires.depth > DEEPEST:
            told = _missed(fires, "loop").model_copy(update={"turn": ended.turn})
            await self._store.pass_over(told, None)
            return
        await self._keep(fires)

    async def _look_at_files(self, now: datetime) -> None:
        """Fire for every file that changed and is the same at two looks: then nobody is writing it any more."""
        files = {name: line.spec for name, (_command, line) in self._lines.items() if line.kind == "file"}
        looks = await anyio.to_thread.run_sync(lambda: {name: _looks(path) for name, path in files.items()})
        for name, look in looks.items():
            fresh, steady = name not in self._looked, self._looked.get(name) == look
            self._looked[name] = look
            if (fresh or steady) and look != _UNSEEN and look != self._noted.get(name):
                await self._file_changed(name, look, now, away=fresh)

    async def _file_changed(self, name: str, look: str, now: datetime, *, away: bool) -> None:
        stored = await self._store.one(name)
        self._noted[name] = look
        command, line = self._lines[name]
        if look == stored.seen:
            return
        fires = await self._fires(name, command, line, f"{name}@{look}@{now.isoformat()}", now)
        fires.brings = {"path": _full(line.spec)}
        fires.late = away
        fires.asks = away and line.missed == "ask"
        if not look or not stored.enabled:
            await self._store.set_due(name, None, look)
        elif away and line.missed == "skip":
            await self._store.pass_over(_missed(fires, "away"), None, look)
        else:
            await self._keep(fires, seen=look)

    # --- firing ---

    async def _fires(self, name: str, command: Command, line: Trigger, key: str, due: datetime) -> Fires:
        language = schedule.language_of(line.spec) if line.kind == "every" else await self._store.language()
        return Fires(name, command, line, f"trigger:{key}", due, language, self._now())

    async def _keep(self, fires: Fires, *, next_due: datetime | None = None, seen: str | None = None) -> str:
        """Keep a firing and wake the engine; the turn."""
        kept = await anyio.to_thread.run_sync(lambda: fires.kept(next_due=next_due, seen=seen))
        if await self._store.fire(kept):
            self._ring()
        elif next_due is not None or seen is not None:
            await self._store.set_due(fires.trigger, next_due, seen)
        return kept.told.turn

    # --- what the window and the web ask ---

    async def all(self) -> Sequence[Watched]:
        """Every trigger as it stands, the next due first."""
        async with self._turn:
            if self._known.commands is not self._commands:
                await self._sync()
        stored = [one for one in await self._store.all() if one.id in self._lines]
        states = await self._store.states([one.last_turn for one in stored if one.last_turn])
        found = [_watched(one, *self._lines[one.id], states.get(one.last_turn, "")) for one in stored]
        return sorted(found, key=lambda one: (one.next is None, one.next.timestamp() if one.next else 0.0, one.id))

    async def enable(self, trigger: str, enabled: bool) -> None:
        """Switch one on or off. What was due while it was off is not made up for. Raises NotFound."""
        stored, now = await self._store.one(trigger), self._now()
        due = None
        if enabled and (stored.rule or stored.cron):
            due = schedule.next_time(stored.rule, stored.cron, (stored.first or now).astimezone(now.tzinfo), now)
        await self._store.enable(trigger, enabled, due)
        self._dirty = True

    async def test(self, trigger: str, key: str) -> str:
        """Start its command now, whatever the time; the turn. Raises NotFound."""
        stored = await self._store.one(trigger)
        if trigger not in self._lines:
            raise NotFound("That trigger does not exist any more.", ru="Этого запуска больше нет.")
        command, line = self._lines[trigger]
        fires = await self._fires(trigger, command, line, f"{trigger}@test:{key}", self._now())
        return await self._keep(fires, next_due=stored.due)

    async def rotate(self, trigger: str) -> str:
        """A new secret for a webhook, told this once; the path of its address. The former one is void. Raises NotFound."""
        await self._store.one(trigger)
        _command, line = self._lines.get(trigger, (None, None))
        if line is None or line.kind != "webhook":
            raise AssistantError("Only a webhook has an address.", ru="Адрес есть только у вебхука.")
        secret = secrets.token_urlsafe(32)
        await self._store.set_secret(trigger, _digest(secret))
        return f"/hook/{line.spec}/{secret}"

    async def hook(self, name: str, secret: str, body: bytes, key: str = "") -> bool:
        """Somebody calls a webhook: whether there is one of this name and secret, and it is on. `key` makes a repeated call one.

        Raises Conflict when it is called too often, AssistantError for a body that is too long or no text.
        """
        digest, found = _digest(secret), []
        for stored in await self._store.all():
            _command, line = self._lines.get(stored.id, (None, None))
            if line is not None and line.kind == "webhook" and line.spec == name and stored.enabled and stored.secret:
                found += [stored] if hmac.compare_digest(stored.secret, digest) else []
        if not found:
            return False
        self._count_call(name)
        value = _body(body)
        for stored in found:
            command, line = self._lines[stored.id]
            fires = await self._fires(
                stored.id, command, line, f"{stored.id}@{_digest(key) if key else new_id('call')}", self._now()
            )
            fires.brings = {"body": value}
            fires.sources = (Source(kind="http", who=name, title="webhook", excerpt=body[:300].decode("utf-8", "replace")),)
            await self._keep(fires)
        return True

    def _count_call(self, name: str) -> None:
        now = self._now()
        recent = [at for at in self._calls.get(name, []) if now - at < timedelta(minutes=1)]
        if len(recent) >= HOOKS_A_MINUTE:
            raise Conflict(
                f"It is called more than {HOOKS_A_MINUTE} times a minute.", ru=f"Вызовов больше {HOOKS_A_MINUTE} в минуту."
            )
        self._calls[name] = [*recent, now]


def _first_state(name: str, command: Command, line: Trigger, now: datetime) -> StoredTrigger:
    """What a trigger begins with when it is seen for the first time; blocking."""
    first: datetime | None = None
    rule = cron = seen = ""
    due: datetime | None = None
    match line.kind:
        case "every":
            if (moment := moment_of(line.spec, now)) is not None:
                first, rule = moment
                due = schedule.next_time(rule, "", first, now)
        case "cron":
            first, cron = now, line.spec
            due = schedule.next_cron(cron, now)
        case "file":
            seen = _looks(line.spec)
        case _:
            pass
    return StoredTrigger(name, command.name, True, first, rule, cron, due, None, "", "", seen)


def _looks(path: str) -> str:
    """What a file or folder is like, to tell whether it changed; empty when it is not there, _UNSEEN when it cannot be seen now."""
    try:
        place = Path(path).expanduser()
        about = place.stat()
        inside = sorted(entry.name for _n, entry in zip(range(5_000), place.iterdir(), strict=False)) if place.is_dir() else []
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, RuntimeError):
        return _UNSEEN
    return hashlib.sha256(repr((about.st_mtime_ns, about.st_size, inside)).encode()).hexdigest()[:16]


def _full(path: str) -> str:
    return str(Path(path).expanduser())


def _missed(fires: Fires, why: str) -> TriggerMissed:
    return TriggerMissed.model_validate(
        {
            "trigger": fires.trigger,
            "command": fires.command.name,
            "title": fires.command.title,
            "kind": fires.line.kind,
            "spec": fires.line.spec,
            "due": fires.due,
            "times": fires.times,
            "why": why,
        }
    )


def _fits(line: Trigger, state: str) -> bool:
    return line.ended == "any" or state in (_DONE if line.ended == "done" else _FAILED)


def _watched(stored: StoredTrigger, command: Command, line: Trigger, state: str) -> Watched:
    return Watched(
        id=stored.id,
        command=command.name,
        title=command.title,
        trigger=line,
        enabled=stored.enabled,
        next=stored.due if stored.enabled else None,
        last=stored.last,
        last_turn=stored.last_turn,
        last_state=state,
        reachable=line.kind != "webhook" or bool(stored.secret),
    )


def _body(body: bytes) -> Json:
    """What came, as JSON when it is, else as text."""
    if len(body) > MAX_BODY:
        raise AssistantError(f"At most {MAX_BODY // 1024} KB.", ru=f"Не больше {MAX_BODY // 1024} КБ.")
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise AssistantError("That is no text.", ru="Это не текст.") from error
    try:
        value: Json = json.loads(text, parse_constant=lambda _constant: None)
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return text.replace("\0", "")
    return value


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
