"""What a command does to the world: the strongest effect of its steps and of the commands it calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from assistant.domain.both import both
from assistant.domain.command import Command, Fault
from assistant.domain.flow import Step
from assistant.registry.kinds import Kinds, nearest
from assistant.registry.templates import is_template

Effect = Literal["reads", "writes", "sends"]
ORDER: tuple[Effect, ...] = ("reads", "writes", "sends")
CALL = "command"
"""The control step that carries out another command."""


def every(steps: Sequence[Step]) -> Iterator[Step]:
    """Each step with all that are nested in it, rescues included."""
    for step in steps:
        yield step
        yield from every(step.rescue)
        for block in step.blocks.values():
            yield from every(block)


def strongest_of(steps: Sequence[Step], kinds: Kinds) -> Effect:
    """The strongest effect of these steps; a call of a command that only the run will name may do anything."""
    effects: list[Effect] = ["reads"]
    for step in every(steps):
        if step.kind in kinds.steps:
            params = step.params if isinstance(step.params, Mapping) else {}
            effects.append(kinds.steps[step.kind].effect_of(params).value)
        elif step.kind == CALL and is_template(_called(step)):
            effects.append("sends")
    return max(effects, key=ORDER.index)


def secrets_of(steps: Sequence[Step], kinds: Kinds) -> list[str]:
    """The names of the secrets these steps use, in order."""
    found = (
        kinds.steps[step.kind].secrets_of(step.params)
        for step in every(steps)
        if step.kind in kinds.steps and isinstance(step.params, Mapping)
    )
    return sorted({name for names in found for name in names})


def with_calls(commands: Mapping[str, Command]) -> tuple[dict[str, Command], list[Fault]]:
    """The commands with the effects of those they call, and faults for calls that lead nowhere."""
    calls = {
        name: [(step, _called(step)) for step in every(command.flow.steps) if step.kind == CALL]
        for name, command in commands.items()
    }
    effects = {name: command.effect for name, command in commands.items()}
    changed = True
    while changed:
        changed = False
        for name, called in calls.items():
            strongest = max([effects[name], *(effects[to] for _step, to in called if to in effects)], key=ORDER.index)
            changed, effects[name] = changed or strongest != effects[name], strongest
    return (
        {name: command.model_copy(update={"effect": effects[name]}) for name, command in commands.items()},
        [fault for name, called in calls.items() for step, to in called if (fault := _lost(commands[name], step, to, commands))],
    )


def _called(step: Step) -> str:
    return str(step.params.get("name", "")) if isinstance(step.params, Mapping) else str(step.params)


def _lost(command: Command, step: Step, called: str, commands: Mapping[str, Command]) -> Fault | None:
    if called in commands or is_template(called):
        return None
    hint = nearest(called, commands)
    message = both("There is no command `{name}`.{hint}", "Команды `{name}` нет.{hint}", name=called, hint=hint)
    return Fault(file=command.file, line=step.line, message=message, severity="warning")
