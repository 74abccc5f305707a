"""A correction makes the same words go right and changes the winner of nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest

from assistant.domain.command import Command, LearnedPhrase
from assistant.settings import UnderstandingSettings
from assistant.understanding.tokens import detect_language
from assistant.understanding.understand import Understanding
from tests.telling.conftest import NOW

pytestmark = pytest.mark.unit

CORRECTIONS = (
    ("покажи мои дела", "agenda"),
    ("что там сегодня", "task-list"),
    ("открой почту и календарь", "note-list"),
    ("what is up", "agenda"),
    ("find cafes and bars nearby", "note-search"),
    ("покажи мои задачи", "note-list"),
)


def winner(understanding: Understanding, text: str) -> str:
    plan = understanding.read(text, detect_language(text), now=NOW, turn="turn", plan_id="plan")
    return " + ".join(clause.candidates[0].command if clause.candidates else "" for clause in plan.clauses)


def taught(built_in: Mapping[str, Command], *corrections: tuple[str, str]) -> Understanding:
    at = datetime.fromisoformat("2026-03-13T12:00:00+03:00")
    commands = dict(built_in)
    for text, name in corrections:
        phrase = LearnedPhrase(id=text, text=text, language=detect_language(text), at=at, used=at, reason="corrected")
        commands[name] = commands[name].model_copy(update={"learned": (*commands[name].learned, phrase)})
    made = Understanding(UnderstandingSettings())
    made.load(tuple(commands.values()))
    return made


def test_after_one_correction_the_words_go_right_and_no_tested_sentence_changes_its_winner(
    built_in: Mapping[str, Command], understanding: Understanding
) -> None:
    corrected = taught(built_in, *CORRECTIONS)
    for text, name in CORRECTIONS:
        assert winner(corrected, text) == name
        assert winner(corrected, f"{text.capitalize()}.") == name
    mended = {text for text, _name in CORRECTIONS}
    tested = [text for command in built_in.values() for test in command.tests if (text := test.say or test.not_) not in mended]
    assert len(tested) > 300
    changed = [text for text in tested if winner(corrected, text) != winner(understanding, text)]
    assert changed == []


def test_other_forms_of_the_same_words_go_right_too_unless_a_test_says_otherwise(built_in: Mapping[str, Command]) -> None:
    corrected = taught(built_in, ("чем порадуешь меня", "agenda"))
    assert winner(corrected, "чем порадуешь меня?") == "agenda"
    strict = taught(built_in, ("покажи мою задачу", "note-list"))
    assert winner(strict, "покажи мою задачу") == "note-list"
    assert winner(strict, "покажи мои задачи") == "task-list"


def test_a_corrected_sentence_is_not_cut(built_in: Mapping[str, Command]) -> None:
    assert winner(taught(built_in, ("покажи задачи и покажи заметки", "agenda")), "покажи задачи и покажи заметки") == "agenda"
