"""What is bound to what: every part of the sidecar and the real thing behind every port; nothing runs here yet."""

from __future__ import annotations

import logging
from collections import ChainMap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread

from assistant import doctor, ports, settings, settings_file
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
    TellingWindows,
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
from assistant.registry.registry import Registry
from assistant.registry.save import OwnerFiles as CommandFiles
from assistant.script import Sandbox
from assistant.server.desk import Desk
from assistant.showing.past import PastTasks
from assistant.showing.repairs import Repairs
from assistant.showing.showings import Showings
from assistant.store import letters
from assistant.store.calendars import CalendarJournal, KnownCalendars
from assistant.store.database import Database, OpenedLater
from assistant.store.effects import Effects
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


@dataclass(frozen=True, slots=True)
class Ground:
    """What the house is put up on. `commands` are the folders of the built-in ones."""

    data: Path
    commands: Sequence[Path]
    token: str
    settings: settings.Settings
    bus: Bus
    database: Database


class House:
    """The parts of one data folder. What the owner does not use is neither imported nor opened before it is needed."""

    def __init__(self, ground: Ground) -> None:
        data, database = ground.data, ground.database
        self._data, self.settings, self.bus, self.database = data, ground.settings, ground.bus, database
        self.engine: Engine | None = None
        """There once it has been loaded."""
        self.understands = anyio.Event()
        """Set once the commands were read."""
        self._one_change = anyio.Lock()
        self.turns, self.events = Turns(database), Events(database)
        self.runs, self.effects = Runs(database), Effects(database)
        self.records, self.tables, self.memos = Records(database), Tables(database), Memos(database)
        self.live, self.rules = LiveRuns(self.runs), Rules(database)
        self.outbox = Outbox(Held(database), self.live)
        self.vault = Vault(data)
        own_secrets = OwnSecrets(self.vault, self.memos)
        self.registry = Registry.of(ground.commands, data)
        self.understanding = Understanding(self.settings.understanding)
        self.turn = Turn(
            self.understanding,
            self.registry,
            self.turns,
            self.runs,
            self.events,
            self.live,
            self.ring,
            self.understands,
            self._consider,
            self._look_up,
        )
        self.ears = Listener(
            self.settings,
            data,
            tell=self.tell,
            take=self._hear,
            is_complete=self.turn.is_complete,
            is_answer=self.turn.is_answer,
        )
        lessons = Lessons(self.understanding)
        self.ports: dict[type, Any] = {
            ports.Records: self.records,
            ports.History: StoredHistory(self.turns),
            ports.Runs: OtherRuns(self.live),
            ports.Commands: LoadedCommands(self.registry),
            ports.Turns: SaidAgain(self.turn),
            ports.Voice: ListeningMode(self.change_setting),
            ports.Opener: DesktopOpener(lambda: self.settings.search.address),
            ports.Files: OwnerFiles(self._export_folder),
            ports.Folders: OwnerFolders(self._chosen_folders, data, self._export_folder),
            ports.Web: Fetcher(lambda: self.settings.http.allow_hosts),
            ports.Scripts: Sandbox(),
            ports.Tables: self.tables,
            ports.Secrets: own_secrets,
            ports.Notices: TellingNotices(self.events),
            ports.Windows: TellingWindows(self.tell),
            ports.Lessons: TaughtLessons(lessons, self.turns, self.runs, self.registry),
        }
        command_files = CommandFiles(data / "commands", ground.commands)
        self.teaching = Teaching(self.registry, self.understanding, Versions(database), command_files, self.tell, self.ports)
        self.ports[ports.Teaching] = self.teaching
        account = self._assemble_model()
        self.google = self._assemble_google()
        mail = self._assemble_mail()
        self.google.changed = mail.follow
        self.calendars = self._assemble_calendars()
        self.ports[ports.Calendars] = self.calendars
        self.browsing = Browsing(lambda: self.settings.browser, data, self._is_over)
        self.ports |= {
            ports.Browser: self.browsing,
            ports.Sites: VisitedSites(lambda: self.settings.market, self.browsing, self.ports[ports.Web]),
        }
        self._assemble_showing(own_secrets)
        undo = UndoJournal(self.effects, self.events, self.ports, self.outbox)
        self.ports[ports.Undo] = undo
        self.mistakes = Mistakes(
            self.registry,
            Learned(database),
            self.turns,
            self.runs,
            self.live,
            undo,
            self.turn,
            lessons,
            self.teaching.learn,
        )
        self.ports[ports.Mistakes] = self.mistakes
        self.reminders = ReminderClock(self.records)
        self.triggers = Watcher(Triggers(database), self.registry, self.bus, self.ring)
        self.ports[ports.Schedules] = self.triggers
        self.desk = Desk(
            data=data,
            token=ground.token,
            settings=self.settings,
            bus=self.bus,
            turn=self.turn,
            turns=self.turns,
            runs=self.runs,
            rules=self.rules,
            outbox=self.outbox,
            records=self.records,
            calendars=self.calendars,
            tables=self.tables,
            triggers=self.triggers,
            events=self.events,
            memos=self.memos,
            live=self.live,
            undo=undo,
            registry=self.registry,
            teaching=self.teaching,
            mistakes=self.mistakes,
            lessons=lessons,
            ears=self.ears,
            llm=account,
            secrets=own_secrets,
            mail=mail,
            google=self.google,
            browser=self.browsing,
            showings=self.showings,
            browsing=self._assemble_browser_tasks(own_secrets),
            tell=self.tell,
            change_setting=self.change_setting,
            examine=partial(doctor.examine, data),
        )

    def _assemble_model(self) -> Account:
        """The language model, if one is connected; nothing of it is imported or asked before it is needed."""

        def now() -> settings.LlmSettings:
            return self.settings.llm

        self.ledger, self.ways = Ledger(self.database), Ways(self.memos)
        self.connection = Connection(now, self.vault)
        allowance = Allowance(self.ledger, self.memos)
        model = LanguageModel(
            now, self.connection, allowance, self.ledger, self.ways, tell_limit=partial(tell_limit, self.events)
        )
        self.background = Background(model.ask, self.ledger, self.live.cancellable)
        self.ports[ports.Model] = ConnectedModel(model, self.background, self.tell)
        composer = Composer(self.ports[ports.Model], self.ports[ports.Commands], self.ports[ports.Teaching])
        self.ports[ports.Planner] = composer
        embedder = Embedder(now, self.connection, allowance, Vectors(self.database))
        self.meaning = Meaning(embedder, self.understanding)
        parts = second.Parts(
            model=self.ports[ports.Model],
            composer=composer,
            nearest=Nearest(embedder),
            understanding=self.understanding,
            turns=self.turns,
            runs=self.runs,
            events=self.events,
            live=self.live,
        )
        self.second = second.SecondOpinion(parts, now, self.ring, self.tell)
        return Account(now, self.change_setting, self.connection, model, allowance, self.ledger, self.ways)

    def _assemble_google(self) -> GoogleAccounts:
        """Google, if it is connected; its library is not imported before it is needed."""
        return GoogleAccounts(
            lambda: self.settings.google,
            GoogleLedger(self.database),
            self.vault,
            self.ports[ports.Opener].open_url,
            lambda: self.tell(ConnectionsChanged()),
        )

    def _assemble_calendars(self) -> OwnerCalendars:
        """The owner's calendars, here and where an account is connected."""
        parts = {
            GoogleAccounts: self.google,
            KnownCalendars: KnownCalendars(self.database),
            CalendarJournal: CalendarJournal(self.database),
        }
        return OwnerCalendars(lambda: self.settings.calendar, ChainMap(parts, self.ports), lambda: self.tell(CalendarChanged()))

    def _assemble_showing(self, own_secrets: OwnSecrets) -> None:
        """What the owner shows in the browser, and commands corrected when their pages have changed."""
        self.recorder = Recorder(self.browsing.session, self.browsing.pages)
        past = PastTasks(self.runs, self.events, lambda run, path: self.ports[ports.BrowserTasks].way(run, path))
        self.showings = Showings(self.recorder, self.memos, self.registry, own_secrets.names, self.bus, self.tell, past.last)
        self.ports[ports.Showings] = self.showings
        self.repairs = Repairs(
            self.registry,
            self.teaching,
            self.ports[ports.Lessons],
            self.runs,
            self.turns,
            self.memos,
            self.bus,
            self.ring,
        )
        self.browsing.repaired = self.repairs.note
        self.browsing.secret = own_secrets.secret

    def _assemble_browser_tasks(self, own_secrets: OwnSecrets) -> BrowserTasks:
        """A language model at work in the browser, each time in a process of its own."""
        tasks = BrowserTasks(
            self._data / "browser" / "tasks",
            self.ports[ports.Model],
            own_secrets,
            AskedOwner(self.live, self.runs, lambda: self.settings.runs.question_days),
            self.browsing.session,
            lambda: self.settings.browser.allow_hosts,
            self.events.record,
        )
        self.ports[ports.BrowserTasks] = tasks
        return tasks

    def _assemble_mail(self) -> MailConnections:
        """The owner's mailboxes, if any are connected; the index of letters is a file of its own that can be made again."""
        accounts = MailAccounts(self.database)
        letters_file = OpenedLater(self._data / "mail.sqlite", self.bus.publish, letters.FOLDER)
        self.letters_file = letters_file
        self.mailboxes = Mailboxes(
            lambda: self.settings.mail,
            accounts,
            letters.Letters(letters_file),
            MailJournal(self.database),
            MailSendings(self.database),
            self.vault,
        )
        self.ports[ports.Mail] = self.mailboxes
        return MailConnections(lambda: self.settings.mail, accounts, self.mailboxes, self.vault, self.ports[ports.Web])

    # --- what the parts call ---

    def tell(self, event: AnyEvent) -> None:
        """Tell a fleeting event. On the event loop."""
        self.bus.publish(Envelope(seq=None, at=datetime.now(UTC), event=event))

    async def change_setting(self, section: str, key: str, value: Any) -> settings.Settings:
        """Write a setting, let the parts take it over, tell every window. Raises AssistantError."""
        async with self._one_change:
            changed = await anyio.to_thread.run_sync(settings_file.change, self._data, section, key, value)
            self.settings = self.desk.settings = changed
            self.understanding.apply(changed.understanding)
            if self.engine is not None:
                self.engine.apply(changed.runs)
            await self.ears.apply(changed)
        self.tell(SettingsChanged(settings=changed.model_dump(mode="json")))
        return changed

    async def _hear(self, utterance: Utterance) -> None:
        try:
            await self.turn.take(utterance)
        except AssistantError as error:
            logger.warning("an utterance was not taken: %s", error)

    def _consider(self, utterance: Utterance, plan: Plan) -> None:
        self.second.consider(utterance, plan)

    async def _look_up(self, plan: Plan) -> bool:
        return await self.meaning.look_up(plan)

    def ring(self) -> None:
        """Say that the outbox has something new. On the event loop."""
        if self.engine is not None:
            self.engine.ring()

    async def _is_over(self, run: str) -> bool:
        return await self.runs.state(run) in FINAL

    def _chosen_folders(self) -> list[Path]:
        return [Path(folder).expanduser() for folder in self.settings.files.folders]

    def _export_folder(self) -> Path:
        chosen = self.settings.runs.export_folder
        return Path(chosen).expanduser() if chosen else self._data / "exports"
