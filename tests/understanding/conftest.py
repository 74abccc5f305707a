"""A small registry in both languages, and the development sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.base import Language
from assistant.domain.command import Command, Slot
from assistant.domain.flow import Flow, Step
from assistant.domain.plan import Plan
from assistant.settings import UnderstandingSettings
from assistant.understanding.match import Matching
from assistant.understanding.tokens import detect_language
from assistant.understanding.understand import Understanding

DATA = Path(__file__).parent.parent / "data" / "understanding"
NOW = datetime(2026, 3, 14, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))
FLOW = Flow(steps=(Step(kind="say", params="ok"),))

Row = Mapping[str, Any]
Read = Callable[[str], Plan]


def command(
    name: str,
    phrases: Mapping[Language, Sequence[str]],
    slots: Mapping[str, Any] | None = None,
    effect: Any = "reads",
    confirm: bool = False,
) -> Command:
    """A command with these phrases; `slots` are types by name, or whole slots."""
    made = {key: value if isinstance(value, Slot) else Slot(name=key, type=value) for key, value in (slots or {}).items()}
    listed = {language: tuple(said) for language, said in phrases.items()}
    return Command(name=name, title={"en": name}, phrases=listed, slots=made, flow=FLOW, effect=effect, confirm=confirm)


COMMANDS = (
    command(
        "note.add",
        {"ru": ["(запиши|сделай заметку) {text}"], "en": ["(note|write down|take a note) [that] {text}"]},
        {"text": "text"},
        "writes",
    ),
    command(
        "reminder.add",
        {
            "ru": ["напомни [мне] [(о|об|про)] {text} {when}", "напомни [мне] {when} {text}"],
            "en": ["remind me [to|about|that] {text} {when}", "remind me {when} [to|about] {text}"],
        },
        {"text": "text", "when": "moment"},
        "writes",
    ),
    command(
        "mail.check",
        {"ru": ["(посмотри|проверь) [мою|мои] (почту|письма) [за {period}]"], "en": ["check my (mail|inbox) [for {period}]"]},
        {"period": Slot(name="period", type="period", required=False)},
    ),
    command(
        "task.add",
        {"ru": ["(добавь|создай|поставь) задачу {text}"], "en": ["add [a] task [to] {text}"]},
        {"text": "text"},
        "writes",
    ),
    command("site.open", {"ru": ["открой [сайт] {site}"], "en": ["open [the] [site|website] {site}"]}, {"site": "text"}),
    command(
        "web.search",
        {"ru": ["найди [в интернете] {query}", "поищи {query}"], "en": ["search [the web] for {query}", "find {query}"]},
        {"query": "text"},
    ),
    command(
        "timer.start",
        {"ru": ["(поставь|засеки|включи) таймер на {length}"], "en": ["set [a] timer for {length}"]},
        {"length": "duration"},
        "writes",
    ),
    command(
        "event.add",
        {
            "ru": ["(поставь|назначь) встречу с {person} [на] {when}"],
            "en": ["schedule [a] meeting with {person} [at|on] {when}"],
        },
        {"person": "person", "when": "moment"},
        "writes",
    ),
    command(
        "letter.send",
        {"ru": ["отправь {what} {person}"], "en": ["send {what} to {person}"]},
        {"what": "text", "person": "person"},
        "sends",
    ),
    command("agenda.show", {"ru": ["что у меня (сегодня|завтра)"], "en": ["what do i have (today|tomorrow)"]}),
    command(
        "phone.call", {"ru": ["позвони {person} {when}"], "en": ["call {person} {when}"]}, {"person": "person", "when": "moment"}
    ),
    command("listening.off", {"ru": ["не слушай", "хватит слушать"], "en": ["stop listening"]}),
    command("everything.erase", {"ru": ["сотри все заметки"], "en": ["erase all notes"]}, effect="writes", confirm=True),
)


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    """The facade, having learned COMMANDS."""
    made = Understanding(UnderstandingSettings())
    made.load(COMMANDS)
    return made


@pytest.fixture(scope="session")
def read(understanding: Understanding) -> Read:
    """The plan of a sentence in whichever language it is."""
    return lambda text: understanding.read(text, detect_language(text), now=NOW, turn="turn-1", plan_id="plan-1")


def rows(name: str) -> list[Row]:
    """The sentences of one development file."""
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line]


def learned(registry: str, language: Language) -> Matching:
    """All matchers, having learned one command for each intent of a registry file, from plain phrases."""
    phrases: dict[str, list[str]] = {}
    for row in rows(registry):
        phrases.setdefault(row["intent"], []).append(row["text"])
    matching = Matching()
    matching.load([command(name, {language: said}) for name, said in phrases.items()])
    return matching
