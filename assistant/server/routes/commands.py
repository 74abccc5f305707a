"""What can be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from assistant.domain.base import Language
from assistant.domain.command import Command, Fault, LocalText
from assistant.server.desk import Desk
from assistant.server.rpc import Method, Params, Result, RouteGroup


class SlotShown(Result):
    """What a command needs to know."""

    name: str
    type: str
    required: bool


class CommandShown(Result):
    """A command for the palette."""

    name: str
    title: LocalText
    description: LocalText
    phrases: Mapping[Language, Sequence[str]]
    slots: Sequence[SlotShown]
    origin: Literal["built-in", "owner"]
    effect: Literal["reads", "writes", "sends"]
    file: str


class CommandList(Result):
    """All commands, and what is wrong with command files."""

    commands: Sequence[CommandShown]
    faults: Sequence[Fault]


def shown(command: Command) -> CommandShown:
    """A command without its flow."""
    slots = [SlotShown(name=slot.name, type=slot.type, required=slot.required) for slot in command.slots.values()]
    kept = command.model_dump(include={"name", "title", "description", "phrases", "origin", "effect", "file"})
    return CommandShown(**kept, slots=slots)


async def list_all(desk: Desk, params: Params) -> CommandList:
    """Every loaded command."""
    return CommandList(commands=[shown(command) for command in desk.registry.commands.values()], faults=desk.registry.faults)


class CommandRoutes(RouteGroup):
    """`commands.*`"""

    methods = {"list": Method(Params, CommandList, list_all)}
