"""The conflict lab finds what a trial of everything finds, without trying everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import rehearsal
from assistant.domain.command import Command
from assistant.registry import parse
from assistant.registry.conflicts import conflicts_of
from assistant.registry.kinds import Kinds
from assistant.registry.load import Folder, Loader
from assistant.registry.matched import Matched
from assistant.settings import UnderstandingSettings
from assistant.teaching import lab
from assistant.understanding.understand import Understanding

pytestmark = pytest.mark.unit

BUILT_IN = Path(__file__).parents[2] / "commands"
THIEVES = (
    "напомни мне {text}",
    "запиши купить молоко",
    "покажи мои задачи",
    "проверь склад",
    "(покажи|дай) [мой] план на {text}",
    "remind me to {text}",
    "what is on today",
)


@pytest.fixture(scope="module")
def built_in() -> dict[str, Command]:
    return Loader(Kinds.found()).load([Folder(BUILT_IN)]).commands


@pytest.mark.parametrize("phrase", THIEVES)
def test_what_is_not_tried_could_not_be_won(phrase: str, built_in: dict[str, Command]) -> None:
    thief = command("thief", phrase)
    understanding = Understanding(UnderstandingSettings())
    understanding.load([*built_in.values(), thief])
    quick = rehearsal.known(understanding)
    thorough = Matched(quick.winner)
    assert conflicts_of(thief, built_in, quick) == conflicts_of(thief, built_in, thorough)


def test_a_disabled_command_stands_in_nobodys_way(built_in: dict[str, Command]) -> None:
    there = command("there", "проверь склад").model_copy(update={"enabled": False})
    understanding = Understanding(UnderstandingSettings())
    tried = lab.trial(command("new", "проверь склад"), {**built_in, "there": there}, understanding)
    assert tried.conflicts == ()
    tried = lab.trial(command("new", "проверь склад"), {**built_in, "there": command("there", "проверь склад")}, understanding)
    assert {conflict.kind for conflict in tried.conflicts} >= {"same"}


def command(name: str, phrase: str) -> Command:
    text = f"title: {name}\nphrases: ['{phrase}']\nslots: {{text: text}}\nsteps: [{{say: done}}]\n"
    found, faults = parse.command(text, name, f"{name}.yaml", Kinds.found(), "owner")
    assert found is not None, faults
    return found
