"""What the owner has, and how the assistant is set, is another now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from assistant.domain.base import Json
from assistant.domain.command import Fault, LocalText
from assistant.domain.event.told import Fleeting, Told
from assistant.domain.record import Record
from assistant.domain.table import Table
from assistant.domain.teaching import Why


class RecordChanged(Told):
    """A note, task, reminder or event was added, changed or removed (`record` None)."""

    type: Literal["record.changed"] = "record.changed"
    id: str
    record: Record | None


class TableChanged(Told):
    """A table of the owner, or rows of it, were added, changed or removed (`table` None: it is gone)."""

    type: Literal["table.changed"] = "table.changed"
    id: str
    table: Table | None


class CalendarChanged(Fleeting):
    """Something in a calendar that is kept elsewhere was added, changed or removed; ask for it again."""

    type: Literal["calendar.changed"] = "calendar.changed"


class CommandsLoaded(Fleeting):
    """The command files were read (again). `faults` are what is wrong with them."""

    type: Literal["commands.loaded"] = "commands.loaded"
    count: int
    faults: tuple[Fault, ...] = ()


class CommandChanged(Told):
    """An owner's command was saved, disabled or removed, by the assistant or (`why` file) by another program; it can be said
    so at once. `version` is the number of the version that was made."""

    type: Literal["command.changed"] = "command.changed"
    name: str
    title: LocalText = Field(default_factory=dict)
    version: int
    why: Why
    removed: bool = False
    disabled: bool = False


class SettingsChanged(Fleeting):
    """A setting was changed, from any window or the command line; `settings` are the ones a window may show."""

    type: Literal["settings.changed"] = "settings.changed"
    settings: Mapping[str, Json]


class DraftChanged(Fleeting):
    """The unsent text of the composer, as last saved by one window, for the others. `client` made the change."""

    type: Literal["draft.changed"] = "draft.changed"
    text: str
    client: str


class LlmChanged(Fleeting):
    """A language model was connected or disconnected, or cannot be reached (`detail` says why)."""

    type: Literal["llm.changed"] = "llm.changed"
    state: Literal["off", "ready", "unreachable"]
    model: str = ""
    detail: LocalText = Field(default_factory=dict)


class ConnectionsChanged(Fleeting):
    """A connection of the owner's was made, changed or let go, or signing in has come further; ask for them again."""

    type: Literal["connections.changed"] = "connections.changed"
