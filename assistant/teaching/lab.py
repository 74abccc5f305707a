"""The conflict lab: a text tried against every command, with the understanding that would be if it were saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import rehearsal
from assistant.domain.command import Command, Conflict, Fault
from assistant.domain.teaching import Decision
from assistant.registry import check
from assistant.registry.conflicts import conflicts_of
from assistant.registry.effects import with_calls
from assistant.understanding.phrases import compiled
from assistant.understanding.tokens import content
from assistant.understanding.understand import Understanding


@dataclass(frozen=True, slots=True)
class Trial:
    """All commands as they would be, understood, and what is wrong then."""

    commands: Mapping[str, Command]
    understanding: Understanding
    faults: tuple[Fault, ...]
    conflicts: tuple[Conflict, ...]


def trial(command: Command, commands: Mapping[str, Command], understanding: Understanding) -> Trial:
    """What would be if this command were saved: its tests that fail, its conflicts in both directions. Blocking."""
    all_commands, lost = with_calls(_with(command, commands))
    new = understanding.trial([one for one in all_commands.values() if one.enabled])
    known = rehearsal.known(new)
    faults = [fault for fault in lost if fault.file == command.file]
    if not command.enabled:
        return Trial(all_commands, new, tuple(faults), ())
    faults += check.failing_tests(command, known)
    enabled = {name: one for name, one in all_commands.items() if one.enabled}
    found = conflicts_of(command, enabled, known)
    # Its own tests that do not hold are faults, with their place.
    found = [one for one in found if one.kind != "test" or one.command != command.name]
    return Trial(all_commands, new, tuple(faults), tuple(found))


def _with(command: Command, commands: Mapping[str, Command]) -> dict[str, Command]:
    """All commands in the order they will be loaded in: of two that are alike the first one wins."""
    if command.name in commands:
        return {**commands, command.name: command}
    names = list(commands)
    first_own = max((place for place, name in enumerate(names, 1) if commands[name].origin == "built-in"), default=0)
    later = (place for place in range(first_own, len(names)) if Path(commands[names[place]].file) > Path(command.file))
    names.insert(next(later, len(names)), command.name)
    return {name: command if name == command.name else commands[name] for name in names}


def new_only(tried: Trial, command: Command, commands: Mapping[str, Command], live: Understanding) -> list[Conflict]:
    """The conflicts of a trial without those the command, as it stands, has already: the owner knows them. Blocking."""
    found = list(tried.conflicts)
    former = commands.get(command.name)
    if not found or former is None or not former.enabled:
        return found
    enabled = {name: one for name, one in commands.items() if one.enabled}
    known = {_essence(one) for one in conflicts_of(former, enabled, rehearsal.known(live))}
    return [one for one in found if _essence(one) not in known]


def _essence(conflict: Conflict) -> tuple[str, str, str, str]:
    return conflict.kind, conflict.sentence, conflict.command, conflict.rival


def behind(conflict: Conflict, command: Command) -> list[str]:
    """The phrases of a command that make a conflict: its own one, or those that take another command's sentence."""
    if conflict.command == command.name:
        return [conflict.phrase]
    said = {token.lemma for token in content(conflict.sentence)}
    phrases = [phrase for ways in command.phrases.values() for phrase in ways]
    return [phrase for phrase in phrases if all(not words.isdisjoint(said) for words in compiled(phrase).required)]


def decided(conflicts: Sequence[Conflict], decisions: Sequence[Decision], choice: str) -> list[Conflict]:
    """The conflicts about which the owner decided so."""
    sentences = {decision.sentence for decision in decisions if decision.choice == choice}
    return [conflict for conflict in conflicts if conflict.sentence in sentences]
