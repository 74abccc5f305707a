"""Asks a model which command a clause means: one question, its answer held to what was really said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from assistant.domain.base import Json
from assistant.domain.command import Command
from assistant.domain.model import Prompt
from assistant.domain.plan import PlannedClause
from assistant.llm.prompts import prompt
from assistant.planner.retrieve import Retrieval, command_line, command_text, within
from assistant.understanding.advice import Advice, Sureness
from assistant.words import fold

NEAR, SHOWN = 8, 60
"""Commands a model may choose from: the nearest are shown with a way to say them, the others by their titles."""
ROOM = 6_000
"""Bytes of all that."""
PATIENCE = 20.0
"""Seconds it may take."""
NONE = "none"

Sort = Literal["command", "request", "talk"]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a clause is: a command (with `advice`), a request no command does, or no request at all."""

    sort: Sort
    advice: Advice | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a clause stands: the whole sentence, what was said before (newest last), the turn."""

    sentence: str
    recent: Sequence[str]
    turn: str


def question(
    planned: PlannedClause, setting: Setting, retrieval: Retrieval, commands: Mapping[str, Command], near: Sequence[str] = ()
) -> Prompt:
    """The question about one clause; its size does not depend on how many commands there are. `near` are those near in meaning."""
    first = [match.command for match in planned.candidates]
    ranked = dict.fromkeys([*first, *near, *retrieval.commands(planned.clause.text, SHOWN), *commands])
    names = [name for name in ranked if name in commands][:SHOWN]
    lines = [command_text(commands[name]) if i < NEAR else command_line(commands[name]) for i, name in enumerate(names)]
    shown = within(ROOM, lines)
    data = {
        "said": planned.clause.text,
        "sentence": setting.sentence,
        "recent": "\n".join(setting.recent) or NONE,
        "commands": "\n".join(shown) or NONE,
    }
    return Prompt(
        instructions=prompt("match"),
        data=data,
        answer=_answer(names[: len(shown)]),
        purpose="match",
        turn=setting.turn,
        size="small",
        longest=600,
        patience=PATIENCE,
    )


def meant(value: Mapping[str, Json], planned: PlannedClause, setting: Setting, commands: Mapping[str, Command]) -> Meant:
    """The answer, without words nobody said and slots the command does not have."""
    sort = cast("Sort", value["kind"])
    command = commands.get(str(value["command"]))
    if sort != "command":
        return Meant(sort)
    if command is None:
        return Meant("request")
    material = fold("\n".join([planned.clause.text, setting.sentence, *setting.recent]))
    words = {
        str(slot["name"]): str(slot["words"]).strip()
        for slot in value["slots"]
        if slot["name"] in command.slots and str(slot["words"]).strip() and fold(str(slot["words"]).strip()) in material
    }
    return Meant("command", Advice(command.name, words, cast("Sureness", value["sure"])))


def _answer(names: Sequence[str]) -> dict[str, Json]:
    slot = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "words": {"type": "string"}},
        "required": ["name", "words"],
        "additionalProperties": False,
    }
    properties = {
        "kind": {"type": "string", "enum": ["command", "request", "talk"]},
        "command": {"type": "string", "enum": [*names, NONE]},
        "slots": {"type": "array", "items": slot},
        "sure": {"type": "string", "enum": ["yes", "likely", "no"]},
    }
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
