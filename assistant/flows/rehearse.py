"""A dry run of a command: real reads, imagined writes and sends, nothing durable."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.domain.base import Json, Language
from assistant.domain.command import Command
from assistant.domain.teaching import Rehearsal
from assistant.errors import StepRefused
from assistant.flows.context import Ports


async def rehearse(
    command: Command,
    commands: Mapping[str, Command],
    slots: Mapping[str, Json],
    answers: Mapping[str, Json],
    *,
    language: Language,
    reach: Ports,
) -> Rehearsal:
    """Walk the steps of a command without changing anything."""
    raise StepRefused("The dry run is not there yet.")
