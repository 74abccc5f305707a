"""Puts the parts together in one task group; the only module that knows them all.

The order is that of an owner's patience: the page can be opened first, typed words are taken next, runs resume, and the
heavy things (durable engine, speech model) are loaded behind, in worker threads.
"""

from __future__ import annotations

import importlib
import logging
import os
import secrets
from collections import ChainMap
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from socket import socket
from types import ModuleType
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread

from assistant import dictionary, doctor, folder, ports, settings, thrift
from assistant.bindings import (
    AskedOwner,
    ConnectedModel,
    DesktopOpener,
    ListeningMode,
    LoadedCommands,
    OtherRuns,
    OwnerFiles,
    SaidAgain,
    StoredHistory,
    TellingNotices,
    tell_limit,
)
from assistant.browser.browsing import Browsing
from assistant.browser.recorder import Recorder
from assistant.browser.tasks import BrowserTasks
from assistant.bus import Bus
from assistant.calendar.calendars import OwnerCalendars
from assistant.domain.event.changed import CalendarChanged, ConnectionsChanged, SettingsChanged
from assistant.domain.event.envelope import AnyEvent, Envelope
from assistant.domain.plan import Plan
from assistant.domain.run import FINAL
from assistant.domain.speech import Utterance
from assistant.errors import AssistantError
from assistant.fetch import Fetcher
from assistant.flows.live import LiveRuns
from assistant.flows.outbox import Outbox
from assistant.flows.reminders import ReminderClock
from assistant.flows.undo import UndoJournal
from assistant.folders import OwnerFolders
from assistant.google.accounts import GoogleAccounts
from assistant.lessons import TaughtLessons
from assistant.llm.account import Account
from assistant.llm.allowance import Allowance
from assistant.llm.background import Background
from assistant.llm.client import LanguageModel
from assistant.llm.connection import Connection
from assistant.llm.embed import Embedder
from assistant.llm.ways import Ways
from assistant.mail.connections import MailConnections
from assistant.mail.mailboxes import Mailboxes
from assistant.mistakes import Mistakes
from assistant.own_secrets import OwnSecrets
from assistant.pages.sites import VisitedSites
from assistant.planner import second
from assistant.planner.compose import Composer
from assistant.planner.meaning import Meaning
from assistant.planner.nearest import Nearest
from assistant.registry import schema
from assistant.registry.kinds import Kinds
from assistant.registry.registry import Registry
from assistant.registry.save import OwnerFiles as CommandFiles
from assistant.script import Sandbox
from assistant.server.desk import Desk
from assistant.server.server import Server, bind, make_app
from assistant.showing.past import PastTasks
from assistant.showing.repairs import Repairs
from assistant.showing.showings import Showings
from assistant.store import letters
from assistant.store.calendars import CalendarJournal, KnownCalendars
from assistant.store.database import Database, OpenedLater
from assistant.store.events import Events
from assistant.store.google import GoogleLedger
from assistant.store.held import Held
from assistant.store.learned import Learned
from assistant.store.ledger import Ledger
from assistant.store.mail import MailAccounts, MailJournal, MailSendings
from assistant.store.memos import Memos
from assistant.store.records import Records
from assistant.store.rules import Rules
from assistant.store.runs import Runs
from assistant.store.tables import Tables
from assistant.store.triggers import Triggers
from assistant.store.turns import Turns
from assistant.store.vectors import Vectors
from assistant.store.versions import Versions
from assistant.teaching.teaching import Teaching
from assistant.telling.lessons import Lessons
from assistant.triggers.triggers import Watcher
from assistant.turn import Turn
from assistant.understanding.understand import Understanding
from assistant.vault import Vault
from assistant.voice.listen import Listener

if TYPE_CHECKING:
    from assistant.flows.engine import Engine

logger = logging.getLogger(__name__)
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
        self._engine: Engine | None = None
        self._server: Server | None = None
        self._understands = anyio.Event()
        self._one_change = anyio.Lock()

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
            self._settings = settings.read(data)
            self._bus = Bus()
            self._database = Database(data / "assistant.sqlite", self._bus.publish)
            self._database.open()
            try:
                await self._serve_open(ready)
            finally:
                self._database.close()

    async def _serve_open(self, ready: Callable[[int, str], None]) -> None:
        token = self.start.token or secrets.token_hex(32)
        before = folder.read_session(self.start.data)
        wanted = self.start.port if self.start.port is not None else (before.port if before else 0)
        listening = bind(wanted, strict=self.start.port is not None)
        port = int(listening.getsockname()[1])
        desk = self._assemble(token)
        server = self._server = Server(make_app(desk, port))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._http, server, listening, tasks.cancel_scope)
            while not server.started:  # noqa: ASYNC110 - uvicorn has a flag, no event
                await anyio.sleep(0.002)
            folder.write_session(self.start.data, folder.Session(port=port, pid=os.getpid(), token=token))
            ready(port, token)
            tasks.start_soon(self._understand)
            tasks.start_soon(self._run_engine)
            tasks.start_soon(self._reminders.run)
            tasks.start_soon(self._watch_triggers)
            tasks.start_soon(self._ears.run)
            tasks.start_soon(self._serve_model)
            tasks.start_soon(self._google.run)
            tasks.start_soon(self._serve_mail)
            tasks.start_soon(self._calendars.run)
            tasks.start_soon(self._browsing.run)
            tasks.start_soon(self._recorder.run)
            tasks.start_soon(self._showings.run)
            tasks.start_soon(self._repair)
            tasks.start_soon(self._second.run)
            tasks.start_soon(self._meaning.run)
            tasks.start_soon(self._back_up)
            tasks.start_soon(self._warm_up)

    async def _http(self, server: Server, listening: socket, scope: anyio.CancelScope) -> None:
        with listening:
            await server.serve(sockets=[listening])
        scope.cancel()

    def _assemble(self, token: str) -> Desk:
        data, database = self.start.data, self._database
        self._turns, self._runs, self._events = Turns(database), Runs(database), Events(database)
        self._records, self._memos = Records(database), Memos(database)
        self._live, self._rules = LiveRuns(self._runs), Rules(database)
        self._outbox = Outbox(Held(database), self._live)
        self._vault = Vault(data)
        own_secrets = OwnSecrets(self._vault, self._memos)
        built_in = list(self.start.commands) or [BUILT_IN]
        self._registry = Registry.of(built_in, data)
        self._tables = Tables(database)
        self._understanding = Understanding(self._settings.understanding)
        self._turn = Turn(
            self._understanding,
            self._registry,
            self._turns,
            self._runs,
            self._events,
            self._live,
            self._ring,
            self._understands,
            self._consider,
            self._look_up,
        )
        self._ears = Listener(
            self._settings,
            data,
            tell=self.tell,
            take=self._hear,
            is_complete=self._turn.is_complete,
            is_answer=self._turn.is_answer,
        )
        lessons = Lessons(self._understanding)
        self._ports: dict[type, Any] = {
            ports.Records: self._records,
            ports.History: StoredHistory(self._turns),
            ports.Runs: OtherRuns(self._live),
            ports.Commands: LoadedCommands(self._registry),
            ports.Turns: SaidAgain(self._turn),
            ports.Voice: ListeningMode(self.change_setting),
            ports.Opener: DesktopOpener(lambda: self._settings.search.address),
            ports.Files: OwnerFiles(self._export_folder),
            ports.Folders: OwnerFolders(self._chosen_folders, data, self._export_folder),
            ports.Web: Fetcher(lambda: self._settings.http.allow_hosts),
            ports.Scripts: Sandbox(),
            ports.Tables: self._tables,
            ports.Secrets: own_secrets,
            ports.Notices: TellingNotices(self._events),
            ports.Lessons: TaughtLessons(lessons, self._turns, self._runs, self._registry),
        }
        command_files = CommandFiles(data / "commands", built_in)
        self._teaching = Teaching(self._registry, self._understanding, Versions(database), command_files, self.tell, self._ports)
        self._ports[ports.Teaching] = self._teaching
        account = self._assemble_model()
        self._google = self._assemble_google()
        mail = self._assemble_mail()
        self._google.changed = mail.follow
        parts = {
            GoogleAccounts: self._google,
            KnownCalendars: KnownCalendars(database),
            CalendarJournal: CalendarJournal(database),
        }
        self._calendars = OwnerCalendars(
            lambda: self._settings.calendar, ChainMap(parts, self._ports), lambda: self.tell(CalendarChanged())
        )
        self._ports[ports.Calendars] = self._calendars
        self._browsing = Browsing(lambda: self._settings.browser, data, self._is_over)
        self._ports |= {
            ports.Browser: self._browsing,
            ports.Sites: VisitedSites(lambda: self._settings.market, self._browsing, self._ports[ports.Web]),
        }
        self._assemble_showing(own_secrets)
        undo = UndoJournal(self._runs, self._events, self._ports, self._outbox)
        self._ports[ports.Undo] = undo
        self._mistakes = Mistakes(
            self._registry,
            Learned(database),
            self._turns,
            self._runs,
            self._live,
            undo,
            self._turn,
            lessons,
            self._teaching.learn,
        )
        self._ports[ports.Mistakes] = self._mistakes
        self._reminders = ReminderClock(self._records)
        self._triggers = Watcher(Triggers(database), self._registry, self._bus, self._ring)
        self._ports[ports.Schedules] = self._triggers
        self._desk = Desk(
            data=data,
            token=token,
            settings=self._settings,
            bus=self._bus,
            turn=self._turn,
            turns=self._turns,
            runs=self._runs,
            rules=self._rules,
            outbox=self._outbox,
            records=self._records,
            calendars=self._calendars,
            tables=self._tables,
            triggers=self._triggers,
            events=self._events,
            memos=self._memos,
            live=self._live,
            undo=undo,
            registry=self._registry,
            teaching=self._teaching,
            mistakes=self._mistakes,
            lessons=lessons,
            ears=self._ears,
            llm=account,
            secrets=own_secrets,
            mail=mail,
            google=self._google,
            browser=self._browsing,
            showings=self._showings,
            browsing=self._assemble_browser_tasks(own_secrets),
            tell=self.tell,
            change_setting=self.change_setting,
            examine=partial(doctor.examine, data),
        )
        return self._desk

    def _assemble_model(self) -> Account:
        """The language model, if one is connected; nothing of it is imported or asked before it is needed."""

        def now() -> settings.LlmSettings:
            return self._settings.llm

        self._ledger, self._ways = Ledger(self._database), Ways(self._memos)
        self._connection = Connection(now, self._vault)
        allowance = Allowance(self._ledger, self._memos)
        model = LanguageModel(
            now, self._connection, allowance, self._ledger, self._ways, tell_limit=partial(tell_limit, self._events)
        )
        self._background = Background(model.ask, self._ledger, self._live.cancellable)
        self._ports[ports.Model] = ConnectedModel(model, self._background, self.tell)
        composer = Composer(self._ports[ports.Model], self._ports[ports.Commands], self._ports[ports.Teaching])
        self._ports[ports.Planner] = composer
        embedder = Embedder(now, self._connection, allowance, Vectors(self._database))
        self._meaning = Meaning(embedder, self._understanding)
        parts = second.Parts(
            model=self._ports[ports.Model],
            composer=composer,
            nearest=Nearest(embedder),
            understanding=self._understanding,
            turns=self._turns,
            runs=self._runs,
            events=self._events,
            live=self._live,
        )
        self._second = second.SecondOpinion(parts, now, self._ring, self.tell)
        return Account(now, self.change_setting, self._connection, model, allowance, self._ledger, self._ways)

    def _assemble_google(self) -> GoogleAccounts:
        """Google, if it is connected; its library is not imported before it is needed."""
        return GoogleAccounts(
            lambda: self._settings.google,
            GoogleLedger(self._database),
            self._vault,
            self._ports[ports.Opener].open_url,
            lambda: self.tell(ConnectionsChanged()),
        )

    def _assemble_showing(self, own_secrets: OwnSecrets) -> None:
        """What the owner shows in the browser, and commands corrected when their pages have changed."""
        self._recorder = Recorder(self._browsing.session, self._browsing.pages)
        past = PastTasks(self._runs, self._events)
        self._showings = Showings(self._recorder, self._memos, self._registry, own_secrets.names, self._bus, self.tell, past.last)
        self._ports[ports.Showings] = self._showings
        self._repairs = Repairs(
            self._registry,
            self._teaching,
            self._ports[ports.Lessons],
            self._runs,
            self._turns,
            self._memos,
            self._bus,
            self._ring,
        )
        self._browsing.repaired = self._repairs.note

    def _assemble_browser_tasks(self, own_secrets: OwnSecrets) -> BrowserTasks:
        """A language model at work in the browser, each time in a process of its own."""
        tasks = BrowserTasks(
            self.start.data / "browser" / "tasks",
            self._ports[ports.Model],
            own_secrets,
            AskedOwner(self._live, self._runs, lambda: self._settings.runs.question_days),
            self._browsing.session,
            lambda: self._settings.browser.allow_hosts,
            self._events.record,
        )
        self._ports[ports.BrowserTasks] = tasks
        return tasks

    def _assemble_mail(self) -> MailConnections:
        """The owner's mailboxes, if any are connected; the index of letters is a file of its own that can be made again."""
        accounts = MailAccounts(self._database)
        letters_file = OpenedLater(self.start.data / "mail.sqlite", self._bus.publish, letters.FOLDER)
        self._letters_file = letters_file
        self._mailboxes = Mailboxes(
            lambda: self._settings.mail,
            accounts,
            letters.Letters(letters_file),
            MailJournal(self._database),
            MailSendings(self._database),
            self._vault,
        )
        self._ports[ports.Mail] = self._mailboxes
        return MailConnections(lambda: self._settings.mail, accounts, self._mailboxes, self._vault, self._ports[ports.Web])

    # --- tasks ---

    async def _understand(self) -> None:
        """Load the commands, then load them again whenever a file changes."""
        await self._memos.set("notice", self._database.notice)
        await anyio.to_thread.run_sync(self._put_schema)
        await self._registry.reload()
        await self._mistakes.refresh(self._settings.understanding.learned_days)
        await self._teaching.learn()
        self._understands.set()
        await self._registry.watch(self._teaching.learn)

    def _put_schema(self) -> None:
        """Beside the owner's commands: completion in any editor, also for step kinds that were installed."""
        with suppress(OSError):
            schema.write(self.start.data / "commands", Kinds.found())

    async def _run_engine(self) -> None:
        engine_module = await anyio.to_thread.run_sync(load_engine, self._settings.runs)
        await self._understands.wait()
        parts = engine_module.Parts(
            turns=self._turns,
            runs=self._runs,
            events=self._events,
            live=self._live,
            ports=self._ports,
            rules=self._rules,
            outbox=self._outbox,
        )
        self._engine = engine_module.Engine(self.start.data, self._settings.runs, parts)
        await anyio.to_thread.run_sync(give_back)
        await self._engine.run()

    async def _watch_triggers(self) -> None:
        await self._understands.wait()
        await self._triggers.run()

    async def _repair(self) -> None:
        await self._understands.wait()
        await self._repairs.run()

    async def _serve_model(self) -> None:
        await self._ledger.open()
        await self._ways.open()
        try:
            await self._background.run()
        finally:
            with anyio.CancelScope(shield=True):
                await self._connection.close()

    async def _warm_up(self) -> None:
        """Be ready for the first command that is taught, once everything else is."""
        await self._understands.wait()
        await anyio.sleep(WARM_UP_AFTER_S)
        await self._teaching.warm_up()
        await anyio.to_thread.run_sync(give_back)

    async def _serve_mail(self) -> None:
        try:
            await self._mailboxes.run()
        finally:
            with anyio.CancelScope(shield=True):
                await self._mailboxes.close()
            self._letters_file.close()

    async def _back_up(self) -> None:
        while True:
            last = await self._memos.get("backed_up")
            if not last or datetime.now(UTC) - datetime.fromisoformat(last) >= BACKUP_EVERY:
                with suppress(OSError):
                    await self._database.back_up()
                    await self._memos.set("backed_up", datetime.now(UTC).isoformat())
            await anyio.sleep(600)

    # --- what the parts call ---

    def tell(self, event: AnyEvent) -> None:
        """Tell a fleeting event. On the event loop."""
        self._bus.publish(Envelope(seq=None, at=datetime.now(UTC), event=event))

    async def change_setting(self, section: str, key: str, value: Any) -> settings.Settings:
        """Write a setting, let the parts take it over, tell every window. Raises AssistantError."""
        async with self._one_change:
            changed = await anyio.to_thread.run_sync(settings.change, self.start.data, section, key, value)
            self._settings = self._desk.settings = changed
            self._understanding.apply(changed.understanding)
            if self._engine is not None:
                self._engine.apply(changed.runs)
            await self._ears.apply(changed)
        self.tell(SettingsChanged(settings=changed.model_dump(mode="json")))
        return changed

    async def _hear(self, utterance: Utterance) -> None:
        try:
            await self._turn.take(utterance)
        except AssistantError as error:
            logger.warning("an utterance was not taken: %s", error)

    def _consider(self, utterance: Utterance, plan: Plan) -> None:
        self._second.consider(utterance, plan)

    async def _look_up(self, plan: Plan) -> bool:
        return await self._meaning.look_up(plan)

    def _ring(self) -> None:
        if self._engine is not None:
            self._engine.ring()

    async def _is_over(self, run: str) -> bool:
        return await self._runs.state(run) in FINAL

    def _chosen_folders(self) -> list[Path]:
        return [Path(folder).expanduser() for folder in self._settings.files.folders]

    def _export_folder(self) -> Path:
        chosen = self._settings.runs.export_folder
        return Path(chosen).expanduser() if chosen else self.start.data / "exports"
