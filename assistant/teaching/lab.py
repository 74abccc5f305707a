"""The conflict lab: a text tried against every command, with the understanding that would be if it were saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant import rehearsal
from assistant.domain.command import Command, Conflict, Fault
from assistant.domain.teaching import Decision
from assistant.registry import check
from assistant.registry.conflicts import conflicts_of
from assistant.registry.effects import with_calls
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
    all_commands, lost = with_calls({**commands, command.name: command})
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


def decided(conflicts: Sequence[Conflict], decisions: Sequence[Decision], choice: str) -> list[Conflict]:
    """The conflicts about which the owner decided so."""
    sentences = {decision.sentence for decision in decisions if decision.choice == choice}
    return [conflict for conflict in conflicts if conflict.sentence in sentences]
