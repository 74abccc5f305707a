"""What every control step promises, whoever wrote it."""

from __future__ import annotations

import pytest

from assistant import plugins
from assistant.extensions.steps import ControlStep
from tests.contract.wordings import said_in_both, unnamed

pytestmark = pytest.mark.unit

NAMES = plugins.names("flows.control")


def test_there_are_control_steps() -> None:
    assert {"ask", "approve", "if", "for_each", "while", "parallel", "wait", "command"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_control_step_is_documented(name: str) -> None:
    control = plugins.load("flows.control", name, ControlStep)
    assert control.__doc__
    assert control.Params.__doc__
    assert control.Options.__doc__


@pytest.mark.parametrize("name", NAMES)
def test_a_control_step_and_its_parameters_are_called_in_both_languages(name: str) -> None:
    control = plugins.load("flows.control", name, ControlStep)
    assert said_in_both(control.title), f"{name} needs `title = local(...)`"
    assert said_in_both(control.about), f"{name} needs `about = local(...)`"
    assert unnamed(control.Params) == unnamed(control.Options) == []


@pytest.mark.parametrize("name", NAMES)
def test_unknown_parameters_are_errors(name: str) -> None:
    control = plugins.load("flows.control", name, ControlStep)
    assert control.Options.model_config.get("extra") == "forbid"
    assert control.named_blocks or control.Params.model_config.get("extra") == "forbid"


@pytest.mark.parametrize("name", NAMES)
def test_names_do_not_collide(name: str) -> None:
    control = plugins.load("flows.control", name, ControlStep)
    assert not control.shorthand or control.shorthand in control.Params.model_fields
    assert not set(control.blocks) & set(control.Options.model_fields)
    assert name not in plugins.names("steps")
