"""What every step kind promises, whoever wrote it."""

from __future__ import annotations

import pytest

from assistant import plugins
from assistant.domain.run import Effect
from assistant.extensions import StepKind

pytestmark = pytest.mark.unit

NAMES = plugins.names("steps")


def test_there_are_step_kinds() -> None:
    assert {"say", "set", "note.add", "reminder.add"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_step_kind_is_documented(name: str) -> None:
    kind = plugins.load("steps", name, StepKind)
    assert kind.__doc__
    assert kind.__doc__.split("\n")[0].rstrip().endswith((".", ",", ":", ";")) or "\n" in kind.__doc__
    assert kind.Params.__doc__


@pytest.mark.parametrize("name", [name for name in NAMES if name != "set"])
def test_unknown_parameters_are_errors(name: str) -> None:
    assert plugins.load("steps", name, StepKind).Params.model_config.get("extra") == "forbid"


@pytest.mark.parametrize("name", NAMES)
def test_the_shorthand_is_a_parameter(name: str) -> None:
    kind = plugins.load("steps", name, StepKind)
    assert not kind.shorthand or kind.shorthand in kind.Params.model_fields


@pytest.mark.parametrize("name", NAMES)
def test_what_writes_can_be_undone(name: str) -> None:
    kind = plugins.load("steps", name, StepKind)
    assert (kind.effect is Effect.WRITES) == (kind.undo is not StepKind.undo)


@pytest.mark.parametrize("name", NAMES)
def test_what_sends_says_whether_it_can_be_traced(name: str) -> None:
    kind = plugins.load("steps", name, StepKind)
    assert kind.effect is not Effect.SENDS or kind.trace is not StepKind.trace
