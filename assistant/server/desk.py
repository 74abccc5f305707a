"""Everything a request may reach, put together by `app`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.browser.browsing import Browsing
from assistant.browser.tasks import BrowserTasks
from assistant.bus import Bus
from assistant.calendar.calendars import OwnerCalendars
from assistant.domain.event.envelope import AnyEvent
from assistant.flows.live import LiveRuns
from assistant.flows.outbox import Outbox
from assistant.flows.undo import UndoJournal
from assistant.google.accounts import GoogleAccounts
from assistant.llm.account import Account
from assistant.mail.connections import MailConnections
from assistant.mistakes import Mistakes
from assistant.own_secrets import OwnSecrets
from assistant.registry.registry import Registry
from assistant.server.uploads import Uploads
from assistant.settings import Settings
from assistant.showing.showings import Showings
from assistant.store.events import Events
from assistant.store.memos import Memos
from assistant.store.records import Records
from assistant.store.rules import Rules
from assistant.store.runs import Runs
from assistant.store.tables import Tables
from assistant.store.turns import Turns
from assistant.teaching.teaching import Teaching
from assistant.telling.lessons import Lessons
from assistant.triggers.triggers import Watcher
from assistant.turn import Turn
from assistant.voice.listen import Listener


@dataclass(slots=True)
class Desk:
    """The parts a request may use. `settings` is replaced when it changes."""

    data: Path
    token: str
    settings: Settings
    bus: Bus
    turn: Turn
    turns: Turns
    runs: Runs
    rules: Rules
    outbox: Outbox
    records: Records
    calendars: OwnerCalendars
    tables: Tables
    triggers: Watcher
    events: Events
    memos: Memos
    live: LiveRuns
    undo: UndoJournal
    registry: Registry
    teaching: Teaching
    mistakes: Mistakes
    lessons: Lessons
    ears: Listener
    llm: Account
    secrets: OwnSecrets
    mail: MailConnections
    showings: Showings
    google: GoogleAccounts
    browser: Browsing
    browsing: BrowserTasks
    tell: Callable[[AnyEvent], None]
    change_setting: Callable[[str, str, Any], Awaitable[Settings]]
    examine: Callable[[], Awaitable[list[Any]]]
    uploads: Uploads = field(default_factory=Uploads)
