"""Which methods of the ports only look: what a dry run may really call."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.ports.calendar import Calendars
from assistant.ports.conversation import Commands, History
from assistant.ports.files import Files, Folders
from assistant.ports.mail import Mail
from assistant.ports.model import Model
from assistant.ports.records import Records, Tables
from assistant.ports.teaching import Lessons, Teaching
from assistant.ports.web import Scripts, Secrets, Web

LOOKING: Mapping[type, frozenset[str]] = {
    Records: frozenset({"get", "find", "between"}),
    History: frozenset({"said", "last", "shown"}),
    Commands: frozenset({"all"}),
    Files: frozenset({"read_text"}),
    Folders: frozenset({"list", "read", "digest", "content"}),
    Tables: frozenset({"all", "table", "find", "total"}),
    Scripts: frozenset({"run"}),
    Web: frozenset({"fetch"}),
    Secrets: frozenset({"secret"}),
    Model: frozenset({"connected"}),
    Mail: frozenset(
        {
            "accounts",
            "account",
            "search",
            "weigh",
            "subscriptions",
            "read",
            "thread",
            "contacts",
            "attachment",
            "attachment_text",
            "prepare",
            "sent",
        }
    ),
    Calendars: frozenset({"hours", "calendars", "calendar", "between", "get", "made"}),
    Lessons: frozenset({"told", "kept", "changed", "lines", "meant", "text", "taken", "said", "last_taught"}),
    Teaching: frozenset({"name_for", "read", "parsed", "written", "text_of", "difference", "versions", "rehearse"}),
}
"""What only looks: the methods of each port a dry run may really call. A port that is not here does nothing in one."""


OUTSIDE: frozenset[type] = frozenset({Web, Secrets})
"""Ports that look outside this computer: only for steps that read, whatever their methods are."""
