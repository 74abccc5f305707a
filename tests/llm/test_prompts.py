"""Each prompt is a file that says what its caller relies on."""

from __future__ import annotations

import re

import pytest

from assistant.llm.prompts import FOLDER, names, prompt
from assistant.registry import parse
from tests.planner.conftest import kinds

pytestmark = pytest.mark.unit

SAYS = {
    "compose": ["possible", "yaml", "summary", "why", "Never invent", "`approve`", "collect"],
    "repair": ["possible", "summary", "faults", "nothing else changed"],
    "part": ["No slots", "only `steps`"],
    "match": ["`command`", "`request`", "`talk`", "letter by letter", "Never make words up"],
}
BLANKS = {"language": "Russian"}


def test_every_prompt_is_tested() -> None:
    assert set(names()) == set(SAYS)


@pytest.mark.parametrize("name", names())
def test_a_prompt_says_what_its_answer_must_be_and_has_no_blank_left(name: str) -> None:
    text = prompt(name, **BLANKS)
    assert all(words in text for words in SAYS[name])
    assert "<<" not in text and len(text) < 5_000


@pytest.mark.parametrize("name", ["compose", "repair"])
def test_a_blank_that_is_not_given_is_an_error(name: str) -> None:
    with pytest.raises(KeyError):
        prompt(name)


def test_the_example_a_model_learns_from_is_a_valid_command() -> None:
    text = (FOLDER / "compose.md").read_text(encoding="utf-8")
    found = re.search(r"^title: .*?^tests:.*?$\n.*?$", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    command, faults = parse.command(found[0], "example", "example.yaml", kinds())
    assert faults == [] and command is not None
