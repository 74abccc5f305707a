"""Follows turns to their end: which clauses and runs they have, and whether all of them are finished or waiting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.domain.run import FINAL, RunState

UNMATCHED, UNREADABLE = "unmatched", "unreadable"
"""No command fits a clause; the words are no answer to the question that is open. Nothing more comes of either."""
AT_REST = {state.value for state in FINAL} | {RunState.WAITING.value, RunState.PAUSED.value, UNMATCHED, UNREADABLE}
GOOD = {RunState.DONE.value, RunState.SKIPPED.value}


@dataclass(slots=True)
class Followed:
    """One turn. Feed it every event; `at_rest` and `succeeded` tell how it stands."""

    turn: str
    clauses: dict[int, str] = field(default_factory=dict)
    """Number (-1: the words were meant as an answer) -> state: "", UNMATCHED, UNREADABLE, or the state of its run."""
    _runs: dict[str, int] = field(default_factory=dict)
    _planned: bool = False
    _answered: str = ""

    def feed(self, event: Mapping[str, Any]) -> bool:
        """Take an event in; whether it belongs to this turn."""
        if self._answered and event["run"] == self._answered:
            self._run_event(event, -1)
            return True
        if event["turn"] != self.turn:
            return False
        match event["type"]:
            case "plan.proposed":
                self._planned = True
                self.clauses.update(dict.fromkeys(range(len(event["plan"]["clauses"])), ""))
            case "utterance.answered":
                self._planned, self._answered = True, event["run"]
                self.clauses[-1] = ""
            case "message.said" if not self._planned and not event["run"]:
                self._planned = True
                self.clauses[-1] = UNREADABLE
            case "command.unmatched":
                self.clauses[event["clause"]] = UNMATCHED
            case "clause.changed" if event["skipped"]:
                self.clauses[event["clause"]] = RunState.SKIPPED.value
            case "run.started":
                self._runs[event["run"]] = event["clause"]
                self.clauses[event["clause"]] = RunState.RUNNING.value
            case _:
                self._run_event(event, self._runs.get(event["run"]))
        return True

    def _run_event(self, event: Mapping[str, Any], clause: int | None) -> None:
        if clause is not None and event["type"] in ("run.changed", "run.finished"):
            self.clauses[clause] = event["state"]

    @property
    def at_rest(self) -> bool:
        """Whether nothing more will happen without the owner or time."""
        return self._planned and all(state in AT_REST for state in self.clauses.values())

    @property
    def succeeded(self) -> bool:
        """Whether everything that was said is finished."""
        return self.at_rest and all(state in GOOD for state in self.clauses.values())
