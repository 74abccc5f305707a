"""One yes for a step of all passes of a loop that are still to come, given to exactly what each of them would do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.base import Json
from assistant.domain.flow import Step
from assistant.errors import AssistantError, ExpressionError
from assistant.flows import expressions
from assistant.flows.act import evaluated_params
from assistant.flows.consent import fingerprint

MOST = 200
"""Passes that one yes can count for; an owner looks through no more."""
LARGEST = 200_000
"""Characters of what is shown of them all."""


@dataclass(frozen=True, slots=True)
class Pass:
    """The pass `index` of a loop whose passes begin with the names in `begins`. `granted` is the loop's own."""

    path: str
    index: int
    begins: Sequence[Mapping[str, Json]]
    granted: set[str]

    def to_come(self, step: Step, names: Mapping[str, Json]) -> tuple[Mapping[str, Json], ...]:
        """The parameters of this step in the passes that follow, in their order; none where they depend on what a pass does.

        Only what is shown hangs on this being foreseen rightly: what a pass then does with other parameters is asked about.
        """
        begin = self.begins[self.index]
        if any(
            name in names and (name not in begin or names[name] != begin[name]) for name in expressions.mentioned(step.params)
        ):
            return ()
        found: list[Mapping[str, Json]] = []
        size = 0
        for later in self.begins[self.index + 1 : self.index + 1 + MOST]:
            try:
                params = evaluated_params(step, later)
            except (AssistantError, ExpressionError):
                break
            size += len(json.dumps(params, ensure_ascii=False, default=str))
            if not isinstance(params, Mapping) or size > LARGEST:
                break
            found.append(params)
        return tuple(found)

    def grant(self, step: Step, path: str, to_come: Sequence[Mapping[str, Json]]) -> None:
        """The owner has said yes to this step in the passes that follow, with just these parameters."""
        for index, params in enumerate(to_come, start=self.index + 1):
            self.granted.add(self._named(step, path, index, params))

    def use_up(self, step: Step, path: str, params: Json) -> bool:
        """Whether he has said yes to just this in this pass; a yes counts once."""
        named = self._named(step, path, self.index, params)
        found = named in self.granted
        self.granted.discard(named)
        return found

    def _named(self, step: Step, path: str, index: int, params: Json) -> str:
        return fingerprint(f"{index}:{path.removeprefix(self.path)}:{step.kind}", params)
