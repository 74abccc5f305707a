"""What the owner was shown and has said yes to, not done yet."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.domain.base import Json
from assistant.domain.flow import Step
from assistant.flows import consent
from assistant.flows.consent import fingerprint


class Agreed:
    """The yeses that still count."""

    def __init__(self) -> None:
        self._shown: list[dict[str, str]] = []
        """By name the fingerprint of each value, and under "" the kind of step it is for."""

    def add(self, shown: Mapping[str, Json], following: Step) -> None:
        """The owner has said yes to exactly these values, for the step that follows."""
        named = {name: fingerprint(name, value) for name, value in shown.items()}
        self._shown.append({**named, "": fingerprint("", following.kind)})

    def use_up(self, step: Step, params: Json) -> bool:
        """Whether the owner has just said yes to this kind of step with all that these parameters hold; the first step that acts
        uses the yes up, whichever it is."""
        if not consent.acts(step, params):
            return False
        held = {name: fingerprint(name, value) for name, value in consent.given(step, params).items()}
        held[""] = fingerprint("", step.kind)
        found = len(held) > 1 and any(held.items() <= shown.items() for shown in self._shown)
        self.clear()
        return found

    def clear(self) -> None:
        """No yes counts any more."""
        self._shown.clear()
