"""What the owner must decide before a clause is carried out: which command, yes or no, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.domain.base import Json
from assistant.domain.plan import Match, PlannedClause, Verdict
from assistant.errors import RunCancelled
from assistant.flows import spoken
from assistant.flows.consent import fingerprint
from assistant.flows.desk import Course, Desk

_TEXTS = {
    "choose": {"en": "Which of these did you mean?", "ru": "Что вы имели в виду?"},
    "none": {"en": "None of these", "ru": "Ничего из этого"},
    "confirm": {"en": "Did you mean this?", "ru": "Вы имели в виду это?"},
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The command that will be carried out, and all it needs to know."""

    command: str
    slots: dict[str, Json]


async def settle(desk: Desk, course: Course, planned: PlannedClause, commands: Mapping[str, Any]) -> Choice:
    """Ask what must be asked, each once. Raises RunCancelled when the owner wants none of it."""
    candidates = [match for match in planned.candidates if match.command in commands]
    match = candidates[0]
    if planned.verdict is Verdict.CLARIFY and len(candidates) > 1:
        match = await _choose(desk, course, candidates, commands)
    slots = dict(match.slots)
    for name in match.missing:
        slots[name] = await _missing(desk, course, commands[match.command]["slots"][name])
    # Whoever answers a command's question has meant that command; only what cannot be taken back still wants a yes.
    surely_meant = bool(match.missing) and not commands[match.command]["strict"]
    if planned.verdict is Verdict.CONFIRM and (planned.ask or not surely_meant):
        await _confirm(desk, course, match.command, slots, commands, planned.ask)
    return Choice(match.command, slots)


async def _choose(desk: Desk, course: Course, candidates: list[Match], commands: Mapping[str, Any]) -> Match:
    titles = [_title(commands[match.command], course) for match in candidates]
    index = await _ask(
        desk,
        course,
        "choose",
        {"kind": "choose", "text": _TEXTS["choose"][course.language], "options": (*titles, _TEXTS["none"][course.language])},
    )
    if not isinstance(index, int) or not 0 <= index < len(candidates):
        raise RunCancelled("None of these.", ru="Ничего из этого.")
    return candidates[index]


async def _confirm(
    desk: Desk, course: Course, command: str, slots: dict[str, Json], commands: Mapping[str, Any], text: str = ""
) -> None:
    yes = await _ask(
        desk,
        course,
        "confirm",
        {
            "kind": "confirm",
            "text": text or f"{_TEXTS['confirm'][course.language]} {_title(commands[command], course)}",
            "details": slots,
            "effect": commands[command].get("effect", ""),
            "undoable": commands[command].get("effect") == "writes",
            "hash": fingerprint(command, slots),
        },
    )
    if not yes:
        raise RunCancelled("Not meant.", ru="Имелось в виду другое.")


async def _missing(desk: Desk, course: Course, slot: Mapping[str, Any]) -> Json:
    return await _ask(desk, course, f"slot.{slot['name']}", spoken.question(slot, course.language))


async def _ask(desk: Desk, course: Course, path: str, question: dict[str, Json]) -> Json:
    return await desk.record(f"{path}.answer", lambda: desk.ask(course, question, f"{course.run}:{path}", path))


def _title(command: Mapping[str, Any], course: Course) -> str:
    title = command["title"]
    return str(title.get(course.language) or next(iter(title.values())))
