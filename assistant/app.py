"""Opens a data folder and lets every part of the house run, in one task group.

The order is that of an owner's patience: the page can be opened first, typed words are taken next, runs resume, and the
heavy things (durable engine, speech model) are loaded behind, in worker threads.
"""

from __future__ import annotations

import importlib
import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import socket
from types import ModuleType

import anyio
import anyio.to_thread

from assistant import dictionary, folder, settings, settings_file, thrift
from assistant.bus import Bus
from assistant.house import Ground, House
from assistant.registry import schema
from assistant.registry.kinds import Kinds
from assistant.server.server import Server, bind, make_app
from assistant.store.database import Database

BUILT_IN = Path(__file__).resolve().parents[1] / "commands"
BACKUP_EVERY = timedelta(hours=24)
WARM_UP_AFTER_S = 10.0


@dataclass(frozen=True, slots=True)
class Start:
    """How the sidecar is started. `port` None means the last one if it is free; `commands` replace the built-in ones."""

    data: Path
    port: int | None = None
    commands: Sequence[Path] = ()
    token: str = ""


def load_engine(runs: settings.RunSettings) -> ModuleType:
    """The durable engine's module, a heavy one."""
    if not runs.database:
        # DBOS names the driver for PostgreSQL also where it keeps runs in SQLite: 12 MB.
        thrift.import_at_use("psycopg", "psycopg.errors")
    return importlib.import_module("assistant.flows.engine")


def give_back() -> None:
    """Return the memory that was needed for a while. Takes some tens of milliseconds; any thread."""
    dictionary.let_go()
    thrift.give_back()


class App:
    """The sidecar of one data folder. `serve` runs until cancelled."""

    def __init__(self, start: Start) -> None:
        self.start = start
        self._server: Server | None = None

    @property
    def connections(self) -> int:
        """How many windows and command lines are connected. From any thread."""
        return len(self._server.server_state.connections) if self._server else 0

    async def serve(self, ready: Callable[[int, str], None]) -> None:
        """Open everything, call `ready(port, token)` when the page can be opened, serve until cancelled or told to stop.

        Raises DataFolderBusy, DataFolderUnusable, and AssistantError for a taken port or wrong settings.
        """
        data = self.start.data
        folder.prepare(data)
        with folder.lock(data):
            chosen, bus = settings_file.read(data), Bus()
            database = Database(data / "assistant.sqlite", bus.publish)
            database.open()
            try:
                token = self.start.token or secrets.token_hex(32)
                commands = self.start.commands or [BUILT_IN]
                await self._serve_open(Ground(data, commands, token, chosen, bus, database), ready)
            finally:
                database.close()

    async def _serve_open(self, ground: Ground, ready: Callable[[int, str], None]) -> None:
        before = folder.read_session(self.start.data)
        wanted = self.start.port if self.start.port is not None else (before.port if before else 0)
        listening = bind(wanted, strict=self.start.port is not None)
        port = int(listening.getsockname()[1])
        house = self.house = House(ground)
        server = self._server = Server(make_app(house.desk, port))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._http, server, listening, tasks.cancel_scope)
            while not server.started:  # noqa: ASYNC110 - uvicorn has a flag, no event
                await anyio.sleep(0.002)
            folder.write_session(self.start.data, folder.Session(port=port, pid=os.getpid(), token=ground.token))
            ready(port, ground.token)
            tasks.start_soon(self._understand)
            tasks.start_soon(self._run_engine)
            tasks.start_soon(house.reminders.run)
            tasks.start_soon(self._watch_triggers)
            tasks.start_soon(house.ears.run)
            tasks.start_soon(self._serve_model)
            tasks.start_soon(house.google.run)
            tasks.start_soon(self._serve_mail)
            tasks.start_soon(house.calendars.run)
            tasks.start_soon(house.browsing.run)
            tasks.start_soon(house.recorder.run)
            tasks.start_soon(house.showings.run)
            tasks.start_soon(self._repair)
            tasks.start_soon(house.second.run)
            tasks.start_soon(house.meaning.run)
            tasks.start_soon(self._back_up)
            tasks.start_soon(self._warm_up)

    async def _http(self, server: Server, listening: socket, scope: anyio.CancelScope) -> None:
        with listening:
            await server.serve(sockets=[listening])
        scope.cancel()

    async def _understand(self) -> None:
        """Load the commands, then load them again whenever a file changes."""
        await self.house.memos.set("notice", self.house.database.notice)
        await anyio.to_thread.run_sync(self._put_schema)
        await self.house.registry.reload()
        await self.house.mistakes.refresh(self.house.settings.understanding.learned_days)
        await self.house.teaching.learn()
        self.house.understands.set()
        await self.house.registry.watch(self.house.teaching.learn)

    def _put_schema(self) -> None:
        """Beside the owner's commands: completion in any editor, also for step kinds that were installed."""
        with suppress(OSError):
            schema.write(self.start.data / "commands", Kinds.found())

    async def _run_engine(self) -> None:
        engine_module = await anyio.to_thread.run_sync(load_engine, self.house.settings.runs)
        await self.house.understands.wait()
        parts = engine_module.Parts(
            turns=self.house.turns,
            runs=self.house.runs,
            effects=self.house.effects,
            events=self.house.events,
            live=self.house.live,
            ports=self.house.ports,
            rules=self.house.rules,
            outbox=self.house.outbox,
        )
        self.house.engine = engine_module.Engine(self.start.data, self.house.settings.runs, parts)
        await anyio.to_thread.run_sync(give_back)
        await self.house.engine.run()

    async def _watch_triggers(self) -> None:
        await self.house.understands.wait()
        await self.house.triggers.run()

    async def _repair(self) -> None:
        await self.house.understands.wait()
        await self.house.repairs.run()

    async def _serve_model(self) -> None:
        await self.house.ledger.open()
        await self.house.ways.open()
        try:
            await self.house.background.run()
        finally:
            with anyio.CancelScope(shield=True):
                await self.house.connection.close()

    async def _warm_up(self) -> None:
        """Be ready for the first command that is taught, once everything else is."""
        await self.house.understands.wait()
        await anyio.sleep(WARM_UP_AFTER_S)
        await self.house.teaching.warm_up()
        await anyio.to_thread.run_sync(give_back)

    async def _serve_mail(self) -> None:
        try:
            await self.house.mailboxes.run()
        finally:
            with anyio.CancelScope(shield=True):
                await self.house.mailboxes.close()
            self.house.letters_file.close()

    async def _back_up(self) -> None:
        while True:
            last = await self.house.memos.get("backed_up")
            if not last or datetime.now(UTC) - datetime.fromisoformat(last) >= BACKUP_EVERY:
                with suppress(OSError):
                    await self.house.database.back_up()
                    await self.house.memos.set("backed_up", datetime.now(UTC).isoformat())
            await anyio.sleep(600)
