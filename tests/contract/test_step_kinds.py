"""What every step kind promises, whoever wrote it."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from assistant import plugins
from assistant.domain.base import Language
from assistant.domain.run import Effect, StepResult
from assistant.extensions.steps import StepContext, StepKind
from assistant.registry.describe import describe
from assistant.registry.kinds import Kinds
from tests.contract.wordings import said_in_both, unnamed

pytestmark = pytest.mark.unit

NAMES = plugins.names("steps")
OURS = Kinds.built_in().steps


def test_there_are_step_kinds() -> None:
    assert {"say", "set", "note.add", "reminder.add"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_step_kind_is_documented(name: str) -> None:
    kind = plugins.load("steps", name, StepKind)
    assert kind.__doc__
    assert kind.__doc__.split("\n")[0].rstrip().endswith((".", ",", ":", ";")) or "\n" in kind.__doc__
    assert kind.Params.__doc__


@pytest.mark.parametrize("name", OURS)
def test_a_built_in_step_kind_is_called_and_explained_in_both_languages(name: str) -> None:
    kind = OURS[name]
    assert said_in_both(kind.title), f"{name} needs `title = local(...)`"
    assert said_in_both(kind.about), f"{name} needs `about = local(...)`"
    assert kind.title["en"] != kind.title["ru"]


@pytest.mark.parametrize("name", OURS)
def test_the_parameters_of_a_built_in_step_kind_are_called_in_both_languages(name: str) -> None:
    assert unnamed(OURS[name].Params) == []


def test_no_two_step_kinds_are_called_the_same() -> None:
    languages: tuple[Language, ...] = ("en", "ru")
    for language in languages:
        titles = [kind.title[language] for kind in OURS.values()]
        assert sorted(set(titles)) == sorted(titles)


def test_a_kind_of_somebody_else_is_called_by_its_name_and_explained_by_its_documentation() -> None:
    class Trial(StepKind["Trial.Params"]):
        """Sends `a` letter. Gives nothing.

        More.
        """

        class Params(BaseModel):
            """Nothing."""

        async def run(self, params: Params, context: StepContext) -> StepResult:
            return StepResult()

    (found,) = describe(Kinds({"trial.send_all": Trial}, {}))
    assert (found.title, found.about) == ({"en": "Trial send all"}, {"en": "Sends a letter"})


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
